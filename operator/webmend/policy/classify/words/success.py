"""The page says that something was done."""

from .phrases import Phrases

SUCCESS = Phrases(
    en=(
        "saved",
        "created",
        "added",
        "submitted",
        "success*",
        "sent",
        "done",
        "completed",
        "registered",
        "confirmed",
        "updated",
    ),
    de=("gespeichert", "angelegt", "erfolgreich", "gesendet", "hinzugefügt", "bestätigt"),
    fr=("enregistré*", "créé*", "ajouté*", "succès", "envoyé*", "confirmé*"),
    es=("guardad*", "cread*", "añadid*", "éxito", "enviad*", "confirmad*", "registrad*"),
    pt=("salv*", "criad*", "adicionad*", "sucesso", "enviad*"),
    it=("salvat*", "creat*", "aggiunt*", "successo", "inviat*", "registrat*"),
    nl=("opgeslagen", "aangemaakt", "toegevoegd", "succes*", "verzonden"),
    pl=("zapisano", "utworzono", "dodano", "wysłano", "pomyślnie"),
    cs=("uloženo", "vytvořeno", "přidáno", "odesláno", "úspěšně"),
    he=("נשמר", "נוצר", "נוסף", "בהצלחה"),
    ja=("保存しました", "作成しました", "追加しました", "完了しました"),
    zh=("已保存", "已创建", "成功", "已提交", "已儲存"),
)
