"""Which of two tabs a workflow goes on in, after a step has opened one.

Links that open a tab of their own are older than the workflows that use them: many tabs are opened beside the way. So a
tab is followed only where what is awaited is in it, and not on the page that opened it.
"""

from webmend.domain.comparison import Expectation
from webmend.domain.target import Target

from . import expectations
from .expectations import View
from .locate import counts
from .selectors import locators_of
from .watch.tab import Tab


class Elsewhere(Exception):
    """A step's element is in the tab that was opened, and nothing that it may be is on the page."""

    def __init__(self, tab: Tab, spent: float) -> None:
        super().__init__("the element is in another tab")
        self.tab = tab
        self.spent = spent
        """Seconds of the step's ceiling until that was seen."""


async def has(opened: Tab | None, target: Target) -> bool:
    """Whether the opened tab has the one element that the target names."""
    if opened is None or opened.life.is_over:
        return False
    return 1 in await counts(locators_of(opened.page, target))


async def whose(element: Target | None, current: Tab, opened: Tab | None) -> Tab:
    """The tab to ask of an element: the opened one where that has it, and nothing that it may be is on the page."""
    if element is None or opened is None or any(await counts(locators_of(current.page, element))):
        return current
    return opened if await has(opened, element) else current


async def shows(opened: Tab | None, wanted: tuple[Expectation, ...], since: float) -> bool:
    """Whether the opened tab is what a step was to lead to: what is absent from any tab says nothing."""
    if opened is None or opened.life.is_over or not any(map(expectations.is_positive, wanted)):
        return False
    return await expectations.first_unmet(wanted, View(opened.page, opened.traffic, since)) is None
