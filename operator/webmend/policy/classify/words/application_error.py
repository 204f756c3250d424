"""The application itself says that it failed."""

from .phrases import Phrases

APPLICATION_ERROR = Phrases(
    en=(
        "something went wrong",
        "something's gone wrong",
        "application error",
        "unexpected error",
        "internal server error",
        "internal error",
        "an error occurred",
        "an error has occurred",
        "unhandled exception",
        "server error",
        "service unavailable",
        "temporarily unavailable",
    ),
    de=(
        "etwas ist schiefgelaufen",
        "etwas schiefgelaufen",
        "unerwarteter fehler",
        "interner fehler",
        "fehler ~ aufgetreten",
    ),
    fr=("erreur inattendue", "une erreur ~ produite", "erreur interne", "erreur est survenue"),
    es=("algo salió mal", "algo ha ido mal", "error inesperado", "ha ocurrido un error", "error interno"),
    pt=("algo deu errado", "erro inesperado", "ocorreu um erro", "erro interno"),
    it=("qualcosa è andato storto", "errore imprevisto", "si è verificato un errore", "errore interno"),
    nl=("er is iets misgegaan", "er ging iets mis", "onverwachte fout", "interne fout"),
    pl=("coś poszło nie tak", "wystąpił ~ błąd", "nieoczekiwany błąd", "błąd serwera"),
    cs=("něco se pokazilo", "došlo k chybě", "neočekávaná chyba", "chyba serveru"),
    he=("משהו השתבש", "אירעה שגיאה", "שגיאה פנימית"),
    ja=("問題が発生しました", "エラーが発生しました", "予期しないエラー", "内部エラー"),
    zh=("出错了", "发生错误", "服务器错误", "内部错误", "發生錯誤"),
)
