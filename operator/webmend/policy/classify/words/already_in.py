"""Somebody is signed in where a login was expected."""

from .phrases import Phrases

ALREADY_IN = Phrases(
    en=(
        "already logged in",
        "already signed in",
        "already authenticated",
        "you are logged in",
        "you are signed in",
        "signed in as",
        "logged in as",
        "still logged in",
        "still signed in",
        "session ~ still valid",
        "session is still",
        "existing session",
        "not asked to log in",
        "login ~ skipped",
        "skips the login",
        "logged in from an earlier",
        "signed in from an earlier",
        "no login form",
        "already has a session",
        "session restored",
        "session was restored",
    ),
    de=(
        "bereits angemeldet",
        "bereits eingeloggt",
        "angemeldet als",
    ),
    fr=(
        "déjà connecté",
        "déjà identifié",
        "connecté en tant que",
    ),
    es=(
        "ya has iniciado sesión",
        "ya ha iniciado sesión",
        "sesión iniciada como",
        "conectado como",
    ),
    pt=(
        "já está conectado",
        "já iniciou sessão",
        "conectado como",
    ),
    it=(
        "hai già effettuato l'accesso",
        "già connesso",
        "connesso come",
        "accesso come",
    ),
    nl=(
        "al ingelogd",
        "al aangemeld",
        "ingelogd als",
    ),
    pl=(
        "już zalogowan*",
        "jesteś już zalogowany",
        "zalogowany jako",
    ),
    cs=(
        "již přihlášen*",
        "jste již přihlášeni",
        "přihlášen jako",
    ),
    he=("כבר מחובר",),
    ja=("既にログイン", "すでにログイン"),
    zh=("已经登录", "您已登录", "已登入"),
)
