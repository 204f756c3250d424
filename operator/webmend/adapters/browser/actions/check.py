"""Tick or untick the target."""

from webmend.adapters.browser.step import Done, Step


async def check(step: Step) -> Done:
    """Bring the box into the state that is wanted; nothing when it is so already."""
    element = await step.target()
    await element.locator.set_checked(step.node.parameters.checked, timeout=step.deadline.left_ms)
    step.ready()
    return Done()
