"""The dialog is about cookies, which may be declined or accepted without harm."""

from .phrases import Phrases

COOKIES = Phrases(
    en=("cookie*",),
    de=("cookie-einstellungen", "datenschutzeinstellungen"),
    fr=("témoins de connexion", "traceurs"),
    es=("galletas",),
    cs=("soubory cookie",),
    pl=("plik* cookie", "ciasteczka"),
    he=("עוגיות", "קובצי cookie"),
    ja=("クッキー", "cookieを使用"),
    zh=("使用cookie",),
)
