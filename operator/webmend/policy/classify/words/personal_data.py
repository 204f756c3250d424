"""The dialog is about data on the visitor: what it wants with them is told by its controls."""

from .phrases import Phrases

PERSONAL_DATA = Phrases(
    en=("personal information", "personal data", "your data"),
    de=("personenbezogene* daten", "persönliche* informationen", "ihre daten"),
    fr=("informations personnelles", "données personnelles", "données à caractère personnel"),
    es=("datos personales", "información personal"),
    pt=("dados pessoais", "informações pessoais"),
    it=("dati personali", "informazioni personali"),
    nl=("persoonsgegevens", "persoonlijke gegevens"),
    pl=("dane osobowe", "danych osobowych"),
    cs=("osobní údaje", "osobních údajů"),
    he=("מידע אישי",),
    ja=("個人情報",),
    zh=("个人信息", "個人資料"),
)
