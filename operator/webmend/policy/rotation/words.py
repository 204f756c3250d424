"""The words by which forms state the limits of a password, in twelve languages, case and accents folded."""

import re
import unicodedata

from webmend.policy.classify.words.phrases import Phrases


def folded(text: str) -> str:
    """The text without the case and the accents of its Latin letters."""
    return "".join(unicodedata.normalize("NFD", c)[0] if c < "\u0250" else c for c in text.lower())


def _any(*alternatives: str) -> re.Pattern[str]:
    """A pattern for any of these: words of Latin letters begin where a word begins."""
    return re.compile("|".join(rf"(?<![^\W\d_]){a}" if a[0].isascii() else a for a in alternatives))


def _whole(*words: str) -> re.Pattern[str]:
    """The same, and words of Latin letters end where a word ends."""
    return re.compile("|".join(rf"(?<![^\W\d_]){a}(?![^\W\d_])" if a[0].isascii() else a for a in words))


LENGTH = _any(
    "character", "chars", "length", "long", "zeichen", "lange", "caracter", "longueur", "longitud", "comprimento",
    "caratter", "lunghezza", "teken", "lengte", "karakter", "znak", "dlugosc", "delka", "תווים", "אורך", "文字", "字符",
    "位", "個字元", "字元", "长度",
)  # fmt: skip
"""The sentence is about how many characters."""
OTHER_COUNT = _any(
    "consecutive", "in a row", "identical", "repeat", "aufeinander", "consecuti", "identi", "opeenvolgend", "kolej",
    "po sobe", "ברצף", "連続", "连续", "連續", "differ", "unterscheid", "minutes?", "hours?", "days?",
)  # fmt: skip
"""It counts something else."""
RANGE = re.compile(
    r"(?<![A-Za-z\d.])(\d{1,3})\s*(?:characters?\s*)?"
    r"(?:-|–|—|〜|~|to|and|bis|und|a|et|y|e|al|tot|en|do|i|az|עד|から|至|到|和)\s*(\d{1,3})(?![A-Za-z\d%])"
)
AT_MOST = _any(
    "at most", "max", "up to", "no more than", "no longer than", "not? (?:more|longer) than", "not exceed",
    "fewer than", "hochstens", "nicht mehr als", "au plus", "no maximo", "al massimo", "massimo", "ten hoogste",
    "hoogstens", "najwyzej", "maks", "nejvyse", "לכל היותר", "מקסימום", "עד", "最大", "最多", "不超过", "不超過",
    "至多",
)  # fmt: skip
"""The number after it is the largest."""
AT_MOST_AFTER = re.compile(
    r"\s*(?:文字以下|文字以内|文字まで|位以下|位以内|个字符以内|(?:characters?|zeichen|caracteres|caratteri|tekens)?"
    r"\s*(?:max|or (?:fewer|less)|oder weniger|o menos|ou menos|o meno|of minder))"
)
"""The number before it is the largest."""
EXACTLY = _any(
    "exactly", "genau", "exactement", "exactamente", "exatamente", "esattamente", "precies", "dokladnie", "presne",
    "בדיוק", "ちょうど", "恰好",
)  # fmt: skip
_SPECIAL = (
    "special char", "special", "symbol", "punctuation", "non-alphanumeric", "sonderzeichen", "caracteres? specia",
    "caracter(?:es)? especia", "caratter[ei] special", "specia(?:le|al) teken", "leesteken", "znak\\w* specjaln",
    "specialni znak", "zvlastni znak", "תו מיוחד", "תווים מיוחדים", "記号", "特殊文字", "特殊字符", "符号", "特殊字元",
)  # fmt: skip
SPECIAL = _any(*_SPECIAL)
FORBIDS = _whole(
    "not", "no(?! others?)", "cannot", "can't", "except", "without", "excluding", "other than", "kein", "keine",
    "nicht", "ausser", "außer", "ohne", "pas", "sans", "sauf", "interdit", "sin", "excepto", "salvo", "nao", "sem",
    "exceto", "non", "senza", "tranne", "geen", "niet", "zonder", "behalve", "nie", "bez", "oprocz", "nesmi", "krome",
    "לא", "ללא", "אסור", "使用できません", "使えません", "除く", "不可", "不能", "不得", "除",
)  # fmt: skip
"""The sentence takes something away."""
NO_SPECIAL = re.compile(
    r"(?<![^\W\d_])(?:no|(?:not|cannot) (?:contain|use|include)|without|keine|ohne|nicht|pas de|sans|aucun|sin|sem"
    r"|senza|geen|zonder|nie|bez|ללא|אין)\s+(?:[^\W\d_]+\s+){0,2}?"
    rf"(?:{'|'.join(_SPECIAL)})|(?:{'|'.join(_SPECIAL)})\w*[はを]?\s*(?:使用できません|使えません|不可)"
    r"|(?:不能|不可|不得)\S{0,4}(?:特殊字符|符号|特殊字元)"
)
ONLY_LETTERS = Phrases(
    en=(
        "only letters and numbers", "only letters and digits", "letters and numbers only", "letters and digits only",
        "alphanumeric characters only", "only alphanumeric", "only use letters ~ numbers",
    ),
    de=("nur buchstaben und ziffern", "nur buchstaben und zahlen", "nur aus buchstaben und"),
    fr=("uniquement ~ lettres et ~ chiffres", "seulement ~ lettres et ~ chiffres"),
    es=("solo letras y numeros", "solo ~ letras y numeros", "unicamente letras y numeros"),
    pt=("apenas letras e numeros", "somente letras e numeros", "so letras e numeros"),
    it=("solo lettere e numeri", "soltanto lettere e numeri"),
    nl=("alleen letters en cijfers", "uitsluitend letters en cijfers"),
    pl=("tylko litery i cyfry", "tylko z liter i cyfr"),
    cs=("pouze pismena a cislice", "jen pismena a cislice"),
    he=("אותיות וספרות בלבד", "רק אותיות וספרות"),
    ja=("英数字のみ", "半角英数字のみ"),
    zh=("只能包含字母和数字", "仅限字母和数字", "只能使用字母和数字", "只能包含字母和數字"),
)  # fmt: skip
