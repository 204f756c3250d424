"""How sure the classifier must be before it says something: the more harm the repair would do, the surer."""

from webmend.domain.failure import Category, SubType

from .label import PASSWORD_UPDATE_REQUIRED, Label, named
from .rule import Ground

WAIT = 0.5
"""A delay or a later attempt follows, or people are told: a wrong one costs seconds, or a look."""
ASK = 0.7
"""Somebody is asked for other values, or something on the page is closed."""
REPAIR = 0.85
"""The workflow itself is changed."""
IRREVERSIBLE = 0.95
"""Secrets are changed."""
WORDS_ALONE = 0.94
"""The most that words without a form are believed of what secrets are changed for, however often they were right."""

_BY_CATEGORY = {
    Category.INCORRECT_FORM_INPUTS: ASK,
    Category.XPATH_INCORRECT: REPAIR,
}
_BY_LABEL: dict[Label, float] = {
    named(SubType.DISMISSIBLE): ASK,
    named(SubType.TFA_SETUP_REQUIRED): IRREVERSIBLE,
    PASSWORD_UPDATE_REQUIRED: IRREVERSIBLE,
}


def threshold(label: Label) -> float:
    """The least confidence with which this is said."""
    return _BY_LABEL.get(label, _BY_CATEGORY.get(label.category, WAIT))


def believed(confidence: float, label: Label, ground: Ground) -> float:
    """The confidence that a rule on that ground deserves: words alone never start what is irreversible."""
    are_words_alone = ground is Ground.WORDS and threshold(label) >= IRREVERSIBLE
    return min(confidence, WORDS_ALONE) if are_words_alone else confidence
