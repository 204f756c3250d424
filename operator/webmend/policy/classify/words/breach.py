"""The browser's own warning that a password is known to others: a bubble of the browser, not of the site."""

from .phrases import Phrases

BREACH = Phrases(
    en=(
        "data breach",
        "password manager recommends",
        "google password manager",
        "password breach",
        "leaked password",
        "compromised password",
        "password ~ compromised",
        "password you just used",
        "check your saved passwords",
        "save password",
        "save your password",
    ),
    de=("datenleck", "datenpanne", "passwort speichern"),
    fr=("violation de données", "enregistrer le mot de passe"),
    es=("violación de datos", "filtración de datos", "guardar contraseña"),
    pt=("violação de dados", "salvar senha"),
    it=("violazione dei dati", "salvare la password"),
    nl=("datalek", "wachtwoord opslaan"),
    pl=("wyciek* danych", "naruszeni* danych", "zapisać hasło"),
    cs=("úniku dat", "únik dat", "uložit heslo"),
    he=("דליפת נתונים", "פריצת נתונים"),
    ja=("データ侵害", "データ漏洩", "パスワードを保存"),
    zh=("数据泄露", "保存密码", "資料外洩"),
)
