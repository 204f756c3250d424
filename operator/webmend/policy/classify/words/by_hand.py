"""Controls that show the secret of a QR code as a text."""

from .phrases import Phrases

BY_HAND = Phrases(
    en=(
        "can't scan", "cannot scan", "unable to scan", "trouble scanning", "enter ~ manually", "manual entry",
        "set up manually", "show ~ secret", "show ~ key", "show ~ code as text", "enter ~ key instead",
        "text code instead",
    ),
    de=("nicht scannen", "manuell eingeben", "schlüssel anzeigen", "code manuell"),
    fr=("impossible de scanner", "saisir manuellement", "afficher la clé", "saisie manuelle"),
    es=("no puede escanear", "no puedes escanear", "introducir manualmente", "ingresar manualmente", "mostrar clave"),
    pt=("não consegue ler", "inserir manualmente", "digitar manualmente", "mostrar chave"),
    it=("non riesci a scansionare", "inserisci manualmente", "mostra chiave", "inserimento manuale"),
    nl=("kunt u niet scannen", "kun je niet scannen", "handmatig invoeren", "sleutel tonen"),
    pl=("nie możesz zeskanować", "wprowadź ręcznie", "pokaż klucz"),
    cs=("nelze naskenovat", "zadat ručně", "zobrazit klíč"),
    he=("לא ניתן לסרוק", "הזן ידנית", "הצג מפתח"),
    ja=("スキャンできない", "手動で入力", "キーを表示"),
    zh=("无法扫描", "手动输入", "显示密钥", "無法掃描", "手動輸入"),
)  # fmt: skip
