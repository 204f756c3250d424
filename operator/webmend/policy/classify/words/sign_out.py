"""There is a way out, so somebody is in."""

from .phrases import Phrases

SIGN_OUT = Phrases(
    en=("sign out", "log out", "logout", "sign off", "log off"),
    de=("abmelden", "ausloggen"),
    fr=("déconnexion", "se déconnecter"),
    es=("cerrar sesión", "salir"),
    pt=("sair", "terminar sessão"),
    it=("esci", "disconnetti"),
    nl=("uitloggen", "afmelden"),
    pl=("wyloguj",),
    cs=("odhlásit",),
    he=("התנתק", "יציאה"),
    ja=("ログアウト",),
    zh=("退出登录", "登出"),
)
