"""A second factor is asked for."""

from .phrases import Phrases

CODE_ASKED = Phrases(
    en=(
        "verification code",
        "security code",
        "one-time code",
        "one-time pass*",
        "authentication code",
        "authenticator app",
        "two-factor",
        "two-step verification",
        "2-step verification",
        "verify ~ identity",
        "verify it's you",
        "unusual login attempt",
        "suspicious login attempt",
        "unusual sign-in",
    ),
    de=("bestätigungscode", "sicherheitscode", "einmalcode", "zwei-faktor*", "identität bestätigen"),
    fr=("code de vérification", "code de sécurité", "code à usage unique", "double authentification"),
    es=("código de verificación", "código de seguridad", "verificación en dos pasos", "verifica tu identidad"),
    pt=("código de verificação", "código de segurança", "verificação em duas etapas"),
    it=("codice di verifica", "codice di sicurezza", "verifica in due passaggi"),
    nl=("verificatiecode", "beveiligingscode", "eenmalige code", "tweestapsverificatie"),
    pl=("kod weryfikacyjny", "kod bezpieczeństwa", "weryfikacja dwuetapowa"),
    cs=("ověřovací kód", "bezpečnostní kód", "dvoufázové ověření"),
    he=("קוד אימות", "קוד חד פעמי", "אימות דו"),
    ja=("認証コード", "確認コード", "セキュリティコード", "二段階認証"),
    zh=("验证码", "安全码", "两步验证", "双重验证", "驗證碼"),
)
