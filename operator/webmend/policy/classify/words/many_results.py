"""More than one thing fits what was looked for."""

from .phrases import Phrases

MANY_RESULTS = Phrases(
    en=(
        "refine your search",
        "narrow your search",
        "be more specific",
        "several ~ match",
        "several matches",
        "multiple matches",
        "multiple results",
        "more than one ~ match",
        "more than one result",
        "too many results",
        "which one do you mean",
        "did you mean one of",
        "more precise",
    ),
    de=("mehrere treffer", "zu viele treffer", "suche ~ eingrenzen", "suche ~ verfeinern", "genauer an"),
    fr=(
        "précisez votre recherche",
        "affinez votre recherche",
        "plusieurs résultats",
        "trop de résultats",
        "répondent à ce nom",
    ),
    es=("varios resultados", "demasiados resultados", "acote la búsqueda", "afine la búsqueda", "sea más específico"),
    pt=("vários resultados", "muitos resultados", "refine a pesquisa", "refine sua busca"),
    it=("più risultati", "troppi risultati", "affina la ricerca", "restringi la ricerca"),
    nl=("meerdere resultaten", "te veel resultaten", "verfijn uw zoekopdracht", "meer resultaten gevonden"),
    pl=("wiele wyników", "zbyt wiele wyników", "zawęź wyszukiwanie", "doprecyzuj"),
    cs=("více výsledků", "příliš mnoho výsledků", "upřesněte"),
    he=("מספר תוצאות", "יותר מדי תוצאות", "צמצם את החיפוש"),
    ja=("複数の候補", "該当が多すぎ", "絞り込んで"),
    zh=("多个结果", "结果过多", "请缩小范围", "多個結果"),
)
