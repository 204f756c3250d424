"""A field was left empty."""

from .phrases import Phrases

REQUIRED = Phrases(
    en=(
        "is required",
        "are required",
        "field required",
        "required field*",
        "fields ~ required",
        "can't be blank",
        "cannot be empty",
        "please enter",
        "please fill",
    ),
    de=("pflichtfeld*", "ist erforderlich", "darf nicht leer sein", "bitte ~ ausfüllen", "bitte ~ eingeben"),
    fr=("est obligatoire", "est requis", "champ* obligatoire*", "veuillez ~ saisir", "veuillez ~ renseigner"),
    es=("es obligatorio", "es requerido", "campo obligatorio", "campo requerido", "no puede estar vacío"),
    pt=("é obrigatório", "campo obrigatório", "não pode ficar em branco"),
    it=("è obbligatorio", "campo obbligatorio", "campo richiesto"),
    nl=("is verplicht", "verplicht veld", "mag niet leeg zijn"),
    pl=("jest wymagane", "pole wymagane", "to pole jest wymagane"),
    cs=("je povinné", "povinné pole", "musí být vyplněno"),
    he=("שדה חובה", "זהו שדה חובה"),
    ja=("入力してください", "必須項目", "必須です"),
    zh=("不能为空", "必填", "请输入", "不能為空"),
)
