"""Put a value into a field, and read it back."""

from webmend.adapters.browser.deadline import persist
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.script import call
from webmend.adapters.browser.step import Done, Field, Step
from webmend.domain.evidence import ErrorKind


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
    field = await step.field()
    if len(value) > 1 and await field.evaluate("field => field.maxLength === 1"):
        return await _type_in_boxes(step, field, value)
    await field.fill(value, timeout=step.deadline.left_ms)
    held: str = await field.evaluate(call("heldValue"))
    return held


async def _type_in_boxes(step: Step, field: Field, value: str) -> str:
    """Type into a row of fields of one character each, as many pages have them for codes; what they hold together.

    The page moves on to the next one by itself.
    """
    await field.fill("", timeout=step.deadline.left_ms)
    await field.focus()
    await step.page.keyboard.type(value)
    held: str = await field.evaluate(call("heldByBoxes"))
    return held


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
