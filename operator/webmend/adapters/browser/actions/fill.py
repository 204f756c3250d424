"""Put a value into a field, and read it back."""

import asyncio

from playwright.async_api import ElementHandle, Locator

from webmend.adapters.browser.deadline import Deadline, persist
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.glance import at_once
from webmend.adapters.browser.script import call
from webmend.adapters.browser.step import Done, Field, Step
from webmend.domain.evidence import ErrorKind

READING = 0.25
"""Seconds for which a field that was watched is read: the page may have kept the event to itself."""


async def fill(step: Step) -> Done:
    """Fill the field; raises Failed VALUE_REFUSED when it holds something else afterwards."""
    value = step.node.parameters.value
    held = await persist(lambda: _type(step, value), step.deadline)
    if not is_same(value, held):
        raise Failed(ErrorKind.VALUE_REFUSED, refusal(value, held))
    step.ready()
    return Done()


async def _type(step: Step, value: str) -> str:
    """Type the value; what the field holds then."""
    field = await step.field("isBox")
    if len(value) > 1 and await _is_box(step, field):
        return await _type_in_boxes(step, field, value)
    held = await (_fill(step, field, value) if isinstance(field, Locator) else _fill_handle(step, field, value))
    return await _held_by_boxes(field, value) if len(held) == 1 < len(value) else held


async def _fill(step: Step, field: Locator, value: str) -> str:
    """Fill the field; what it holds once the page has had a frame to put another value there."""
    await field.fill(value, timeout=step.deadline.left_ms)
    held = await _held_since(field, Deadline(READING))
    return await _held_value(field) if held is None else held


async def _held_since(field: Locator, deadline: Deadline) -> str | None:
    """What the field holds that was watched while it was typed into; None where that does not come out."""
    while deadline.left:
        told = await at_once(field, "heldSince")
        if told is None:
            return None
        if not told[0]["due"]:
            held: str | None = told[0]["held"]
            return held
        await asyncio.sleep(told[0]["due"] / 1000)
    return None


async def _fill_handle(step: Step, field: ElementHandle, value: str) -> str:
    await field.fill(value, timeout=step.deadline.left_ms)
    return await _held_value(field)


async def _held_value(field: Field) -> str:
    """What the field holds after a frame."""
    held: str = await field.evaluate(call("heldValue"))
    return held


async def _held_by_boxes(field: Field, value: str) -> str:
    """What a row of fields holds together; what stands behind as many of them as were typed into is none of it."""
    held: str = await field.evaluate(call("heldByBoxes"))
    return held[: len(value)]


async def _is_box(step: Step, field: Field) -> bool:
    """Whether the field takes one character."""
    is_box: bool = await field.evaluate(call("isBox")) if step.answer is None else step.answer
    return is_box


async def _type_in_boxes(step: Step, field: Field, value: str) -> str:
    """Type into a row of fields of one character each, as many pages have them for codes; what they hold together.

    The page moves on to the next one by itself.
    """
    await field.fill("", timeout=step.deadline.left_ms)
    await field.focus()
    await step.page.keyboard.type(value)
    return await _held_by_boxes(field, value)


def is_same(meant: str, held: str) -> bool:
    """Whether a field holds what was meant: fields turn line breaks into \\n, and some drop spaces at the ends."""
    return meant == held or _normal(meant) == _normal(held)


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def refusal(meant: str, held: str) -> str:
    """What is wrong, without either value."""
    if not held:
        return "the field is empty after the value was typed"
    if meant.startswith(held):
        return f"the field kept only the first {len(held)} of {len(meant)} characters"
    return "the field holds another value than was typed"
