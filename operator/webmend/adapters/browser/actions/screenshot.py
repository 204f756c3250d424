"""Take a picture as a step."""

from webmend.adapters.browser.picture import OPTIONS, masks
from webmend.adapters.browser.step import Done, Step


async def screenshot(step: Step) -> Done:
    """Picture the target, or the page, with password fields masked."""
    mask = await masks(step.page)
    if step.node.target is not None:
        element = await step.target()
        return Done(picture=await element.locator.screenshot(**OPTIONS, mask=mask, timeout=step.deadline.left_ms))
    full = step.node.parameters.full_page
    return Done(picture=await step.page.screenshot(**OPTIONS, mask=mask, full_page=full, timeout=step.deadline.left_ms))
