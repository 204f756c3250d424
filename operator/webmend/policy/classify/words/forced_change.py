"""The password must be changed before anything else. An offer to change it is not meant."""

from .phrases import Phrases

FORCED_CHANGE = Phrases(
    en=(
        "password ~ expired",
        "must change ~ password",
        "must update ~ password",
        "must reset ~ password",
        "need to change ~ password",
        "have to change ~ password",
        "required to change ~ password",
        "password must be changed",
        "password needs to be changed",
        "change ~ password to continue",
        "change ~ password before",
        "choose a new password to continue",
        "set a new password to continue",
    ),
    de=(
        "passwort ~ abgelaufen",
        "kennwort ~ abgelaufen",
        "passwort muss geändert",
        "müssen ~ passwort ~ ändern",
        "müssen ~ kennwort ~ ändern",
    ),
    fr=("mot de passe ~ expiré", "devez changer ~ mot de passe", "devez modifier ~ mot de passe"),
    es=("contraseña ~ caducado", "contraseña ~ expirado", "debe cambiar ~ contraseña", "debes cambiar ~ contraseña"),
    pt=("senha ~ expirou", "senha expirada", "deve alterar ~ senha", "precisa alterar ~ senha"),
    it=("password ~ scaduta", "devi cambiare ~ password", "è necessario cambiare ~ password"),
    nl=("wachtwoord ~ verlopen", "moet ~ wachtwoord wijzigen", "wachtwoord moet ~ gewijzigd"),
    pl=("hasło ~ wygasło", "musisz zmienić hasło", "należy zmienić hasło"),
    cs=("heslo ~ vypršelo", "musíte ~ změnit ~ heslo", "platnost hesla vypršela"),
    he=("תוקף הסיסמה פג", "פג תוקף הסיסמה", "יש להחליף סיסמה", "עליך לשנות את הסיסמה"),
    ja=("パスワードの有効期限が切れ", "パスワードを変更する必要があります", "パスワードを変更してください"),
    zh=("密码已过期", "必须修改密码", "必须更改密码", "密碼已過期", "必須變更密碼"),
)
