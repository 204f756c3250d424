"""The PopUps port over one page."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from playwright.async_api import ElementHandle, Error, Page

from webmend.adapters.browser.bounded import fit
from webmend.adapters.browser.deadline import Deadline
from webmend.adapters.browser.errors import Failed, is_passing
from webmend.adapters.browser.failing import step_failed
from webmend.adapters.browser.script import call_about_popups
from webmend.adapters.browser.selectors import locator_of
from webmend.adapters.browser.watch.life import Life
from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import Node
from webmend.domain.popup import Control, Cover
from webmend.domain.target import Selector, Target
from webmend.ports.browser import Redact
from webmend.ports.popups import Declined

from . import consent, covering
from .covering import Point, Seen

T = TypeVar("T")

ANSWER = 6.0
"""Seconds beyond its own patience in which a question is answered."""
PRESS_MS = 4000
"""Milliseconds for a control to hold still and be pressed: many slide in."""
PAUSE = 0.15
"""Seconds between looks at whether something has gone."""


class PagePopUps:
    """The pop-ups of one page."""

    def __init__(self, page: Page, life: Life, redact: Redact, target_of: Callable[[Node], Target | None]) -> None:
        self._page = page
        self._life = life
        self._redact = redact
        self._target_of = target_of
        self._handles: Sequence[ElementHandle] = ()

    async def cover(self, node: Node, patience: float = 0.0) -> Cover | None:
        """See PopUps."""
        return await self._doing(self._cover(self._target_of(node), Deadline(patience)), patience)

    async def declared(self, selectors: Sequence[Selector]) -> tuple[Control, ...]:
        """See PopUps."""
        return await self._doing(self._declared(selectors))

    async def press(self, control: Control) -> None:
        """See PopUps."""
        await self._doing(self._press(control))

    async def escape(self) -> None:
        """See PopUps."""
        await self._doing(self._page.keyboard.press("Escape"))

    async def decline_cookies(self) -> Declined:
        """See PopUps."""
        try:
            return await self._life.during(consent.decline(self._page, self._redact))
        except (Error, Failed):  # the page went away with its banner
            return Declined()

    async def _doing(self, work: Awaitable[T], patience: float = 0.0) -> T:
        try:
            return await self._life.during(asyncio.wait_for(work, patience + ANSWER))
        except Exception as error:
            raise step_failed(error, self._redact) from None  # the cause may hold what the page said in clear

    async def _cover(self, target: Target | None, deadline: Deadline) -> Cover | None:
        seen = await self._look(target)
        while seen is not None and deadline.left:
            await asyncio.sleep(min(PAUSE, deadline.left))
            seen = await self._look(target)
        return self._kept(seen) if seen else None

    async def _look(self, target: Target | None) -> Seen | None:
        """One look; begun anew when a navigation cut it off."""
        try:
            return await covering.look(self._page, target)
        except Error as error:
            if not is_passing(error):
                raise
            await asyncio.sleep(PAUSE)
            return await covering.look(self._page, target)

    def _kept(self, seen: Seen) -> Cover:
        self._handles = seen.controls
        return fit(Cover, {**seen.facts, "controls": _numbered(seen.facts["controls"])}, self._redact)

    async def _declared(self, selectors: Sequence[Selector]) -> tuple[Control, ...]:
        found = [locator_of(self._page, selector).filter(visible=True) for selector in selectors]
        handles = [await locator.element_handle(timeout=PRESS_MS) for locator in found if await locator.count() == 1]
        facts = [await handle.evaluate(call_about_popups("control")) for handle in handles]
        self._handles = handles
        return tuple(fit(Control, each, self._redact) for each in _numbered(facts))

    async def _press(self, control: Control) -> None:
        if control.handle >= len(self._handles):
            raise Failed(ErrorKind.DETACHED, "the control belongs to an earlier look at the page")
        handle = self._handles[control.handle]
        if drawn := await handle.evaluate(call_about_popups("drawnAt")):
            await self._press_beside(handle, drawn)
        else:
            await handle.click(timeout=PRESS_MS)

    async def _press_beside(self, handle: ElementHandle, drawn: Point) -> None:
        """Press what is drawn beside an empty box: the driver itself presses nothing but boxes."""
        box = await handle.bounding_box()
        if box is None:
            raise Failed(ErrorKind.DETACHED, "the control has gone")
        await self._page.mouse.click(box["x"] + drawn[0], box["y"] + drawn[1])


def _numbered(controls: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**control, "handle": number} for number, control in enumerate(controls)]
