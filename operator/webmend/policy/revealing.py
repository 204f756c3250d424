"""Which controls may be used to bring a hidden element into sight: those that open something, and do nothing else."""

from collections.abc import Iterable, Iterator
from math import dist

from webmend.domain.evidence import ElementFacts
from webmend.domain.survey import Control, PageElement, Survey
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


def likeliest(controls: Iterable[Control], was: Fingerprint) -> list[Control]:
    """Controls that may open a menu with a lost element in it: those that nothing speaks against, the nearest first.

    Not those of which there are several, as in each row of a table: which row is meant, nobody knows.
    """
    known = (each for each in usable(controls) if not each.element.look.namesakes)
    return sorted(known, key=lambda each: _apart(each.element.look, was))


def _apart(look: Fingerprint, was: Fingerprint) -> float:
    """Pixels between the upper left corners; none where one of the two has no place."""
    return dist(look.box[:2], was.box[:2]) if look.box and was.box else 0.0


def may_be_revealed(revealers: Iterable[ElementFacts]) -> ElementFacts | None:
    """The likeliest control of a hidden target that may be used; None where there is none."""
    return next((each for each in revealers if not objection(each)), None)


def has_twin(hidden: PageElement, survey: Survey) -> bool:
    """Whether an element that can be seen says and is the same as a hidden one: then that may be the one meant."""
    name, others = _name(hidden.look), (each for each in survey.elements if each.handle != hidden.handle)
    same = (each.look for each in others if each.visible and each.look.role == hidden.look.role)
    return bool(name) and any(_name(each) == name for each in same)


def _name(look: Fingerprint) -> str:
    return look.name or look.text
