"""Whole names of controls that lead to single consents: beside a yes and a no, they are what consent managers offer."""

from .phrases import Phrases

CONFIGURING = Phrases(
    en=(
        "accept selected",
        "configure",
        "customise",
        "customize",
        "personalise",
        "personalize",
        "let me choose",
        "manage",
        "manage ~ preferences",
        "manage ~ settings",
        "manage ~ choices",
        "manage options",
        "more options",
        "preferences",
        "privacy settings",
        "settings",
        "show purposes",
    ),
    de=("anpassen", "ausgewählte akzeptieren", "auswählen", "einstellungen", "konfigurieren", "mehr optionen"),
    fr=("accepter la sélection", "configurer", "paramétrer", "paramètres", "personnaliser", "gérer mes choix"),
    es=("configurar", "configuración", "personalizar", "preferencias"),
    pt=("configurar", "configurações", "personalizar", "preferências"),
    it=("configura", "impostazioni", "personalizza", "preferenze"),
    nl=("aanpassen", "instellen", "instellingen", "voorkeuren"),
    pl=("dostosuj", "ustawienia", "preferencje"),
    cs=("nastavení", "přizpůsobit", "předvolby"),
    he=("הגדרות", "התאמה אישית"),
    ja=("設定", "カスタマイズ"),
    zh=("设置", "設定", "自定义"),
)
