"""Which controls may be used to bring a hidden element into sight: those that open something, and do nothing else."""

from collections.abc import Iterable, Iterator

from webmend.domain.evidence import ElementFacts
from webmend.domain.reveal import Gesture
from webmend.domain.survey import Control, Survey
from webmend.domain.target import Fingerprint

from .classify.words.sign_out import SIGN_OUT
from .popup.harm import binding, price

Look = ElementFacts | Fingerprint


def objection(look: Look) -> str:
    """What speaks against using a control that looks so, in a sentence; empty where nothing does."""
    said = (look.name, look.text, look.attributes.get("title", ""), look.attributes.get("aria-label", ""))
    if serious := binding(said) or SIGN_OUT.find(said):
        return f'it does more than open something: "{serious}"'
    return f"it has a price: {found}" if (found := price(said)) else ""


def usable(controls: Iterable[Control]) -> Iterator[Control]:
    """Those of the controls that nothing speaks against, in their order."""
    return (control for control in controls if not objection(control.element.look))


def may_be_revealed(revealers: Iterable[ElementFacts]) -> ElementFacts | None:
    """The likeliest control of a hidden target that may be used; None where there is none."""
    return next((each for each in revealers if not objection(each)), None)


def has_twin(look: Fingerprint, survey: Survey) -> bool:
    """Whether an element that can be seen says and is the same as a hidden one: then that may be the one meant."""
    name = look.name or look.text
    same = (each.look for each in survey.elements if each.visible and each.look.role == look.role)
    return bool(name) and any((each.name or each.text) == name for each in same)


def action_of(gesture: Gesture) -> str:
    """The action of a step that makes the gesture."""
    return gesture.lower()
