"""The site says that it has taken a new password."""

from .phrases import Phrases

PASSWORD_CHANGED = Phrases(
    en=(
        "password has been changed",
        "password has been updated",
        "password was changed",
        "password was updated",
        "password changed successfully",
        "password updated successfully",
        "successfully changed ~ password",
        "successfully updated ~ password",
        "have changed your password",
        "new password has been saved",
        "new password has been set",
        "password change ~ successful",
    ),
    de=(
        "passwort wurde geändert",
        "passwort erfolgreich geändert",
        "kennwort wurde geändert",
        "passwort ~ gespeichert",
    ),
    fr=("mot de passe a été modifié", "mot de passe a été changé", "mot de passe modifié", "mot de passe mis à jour"),
    es=("contraseña ha sido cambiada", "contraseña se ha cambiado", "contraseña cambiada", "contraseña actualizada"),
    pt=("senha foi alterada", "senha alterada", "senha atualizada"),
    it=("password è stata modificata", "password è stata cambiata", "password modificata", "password aggiornata"),
    nl=("wachtwoord is gewijzigd", "wachtwoord is aangepast", "wachtwoord gewijzigd"),
    pl=("hasło zostało zmienione", "zmieniono hasło", "pomyślnie zmieniono hasło"),
    cs=("heslo bylo změněno", "heslo bylo úspěšně změněno"),
    he=("הסיסמה שונתה", "הסיסמה עודכנה"),
    ja=("パスワードを変更しました", "パスワードが変更されました", "パスワードを更新しました"),
    zh=("密码已修改", "密码已更改", "密码修改成功", "密碼已變更", "密碼已更新"),
)
