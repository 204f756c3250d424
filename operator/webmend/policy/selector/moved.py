"""A control that has moved into a menu which is not on the page until it is open.

There it keeps its words and nothing else: it is of another tag and role, and stands elsewhere. So its words decide.
"""

from collections import Counter
from collections.abc import Iterator

from webmend.domain.report import Band
from webmend.domain.survey import PageElement, Survey
from webmend.domain.target import Fingerprint

from .attributes import said
from .banding import Verdict
from .capable import can_receive
from .match import Lost, Match, adjacent
from .score import score

SURE, LIKELY = 0.95, 0.8
"""Confidence where the control that opens the menu stands where the lost one stood, and elsewhere."""
_IN_MENUS = frozenset({"button", "link", "menuitem", "tab"})


def is_said(lost: Lost, survey: Survey) -> bool:
    """Whether something in sight says just what the lost one said, and could receive its action."""
    return any(_says_the_same(survey, lost))


def came(before: Survey, after: Survey) -> Survey:
    """Of a survey, what was not there before: of those that are and say the same, there are more than there were."""
    had, has = Counter(map(_kind, before.elements)), Counter(map(_kind, after.elements))
    return after.with_(elements=tuple(each for each in after.elements if has[_kind(each)] > had[_kind(each)]))


def moved_in(lost: Lost, control: Fingerprint, survey: Survey) -> Match | None:
    """The one element in sight that says just what the lost one said; None where there is none, or more than one.

    `control`: what opened the menu. `survey`: what has come with it.
    """
    found = list(_innermost(list(_says_the_same(survey, lost))))
    if len(found) != 1:
        return None
    if score(lost.fingerprint, control).stands_as_before:
        verdict = Verdict(Band.APPLY, SURE, "it says the same, in a menu that opens where it was")
    else:
        verdict = Verdict(Band.PROPOSE, LIKELY, "it says the same, in a menu that opens elsewhere")
    return Match(verdict, found[0])


def _says_the_same(survey: Survey, lost: Lost) -> Iterator[PageElement]:
    words = said(lost.fingerprint).casefold()
    return (each for each in survey.elements if words and _may_be(each, lost) and said(each.look).casefold() == words)


def _kind(element: PageElement) -> tuple[str, str, str, bool]:
    return element.look.tag, element.look.role, said(element.look), element.visible


def _may_be(element: PageElement, lost: Lost) -> bool:
    is_control = element.look.role in _IN_MENUS or element.look.tag == lost.fingerprint.tag
    return element.visible and element.enabled and is_control and can_receive(element, lost.action, element.look.tag)


def _innermost(elements: list[PageElement]) -> Iterator[PageElement]:
    """Those with no other of them inside."""
    for each in elements:
        inside = (other for other in elements if other is not each and adjacent(other.xpath, each.xpath))
        if not any(len(other.xpath) > len(each.xpath) for other in inside):
            yield each
