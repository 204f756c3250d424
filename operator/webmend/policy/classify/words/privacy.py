"""The dialog is about data on the visitor, or leads to the privacy policy: what it wants is told by its controls."""

from .phrases import Phrases

PRIVACY = Phrases(
    en=("personal information", "personal data", "your data", "privacy policy", "privacy notice", "cookie policy"),
    de=(
        "personenbezogene* daten",
        "persönliche* informationen",
        "ihre daten",
        "datenschutzerklärung",
        "datenschutzhinweise",
    ),
    fr=(
        "informations personnelles",
        "données personnelles",
        "données à caractère personnel",
        "politique de confidentialité",
    ),
    es=("datos personales", "información personal", "política de privacidad"),
    pt=("dados pessoais", "informações pessoais", "política de privacidade"),
    it=("dati personali", "informazioni personali", "informativa sulla privacy"),
    nl=("persoonsgegevens", "persoonlijke gegevens", "privacyverklaring", "privacybeleid"),
    pl=("dane osobowe", "danych osobowych", "polityka prywatności", "polityką prywatności"),
    cs=("osobní údaje", "osobních údajů"),
    he=("מידע אישי", "מדיניות פרטיות", "מדיניות הפרטיות"),
    ja=("個人情報", "プライバシーポリシー"),
    zh=("个人信息", "個人資料", "隐私政策", "隱私權政策"),
)
