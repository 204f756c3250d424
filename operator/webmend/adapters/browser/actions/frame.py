"""Wait for the frame that the following steps look in; their targets name it themselves by then."""

from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.step import Done, Step
from webmend.domain.action import Frame
from webmend.domain.evidence import ErrorKind
from webmend.domain.target import Selector, Target


async def frame(step: Step) -> Done:
    """The innermost of the frames is there within the step's ceiling; the page itself always is."""
    wanted: Frame = step.node.parameters
    if wanted.path:
        *around, last = wanted.path
        element = await step.find(Target(selectors=(Selector(css=last),), frame=tuple(around)))
        handle = await element.locator.element_handle(timeout=step.deadline.left_ms)
        if await handle.content_frame() is None:
            raise Failed(ErrorKind.WRONG_ELEMENT, f"{last} is no frame", selector=str(element.selector))
    step.ready()
    return Done()
