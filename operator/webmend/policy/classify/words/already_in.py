"""Somebody is signed in where a login was expected."""

from .phrases import Phrases

ALREADY_IN = Phrases(
    en=("already logged in", "already signed in", "already authenticated", "you are logged in", "you are signed in"),
    de=("bereits angemeldet", "bereits eingeloggt"),
    fr=("déjà connecté", "déjà identifié"),
    es=("ya has iniciado sesión", "ya ha iniciado sesión"),
    pt=("já está conectado", "já iniciou sessão"),
    it=("hai già effettuato l'accesso", "già connesso"),
    nl=("al ingelogd", "al aangemeld"),
    pl=("już zalogowan*", "jesteś już zalogowany"),
    cs=("již přihlášen*", "jste již přihlášeni"),
    he=("כבר מחובר",),
    ja=("既にログイン", "すでにログイン"),
    zh=("已经登录", "您已登录", "已登入"),
)
