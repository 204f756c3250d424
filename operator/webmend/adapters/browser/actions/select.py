"""Choose an option of the target."""

from typing import Any

from webmend.adapters.browser.deadline import poll
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.script import call
from webmend.adapters.browser.step import Done, Step
from webmend.domain.action import Select
from webmend.domain.evidence import ErrorKind

from .options import Option, choose, is_filled, why_none


async def select(step: Step) -> Done:
    """Choose the option and read back that it is chosen; raises Failed NO_OPTION with the options there are."""
    element, wanted = await step.target(), step.node.parameters
    option = await _option(step, wanted)
    await element.locator.select_option(value=option.value, timeout=step.deadline.left_ms)
    chosen = await element.locator.evaluate(call("chosen"))
    if option.value not in chosen:
        raise Failed(
            ErrorKind.VALUE_REFUSED, "the list shows another option than was chosen", selector=str(element.selector)
        )
    step.ready()
    return Done()


async def _option(step: Step, wanted: Select) -> Option:
    """The wanted option. A list that is empty or busy is waited for; one that is filled without it is final."""
    seen: tuple[Option, ...] = ()

    async def look() -> Option | None:
        nonlocal seen
        raw = await _read(step)
        seen = tuple(Option(**each) for each in raw["options"])
        option = choose(seen, wanted)
        if option is None and is_filled(seen) and not raw["busy"]:
            raise _none(step, wanted, seen)
        return option

    option = await poll(look, step.deadline)
    if option is None:
        raise _none(step, wanted, seen)
    return option


async def _read(step: Step) -> Any:
    assert step.element is not None
    raw = await step.element.locator.evaluate(call("options"), timeout=step.deadline.left_ms)
    if not raw["isSelect"]:
        raise Failed(
            ErrorKind.WRONG_ELEMENT, "the target is no list to choose from", selector=str(step.element.selector)
        )
    return raw


def _none(step: Step, wanted: Select, options: tuple[Option, ...]) -> Failed:
    selector = str(step.element.selector) if step.element else ""
    labels = tuple(option.label for option in options if option.value)
    return Failed(ErrorKind.NO_OPTION, why_none(options, wanted), selector=selector, options=labels)
