"""A one-time code was refused."""

from .phrases import Phrases

CODE_REFUSED = Phrases(
    en=(
        "incorrect ~ code",
        "invalid ~ code",
        "wrong ~ code",
        "code ~ incorrect",
        "code ~ invalid",
        "code ~ not valid",
        "code ~ no longer valid",
        "code ~ expired",
        "code ~ rejected",
        "code ~ didn't work",
        "code ~ does not match",
    ),
    de=("code ~ falsch", "code ~ ungültig", "code ~ abgelaufen", "falscher code", "ungültiger ~ code"),
    fr=("code ~ incorrect", "code ~ invalide", "code ~ expiré", "code ~ erroné"),
    es=("código ~ incorrecto", "código ~ inválido", "código ~ no es válido", "código ~ caducado", "código no válido"),
    pt=("código ~ incorreto", "código ~ inválido", "código ~ expirado", "código ~ expirou"),
    it=("codice ~ errato", "codice ~ non valido", "codice ~ scaduto"),
    nl=("code ~ onjuist", "code ~ ongeldig", "code ~ verlopen", "onjuiste code", "ongeldige code"),
    pl=("nieprawidłowy kod", "błędny kod", "kod ~ wygasł", "kod ~ nieprawidłowy"),
    cs=("nesprávný kód", "neplatný kód", "kód ~ vypršel"),
    he=("קוד שגוי", "הקוד שגוי", "קוד לא תקין", "תוקף הקוד פג"),
    ja=("コードが正しくありません", "コードが無効", "コードが間違っています", "コードの有効期限"),
    zh=("验证码错误", "验证码不正确", "验证码已过期", "代码无效", "驗證碼錯誤"),
)
