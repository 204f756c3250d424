"""The name of a page or a form on which a password is changed, whether or not it must be."""

from .phrases import Phrases

PASSWORD_CHANGE = Phrases(
    en=(
        "change password",
        "change your password",
        "change the password",
        "update password",
        "update your password",
        "renew password",
        "renew your password",
        "new password",
        "set a new password",
        "reset your password",
        "create a new password",
        "choose a new password",
    ),
    de=(
        "passwort ändern",
        "kennwort ändern",
        "neues passwort",
        "neues kennwort",
        "passwort festlegen",
    ),
    fr=(
        "changer ~ mot de passe",
        "modifier ~ mot de passe",
        "nouveau mot de passe",
        "définir ~ mot de passe",
    ),
    es=("cambiar ~ contraseña", "nueva contraseña", "actualizar ~ contraseña"),
    pt=("alterar ~ senha", "nova senha", "trocar ~ senha"),
    it=(
        "cambia ~ password",
        "modifica ~ password",
        "nuova password",
        "aggiorna ~ password",
    ),
    nl=("wachtwoord wijzigen", "nieuw wachtwoord"),
    pl=("zmień hasło", "zmiana hasła", "nowe hasło"),
    cs=("změnit heslo", "změna hesla", "nové heslo"),
    he=("שינוי סיסמה", "החלפת סיסמה", "סיסמה חדשה"),
    ja=("パスワードの変更", "パスワードを変更", "新しいパスワード"),
    zh=("修改密码", "更改密码", "新密码", "變更密碼"),
)
