"""Press keys."""

from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.step import Done, Step
from webmend.domain.evidence import ErrorKind


async def press(step: Step) -> Done:
    """Press the keys in order, on the target or wherever the page has its focus."""
    keys = step.node.parameters.keys
    if step.node.target is None:
        return await _press_anywhere(step, keys)
    field = await step.field()
    for key in keys:
        await field.press(key, timeout=step.deadline.left_ms)
    step.ready()
    return Done()


async def _press_anywhere(step: Step, keys: tuple[str, ...]) -> Done:
    if step.origins is not None:
        raise Failed(ErrorKind.DEFINITION, "a credential is typed into a target, not wherever the focus may be")
    for key in keys:
        await step.page.keyboard.press(key)
    return Done()
