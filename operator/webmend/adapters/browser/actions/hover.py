"""Move the mouse over the target."""

from webmend.adapters.browser.step import Done, Step


async def hover(step: Step) -> Done:
    """Bring the mouse there once the element is visible, still and on top; what it opens stays as long as it is there."""
    element = await step.target()
    await element.locator.hover(timeout=step.deadline.left_ms)
    step.ready()
    return Done()
