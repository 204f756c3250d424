"""What lies over a target, looked at from the outside in: over each frame on the way to it, then over itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.async_api import ElementHandle, Frame, JSHandle, Locator, Page

from webmend.adapters.browser.locate import counts
from webmend.adapters.browser.script import call_about_popups
from webmend.adapters.browser.selectors import locators_of
from webmend.domain.target import Target

Point = tuple[float, float]

HANDLE_MS = 1000
"""Milliseconds to get hold of an element that was there a moment ago."""


@dataclass(frozen=True)
class Seen:
    """A layer over the page."""

    facts: Mapping[str, Any]
    """The fields of Cover, in clear."""
    controls: Sequence[ElementHandle]
    """The elements of its controls, in the same order."""


async def look(page: Page, target: Target | None) -> Seen | None:
    """What keeps the target from being clicked; the dialog that is open, where there is no target; else None."""
    found = await _found(page, target) if target else None
    if found is None:
        return await _seen(await page.main_frame.evaluate_handle(call_about_popups("openDialog")))
    element = await found.element_handle(timeout=HANDLE_MS)
    return await _over_frames(element) or await _seen(await element.evaluate_handle(call_about_popups("cover")))


async def _found(page: Page, target: Target) -> Locator | None:
    locators = locators_of(page, target)
    return next((locator.first for locator, n in zip(locators, await counts(locators), strict=True) if n), None)


async def _over_frames(element: ElementHandle) -> Seen | None:
    """What lies over a frame that the element is in, at the element's middle, the outermost frame first."""
    frames = await _frames_around(element)
    if not frames:
        return None
    await element.scroll_into_view_if_needed(timeout=HANDLE_MS)
    for frame in frames:
        point = await _place(element, frame)
        seen = await _seen(await frame.evaluate_handle(call_about_popups("cover"), point)) if point else None
        if seen is not None:
            return seen
    return None


async def _frames_around(element: ElementHandle) -> list[ElementHandle]:
    """The frame elements that the element is inside, the outermost first."""
    frame: Frame | None = await element.owner_frame()
    around: list[ElementHandle] = []
    while frame is not None and frame.parent_frame is not None:
        around.insert(0, await frame.frame_element())
        frame = frame.parent_frame
    return around


async def _place(element: ElementHandle, frame: ElementHandle) -> Point | None:
    """Where the element's middle lies within the frame's box, as fractions; None where one of them is not shown."""
    inner, outer = await element.bounding_box(), await frame.bounding_box()
    if inner is None or outer is None or not (outer["width"] and outer["height"]):
        return None
    across = (inner["x"] + inner["width"] / 2 - outer["x"]) / outer["width"]
    down = (inner["y"] + inner["height"] / 2 - outer["y"]) / outer["height"]
    return across, down


async def _seen(told: JSHandle) -> Seen | None:
    facts = await (await told.get_property("facts")).json_value()
    if facts is None:
        return None
    elements = await (await told.get_property("controls")).get_properties()
    return Seen(facts, [element for handle in elements.values() if (element := handle.as_element())])
