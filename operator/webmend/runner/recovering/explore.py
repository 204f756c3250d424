"""The step's element is nowhere on the page: it may come into it with a menu that is opened first."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webmend.domain.graph import Node
from webmend.domain.report import Band, FoundElement
from webmend.domain.survey import Control, PageElement, Survey
from webmend.domain.target import Selector
from webmend.ports.browser import StepFailed
from webmend.ports.elements import Elements

from .proving import prove
from .reveal import MOST_USES, named_alone, proven_control

if TYPE_CHECKING:
    from webmend.policy.selector import Lost, Match


async def explore(
    elements: Elements, node: Node, survey: Survey, lost: "Mapping[str, Lost]", refused: Collection[Selector] = ()
) -> FoundElement | None:
    """The element with the control that opens its menu, which stays open; None where no menu has it.

    Menus without it are closed again, as far as the page lets them. Where the element is only likely, it is proposed,
    and its menu closed. None is opened where something in sight says what the element said: that may be the one meant.
    `survey`: the last one. `refused`: selectors that a person has taken back. Raises StepFailed.
    """
    if node.id not in lost:
        return None
    from webmend.policy import revealing  # few sessions need it, and every start would pay for it

    search = _Search(elements, node, lost, refused)
    likely: FoundElement | None = None
    tried: list[str] = []
    while len(tried) < MOST_USES and await search.may_go_on(survey):
        controls = revealing.likeliest(await elements.openers(), lost[node.id].fingerprint)
        control = next((each for each in controls if each.element.xpath not in tried), None)
        if control is None:
            break
        tried.append(control.element.xpath)
        found = await search.behind(control)
        if found is not None and found.band is Band.APPLY:
            return found
        likely = likely or found
    return likely


@dataclass
class _Search:
    """For one element, in one menu after the other."""

    elements: Elements
    node: Node
    lost: "Mapping[str, Lost]"
    refused: Collection[Selector]
    before: Survey | None = None
    """The page with all menus shut."""

    async def may_go_on(self, first: Survey) -> bool:
        """Whether the page is still the one of the first survey, and has nothing in sight that may be the element."""
        from webmend.policy import selector

        self.before = await self.elements.survey(self.node)
        is_same = _address(self.before) == _address(first)
        return is_same and not selector.is_said(self.lost[self.node.id], self.before)

    async def behind(self, control: Control) -> FoundElement | None:
        """The element in what the control opens; the menu stays open where it is sure."""
        found: FoundElement | None = None
        with suppress(StepFailed):
            found = await self._opened(control)
        if found is None or found.band is not Band.APPLY:
            with suppress(StepFailed):
                await self.elements.shut()
        return found

    async def _opened(self, control: Control) -> FoundElement | None:
        reveal = await proven_control(self.elements, self.node, control, self.refused)
        if reveal is None or not await self.elements.open(control):
            return None
        found = await self._in_sight(control)
        return found.with_(reveals=(reveal,)) if found and found.band is not Band.REFUSE else None

    async def _in_sight(self, control: Control) -> FoundElement | None:
        survey, known = await self.elements.survey(self.node), self.lost[self.node.id].fingerprint
        if element := await self._named():
            return named_alone(known, element, "the step's own selectors name it alone, once its menu is open")
        match = self._match(survey, control)
        return await prove(self.elements, self.node, match, known, self.refused) if match else None

    async def _named(self) -> PageElement | None:
        """The one element in sight that the step's own selectors name, unless it has changed."""
        from webmend.policy import selector

        element = await self.elements.named(self.node)
        if element is None or await self.elements.hidden(element.handle) is not None:
            return None
        known = self.lost[self.node.id].fingerprint
        is_it = selector.suspect(known, element.look, self.node.action) is selector.Suspicion.NONE
        return element if is_it else None

    def _match(self, survey: Survey, control: Control) -> "Match | None":
        """By what it looked like, its place aside; else by what it says: of what has come with the menu."""
        from webmend.policy import selector

        assert self.before is not None
        came = selector.came(self.before, survey)
        match = selector.match(selector.placeless(self.lost), survey)[self.node.id]
        if match.verdict.band is Band.APPLY and match.element in came.elements:
            return match
        return selector.moved_in(self.lost[self.node.id], control.element.look, came)


def _address(survey: Survey) -> str:
    return next((element.look.url for element in survey.elements), "")
