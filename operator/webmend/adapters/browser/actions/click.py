"""Click the target."""

from typing import Literal, cast

from webmend.adapters.browser.step import Done, Step
from webmend.domain.action import MouseButton

Button = Literal["left", "middle", "right"]
Modifier = Literal["Alt", "Control", "Meta", "Shift"]
BUTTONS: dict[MouseButton, Button] = {
    MouseButton.LEFT: "left",
    MouseButton.MIDDLE: "middle",
    MouseButton.RIGHT: "right",
}


async def click(step: Step) -> Done:
    """Click once the element is visible, still, enabled and on top; never forced through what covers it."""
    element, how = await step.target(), step.node.parameters
    await element.locator.click(
        button=BUTTONS[how.button],
        click_count=how.count,
        modifiers=[cast(Modifier, str(modifier)) for modifier in how.modifiers],
        timeout=step.deadline.left_ms,
    )
    step.ready()
    return Done()
