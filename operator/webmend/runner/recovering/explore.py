"""The step's element is nowhere on the page: it may come into it with a menu that is opened first."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from webmend.domain.graph import Node
from webmend.domain.report import Band, FoundElement
from webmend.domain.reveal import Reveal
from webmend.domain.survey import Control, Survey
from webmend.domain.target import Fingerprint, Selector
from webmend.ports.elements import Elements

from .proving import prove
from .reveal import MOST_USES, proven_control

if TYPE_CHECKING:
    from webmend.policy.selector import Lost, Match


async def explore(
    elements: Elements, node: Node, survey: Survey, lost: "Mapping[str, Lost]", refused: Collection[Selector] = ()
) -> FoundElement | None:
    """The element with the control that opens its menu, which stays open; None where no menu has it.

    Menus without it are closed again. Where the element is only likely, it is proposed, and its menu closed. `survey`:
    the last one. `refused`: selectors that a person has taken back. Raises StepFailed.
    """
    if node.id not in lost:
        return None
    from webmend.policy import revealing  # few sessions need it, and every start would pay for it

    likely: FoundElement | None = None
    tried: list[str] = []
    while len(tried) < MOST_USES and _address(await elements.survey(node)) == _address(survey):
        controls = revealing.likeliest(await elements.openers(), lost[node.id].fingerprint)
        control = next((each for each in controls if each.element.xpath not in tried), None)
        if control is None:
            break
        tried.append(control.element.xpath)
        found = await _behind(elements, node, control, lost, refused)
        if found is not None and found.band is Band.APPLY:
            return found
        likely = likely or found
    return likely


def _address(survey: Survey) -> str:
    return next((element.look.url for element in survey.elements), "")


async def _behind(
    elements: Elements, node: Node, control: Control, lost: "Mapping[str, Lost]", refused: Collection[Selector]
) -> FoundElement | None:
    """The element in what the control opens; the menu stays open where it is sure."""
    reveal = await proven_control(elements, node, control, refused)
    if reveal is None or not await elements.open(control):
        return None
    found = await _in_sight(elements, node, control, lost, refused)
    if found is None or found.band is not Band.APPLY:
        await elements.shut()
    return _with(found, reveal) if found and found.band is not Band.REFUSE else None


def _with(found: FoundElement, reveal: Reveal) -> FoundElement:
    return found.with_(reveals=(reveal,))


async def _in_sight(
    elements: Elements, node: Node, control: Control, lost: "Mapping[str, Lost]", refused: Collection[Selector]
) -> FoundElement | None:
    survey = await elements.survey(node)
    known = lost[node.id].fingerprint
    if await _is_named(elements, node, lost[node.id]):
        reason = "the step's own selectors name it alone, once its menu is open"
        return _told(known, reason)
    match = _match(node, survey, control, lost)
    return await prove(elements, node, match, known, refused) if match else None


async def _is_named(elements: Elements, node: Node, lost: "Lost") -> bool:
    """Whether the step's own selectors name one element in sight, which has not changed."""
    from webmend.policy import selector

    element = await elements.named(node)
    if element is None or await elements.hidden(element.handle) is not None:
        return False
    return selector.suspect(lost.fingerprint, element.look, node.action) is selector.Suspicion.NONE


def _told(known: Fingerprint, reason: str) -> FoundElement:
    from webmend.policy import selector

    words = selector.words(known)
    return FoundElement(band=Band.APPLY, confidence=1.0, was=words, now=words, reason=reason)


def _match(node: Node, survey: Survey, control: Control, lost: "Mapping[str, Lost]") -> "Match | None":
    """By what it looked like, its place aside; else by what it says."""
    from webmend.policy import selector

    match = selector.match(selector.placeless(lost), survey)[node.id]
    if match.verdict.band is Band.APPLY:
        return match
    return selector.moved_in(lost[node.id], control.element.look, survey) or match
