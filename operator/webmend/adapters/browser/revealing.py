"""Elements that are on the page and out of sight, and the controls that may bring them into sight."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.async_api import ElementHandle, Error, JSHandle, Page

from webmend.domain.evidence import ErrorKind
from webmend.domain.reveal import Gesture
from webmend.domain.target import Target

from .errors import Failed
from .frames import is_own
from .script import call_about_hidden
from .selectors import hidden_too, within_frames

USE_MS = 4000
"""Milliseconds for a control to hold still and be used."""
SETTLE = 2.0
"""Seconds for what was opened to come into sight: menus slide and fade."""
PAUSE = 0.1
"""Seconds between looks at whether it has."""


async def named(page: Page, target: Target) -> ElementHandle | None:
    """The one element that a selector of the target names, hidden ones counted; None where none does.

    Nor is it told in a frame of another origin: what a control there opens is not for us to try.
    """
    scope = within_frames(page, target.frame)
    for locator in (hidden_too(scope, selector) for selector in target.selectors):
        found = await locator.element_handles()
        if len(found) == 1:
            frame = await found[0].owner_frame()
            return found[0] if frame and is_own(page, frame) else None
    return None


async def number_of(element: ElementHandle, survey: JSHandle) -> int:
    """Its number in the survey's list of elements, to which it is added if need be."""
    return int(await survey.evaluate(call_about_hidden("numberIn"), element))


async def look_at(survey: JSHandle, number: int) -> Mapping[str, Any]:
    """The raw facts of one element of a survey."""
    facts: Mapping[str, Any] = await survey.evaluate(call_about_hidden("lookAt"), number)
    return facts


async def hidden(survey: JSHandle, number: int) -> Mapping[str, Any] | None:
    """The raw facts of what hides it; None where it is in sight. Raises Failed where it has left the page."""
    facts: Mapping[str, Any] | None = await survey.evaluate(call_about_hidden("hidden"), number)
    if facts and facts.get("isGone"):
        raise Failed(ErrorKind.DETACHED, "the element has left the page")
    return facts


async def use(control: ElementHandle, gesture: Gesture) -> None:
    """Use a control as a person would; raises what the driver raises where it cannot be used."""
    if gesture is Gesture.HOVER:
        await control.hover(timeout=USE_MS)
    else:
        await control.click(timeout=USE_MS)


async def openers(survey: JSHandle) -> list[Mapping[str, Any]]:
    """The raw facts of the controls that may open a menu which the page does not hold."""
    found: list[Mapping[str, Any]] = await survey.evaluate(call_about_hidden("openers"))
    return found


async def in_sight(survey: JSHandle) -> JSHandle:
    """What is in sight now, to be compared with later: taken before any trial, which moves the mouse for good."""
    return await survey.evaluate_handle(call_about_hidden("inSight"))


@dataclass
class Opening:
    """One use of a control that may open a menu."""

    page: Page
    control: ElementHandle
    gesture: Gesture
    before: JSHandle
    """What was in sight."""
    came: JSHandle | None = None
    """What has come into sight with it."""

    async def begin(self) -> bool:
        """Use the control; whether something comes into sight. Raises what the driver raises where that fails."""
        await self.page.mouse.move(0, 0)  # a mouse that is there already does not come
        await use(self.control, self.gesture)
        found = await _comes(lambda: self.before.evaluate(call_about_hidden("hasMore")))
        self.came = await self.before.evaluate_handle(call_about_hidden("more"))
        return found

    async def end(self) -> None:
        """Close it as people do: with the mouse elsewhere, with Escape, or by using its control again.

        Escape closes a dialog around the control too, so there the control comes first.
        """
        await self.page.mouse.move(0, 0)
        if self.gesture is Gesture.HOVER or self.came is None or await self._is_shut():
            return
        if await self.control.evaluate(call_about_hidden("isInDialog")):
            await self._use_again()
        else:
            await self.page.keyboard.press("Escape")
        if not await _comes(self._is_shut):
            await self._use_again()

    async def _use_again(self) -> None:
        """Where the control says that it is open; without that it may do once more what it did."""
        if await self.control.evaluate(call_about_hidden("saysOpen")):
            await use(self.control, self.gesture)

    async def _is_shut(self) -> bool:
        return not await self.control.evaluate(call_about_hidden("isOpen"), self.came)


async def _comes(asked: Callable[[], Awaitable[bool]]) -> bool:
    """Whether the answer is yes within a moment."""
    with suppress(TimeoutError):
        async with asyncio.timeout(SETTLE):
            while not await asked():  # noqa: ASYNC110 - a page has no event for this
                await asyncio.sleep(PAUSE)
        return True
    return False


async def settle(survey: JSHandle, number: int, by: str) -> None:
    """Wait a moment for another thing than `by` to hide the element, or nothing."""

    async def is_nearer() -> bool:
        facts = await hidden(survey, number)
        return facts is None or facts["by"] != by

    await _comes(is_nearer)


async def revealers(page: Page, target: Target | None) -> list[Mapping[str, Any]]:
    """What may bring the target into sight, where its selectors name one element and that is hidden; else nothing."""
    with suppress(Error):
        element = await named(page, target) if target else None
        if element is not None:
            found: list[Mapping[str, Any]] = await element.evaluate(call_about_hidden("revealers"))
            return found
    return []
