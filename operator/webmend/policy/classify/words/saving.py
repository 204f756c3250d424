"""Whole names of controls that keep what was ticked: pressed only once everything was declined."""

from .phrases import Phrases

SAVING = Phrases(
    en=(
        "confirm ~ choices",
        "confirm ~ selection",
        "save",
        "save ~ choices",
        "save ~ close",
        "save ~ exit",
        "save ~ preferences",
        "save ~ selection",
        "save ~ settings",
    ),
    de=("auswahl bestätigen", "auswahl speichern", "einstellungen speichern", "speichern"),
    fr=("confirmer mes choix", "enregistrer", "enregistrer ~ choix", "sauvegarder"),
    es=("guardar", "guardar configuración", "guardar preferencias"),
    pt=("guardar", "guardar preferências", "salvar", "salvar preferências"),
    it=("salva", "salva impostazioni", "salva preferenze"),
    nl=("opslaan", "instellingen opslaan", "voorkeuren opslaan"),
    pl=("zapisz", "zapisz ustawienia", "zapisz wybór"),
    cs=("uložit", "uložit nastavení", "uložit výběr"),
    he=("שמור", "שמירה", "שמור הגדרות"),
    ja=("保存", "設定を保存"),
    zh=("保存", "保存设置", "儲存"),
)
