"""Move the mouse over the target."""

from webmend.adapters.browser.step import Done, Step


async def hover(step: Step) -> Done:
    """Bring the mouse there once the element is visible, still and on top; what that opens stays until it moves."""
    element = await step.target()
    await element.locator.hover(timeout=step.deadline.left_ms)
    step.ready()
    return Done()
