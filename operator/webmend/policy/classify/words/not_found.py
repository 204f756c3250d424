"""There is no page at this address, said in a title or heading."""

from .phrases import Phrases

NOT_FOUND = Phrases(
    en=(
        "page not found",
        "404 not found",
        "error 404",
        "404 error",
        "page ~ cannot be found",
        "page ~ could not be found",
        "couldn't find ~ page",
        "page ~ doesn't exist",
        "page ~ does not exist",
        "page ~ no longer exists",
    ),
    de=("seite ~ nicht gefunden", "seite ~ existiert nicht", "fehler 404"),
    fr=("page introuvable", "page non trouvée", "page ~ n'existe pas", "erreur 404"),
    es=("página no encontrada", "página ~ no existe", "no se encontró la página"),
    pt=("página não encontrada", "página ~ não existe", "erro 404"),
    it=("pagina non trovata", "pagina ~ non esiste", "errore 404"),
    nl=("pagina niet gevonden", "pagina ~ bestaat niet", "fout 404"),
    pl=("nie znaleziono strony", "strona nie istnieje", "strona nie została znaleziona"),
    cs=("stránka nenalezena", "stránka neexistuje", "stránka nebyla nalezena"),
    he=("הדף לא נמצא", "העמוד לא נמצא"),
    ja=("ページが見つかりません", "ページは見つかりません", "ページは存在しません"),
    zh=("页面不存在", "找不到页面", "页面未找到", "找不到網頁"),
)
