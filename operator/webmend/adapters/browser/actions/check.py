"""Tick or untick the target."""

from playwright.async_api import ElementHandle, Position, TimeoutError

from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.locate import Element
from webmend.adapters.browser.script import call
from webmend.adapters.browser.step import Done, Step
from webmend.domain.evidence import ErrorKind

LOOK_AGAIN_MS = 3000.0
"""Milliseconds after which a box that could not be pressed is looked at again."""


async def check(step: Step) -> Done:
    """Bring the box into the state that is wanted; nothing when it is so already."""
    element, wanted = await step.target("isUnderLabel"), step.node.parameters.checked
    label = None if step.answer is False else await _label_over(element)
    if label is None:
        await _set(step, element, wanted)
    else:
        await _press(step, element, label, wanted)
    step.ready()
    return Done()


async def _set(step: Step, element: Element, wanted: bool) -> None:
    """Press the box itself, unless its label comes to lie over it: a page that is being laid out has none there yet."""
    first = min(LOOK_AGAIN_MS, step.deadline.left_ms)
    try:
        await element.locator.set_checked(wanted, timeout=first)
        return
    except TimeoutError:
        label = await _label_over(element)
        if label is None and not step.deadline.left:
            raise
    if label is None:
        await element.locator.set_checked(wanted, timeout=step.deadline.left_ms)
    else:
        await _press(step, element, label, wanted)


async def _over(element: Element, label: ElementHandle) -> Position | None:
    """The place of the label that lies over the middle of the box: elsewhere in it there may be a link."""
    box, around = await element.locator.bounding_box(), await label.bounding_box()
    if box is None or around is None:
        return None
    return {"x": box["x"] + box["width"] / 2 - around["x"], "y": box["y"] + box["height"] / 2 - around["y"]}


async def _label_over(element: Element) -> ElementHandle | None:
    return (await element.locator.evaluate_handle(call("labelOver"))).as_element()


async def _press(step: Step, element: Element, label: ElementHandle, wanted: bool) -> None:
    """Press the label in place of the box that it hides; raises Failed where the box stays what it was."""
    if await element.locator.is_checked(timeout=step.deadline.left_ms) is wanted:
        return
    await label.click(timeout=step.deadline.left_ms, position=await _over(element, label))
    if await element.locator.is_checked(timeout=step.deadline.left_ms) is not wanted:
        raise Failed(ErrorKind.VALUE_REFUSED, "the box stays as it was when its label is pressed")
