"""Whole names of controls that lead to the next page of a set-up and decide nothing."""

from .phrases import Phrases

FORWARD = Phrases(
    en=(
        "next", "continue", "start", "begin", "get started", "set up", "set up now", "set it up",
        "set up authenticator", "set up authenticator app", "authenticator app", "use an authenticator app",
        "mobile authenticator", "i have scanned ~ code", "i've scanned ~ code", "proceed",
    ),
    de=("weiter", "fortfahren", "einrichten", "jetzt einrichten", "authenticator-app", "los geht's", "beginnen"),
    fr=("suivant", "continuer", "commencer", "configurer", "application d'authentification"),
    es=("siguiente", "continuar", "empezar", "configurar", "aplicación de autenticación"),
    pt=("próximo", "próxima", "avançar", "continuar", "começar", "configurar", "aplicativo autenticador"),
    it=("avanti", "continua", "inizia", "configura", "app di autenticazione"),
    nl=("volgende", "doorgaan", "verder", "beginnen", "instellen", "authenticator-app"),
    pl=("dalej", "kontynuuj", "rozpocznij", "skonfiguruj", "aplikacja uwierzytelniająca"),
    cs=("další", "pokračovat", "začít", "nastavit", "ověřovací aplikace"),
    he=("הבא", "המשך", "התחל", "הגדר", "אפליקציית אימות"),
    ja=("次へ", "続行", "続ける", "開始", "設定する", "認証アプリ"),
    zh=("下一步", "继续", "开始", "设置", "身份验证器应用", "繼續"),
)  # fmt: skip
