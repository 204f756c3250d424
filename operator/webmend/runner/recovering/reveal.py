"""The step's element is on the page and out of sight: bring it into sight with the control that hides it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webmend.domain.graph import Node
from webmend.domain.report import Band, FoundElement
from webmend.domain.reveal import MOST_REVEALS, Gesture, Reveal
from webmend.domain.survey import Control, Hidden, PageElement, Survey
from webmend.domain.target import Fingerprint, Selector, Target
from webmend.ports.elements import Elements

if TYPE_CHECKING:
    from webmend.policy.selector import Lost

MOST_USES = 4
"""Controls that are used for one failure."""
MOST_SELECTORS = 5


async def reveal(
    elements: Elements, node: Node, survey: Survey, lost: "Mapping[str, Lost]", refused: Collection[Selector] = ()
) -> FoundElement | None:
    """The step's element once it is in sight, with the controls that brought it there; None where none is hidden.

    It is the one that the step's own selectors name alone, or the one that looked so in the last good run: of all
    elements, the seen and the unseen. One that is only likely is proposed, and nothing is used. `survey`: the last one.
    `refused`: selectors that a person has taken back. Raises StepFailed.
    """
    found = await _named(elements, node, survey, lost) or await _looked_for(elements, node, survey, lost)
    if found is None or found.told.band is Band.REFUSE:
        return None
    if found.told.band is Band.PROPOSE:
        return await _proposed(elements, node, found, refused)
    opening = _Opening(elements, node, found, refused)
    if not await opening.succeeds():
        return found.refused("but nothing that may be used brings it into sight")
    selectors = await found.selectors(node, refused)
    if not selectors and not found.by_own:
        return found.refused("but the page did not let it be used, or a person has taken every way to name it back")
    return found.told.with_(selectors=selectors, reveals=tuple(opening.used))


@dataclass(frozen=True)
class _Found:
    """A hidden element."""

    elements: Elements
    element: PageElement
    hidden: Hidden
    told: FoundElement
    by_own: bool = False
    """The step's own selectors still name it."""

    def refused(self, why: str) -> FoundElement:
        """What is said of it where it is not used after all."""
        return self.told.with_(band=Band.REFUSE, reason=f"{self.told.reason}; {why}"[:1024])

    async def selectors(self, node: Node, refused: Collection[Selector]) -> tuple[Selector, ...]:
        """Selectors that find it and nothing else; none where the step's own do."""
        from webmend.policy.selector import selectors_of  # few sessions need it, and every start would pay for it

        if self.by_own:
            return ()
        wanted = [each for each in selectors_of(self.element) if each not in refused]
        return (await self.elements.proven(node, self.element.handle, wanted))[:MOST_SELECTORS]


async def _named(elements: Elements, node: Node, survey: Survey, lost: "Mapping[str, Lost]") -> _Found | None:
    """The hidden element that the step's own selectors name, unless it has changed or another like it is in sight."""
    from webmend.policy import revealing, selector

    element = await elements.named(node)
    hidden = await elements.hidden(element.handle) if element else None
    if element is None or hidden is None or revealing.has_twin(element, survey):
        return None
    known = lost[node.id].fingerprint if node.id in lost else element.look
    if selector.suspect(known, element.look, node.action) is not selector.Suspicion.NONE:
        return None
    told = named_alone(known, element, "the step's own selectors name it alone, and it is out of sight")
    return _Found(elements, element, hidden, told, by_own=True)


def named_alone(was: Fingerprint, element: PageElement, reason: str) -> FoundElement:
    """What is told of an element that the step's own selectors name alone."""
    from webmend.policy.selector import words

    return FoundElement(band=Band.APPLY, confidence=1.0, was=words(was), now=words(element.look), reason=reason)


async def _looked_for(elements: Elements, node: Node, survey: Survey, lost: "Mapping[str, Lost]") -> _Found | None:
    """The hidden element that looks like the one of the last good run, if none in sight looks more like it."""
    from webmend.policy import selector

    if node.id not in lost:
        return None
    match = selector.match(selector.placeless(lost), survey, unseen=True)[node.id]
    hidden = await elements.hidden(match.element.handle) if match.element else None
    if match.element is None or hidden is None:
        return None
    return _Found(elements, match.element, hidden, match.found(lost[node.id].fingerprint))


async def _proposed(
    elements: Elements, node: Node, found: _Found, refused: Collection[Selector]
) -> FoundElement | None:
    """What a person is shown: the likeliest control, and selectors that name the element unseen."""
    from webmend.policy import revealing

    looked_at = Node.model_validate({"id": node.id, "target": node.target, "wait": {"element": "Visible"}})
    selectors = await found.selectors(looked_at, refused)
    for control in revealing.usable(found.hidden.controls):
        if selectors and (used := await proven_control(elements, node, control, refused)):
            return found.told.with_(selectors=selectors, reveals=(used,))
    return None


@dataclass
class _Opening:
    """Using one control after the other until the element is in sight."""

    elements: Elements
    node: Node
    found: _Found
    refused: Collection[Selector]
    used: list[Reveal] = field(default_factory=list)
    """Those that have helped."""
    _tried: set[tuple[Gesture, str]] = field(default_factory=set)

    async def succeeds(self) -> bool:
        """Whether the element is in sight afterwards. Raises StepFailed."""
        hidden: Hidden | None = self.found.hidden
        for _ in range(MOST_USES):
            if hidden is None or (control := self._next(hidden)) is None:
                break
            hidden = await self._use(control, hidden)
        return hidden is None and 0 < len(self.used) <= MOST_REVEALS

    def _next(self, hidden: Hidden) -> Control | None:
        from webmend.policy import revealing

        return next((each for each in revealing.usable(hidden.controls) if _way(each) not in self._tried), None)

    async def _use(self, control: Control, hidden: Hidden) -> Hidden | None:
        """What hides the element once the control was used, if it may be."""
        self._tried.add(_way(control))
        reveal = await proven_control(self.elements, self.node, control, self.refused)
        if reveal is None:
            return hidden
        handle = self.found.element.handle
        await self.elements.use(control, handle, hidden.by)
        after = await self.elements.hidden(handle)
        if after is None or after.by != hidden.by:
            self.used.append(reveal)
        return after


def _way(control: Control) -> tuple[Gesture, str]:
    return control.gesture, control.element.xpath


async def proven_control(
    elements: Elements, node: Node, control: Control, refused: Collection[Selector]
) -> Reveal | None:
    """The control as a version names it; None where it cannot be used, or a person has taken it back."""
    from webmend.policy.selector import selectors_of, words

    element = control.element
    place = Target(
        selectors=(Selector(xpath=element.xpath or "/html"),), frame=node.target.frame if node.target else ()
    )
    tried = Node.model_validate({"id": node.id, "target": place, control.gesture.action: {}})
    selectors = await elements.proven(tried, element.handle, selectors_of(element))
    if not selectors or any(each in refused for each in selectors):
        return None
    return Reveal(gesture=control.gesture, selectors=selectors[:MOST_SELECTORS], name=words(element.look))
