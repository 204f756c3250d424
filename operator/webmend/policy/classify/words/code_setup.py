"""A second factor is to be set up."""

from .phrases import Phrases

CODE_SETUP = Phrases(
    en=(
        "scan ~ qr",
        "set up ~ authenticat*",
        "set up ~ two-factor",
        "set up ~ 2-step",
        "set up ~ two-step",
        "enable ~ two-factor",
        "enable ~ authenticator",
        "configure ~ authenticator",
        "open your authenticator app and scan",
    ),
    de=("qr-code ~ scannen", "scannen sie ~ qr-code", "authenticator* ~ einrichten", "zwei-faktor* ~ einrichten"),
    fr=("scannez ~ code qr", "scannez ~ qr code", "configure* ~ authentification", "activer ~ double authentification"),
    es=("escanee ~ código qr", "escanea ~ código qr", "configure* ~ autenticación", "activar ~ dos pasos"),
    pt=("escaneie ~ código qr", "configurar ~ autenticação", "ativar ~ dois fatores"),
    it=("scansiona ~ codice qr", "inquadra ~ codice qr", "configura ~ autenticazione", "attiva ~ due fattori"),
    nl=("scan ~ qr-code", "stel ~ tweestapsverificatie ~ in", "authenticator-app ~ instellen"),
    pl=("zeskanuj kod qr", "skonfiguruj ~ uwierzytelnianie", "włącz ~ weryfikację dwuetapową"),
    cs=("naskenujte ~ qr", "nastavte ~ ověřování", "nastavení dvoufázového"),
    he=("סרוק את קוד ה-qr", "סרקו את קוד", "הגדרת אימות דו"),
    ja=("qrコードをスキャン", "qrコードを読み取", "二段階認証を設定", "2段階認証を設定"),
    zh=("扫描二维码", "设置双重验证", "设置两步验证", "掃描 qr"),
)
