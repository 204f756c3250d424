"""Wait until something is so."""

from webmend.adapters.browser.deadline import poll
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.expectations import View
from webmend.adapters.browser.outcome import hold
from webmend.adapters.browser.step import Done, Step
from webmend.domain.action import ElementState, PageState, Wait
from webmend.domain.comparison import Expectation
from webmend.domain.evidence import ErrorKind


async def wait(step: Step) -> Done:
    """Poll until it is so; raises Failed at the ceiling."""
    what: Wait = step.node.parameters
    if what.page is not None:
        await _for_page(step, what.page)
    elif what.element is ElementState.VISIBLE:
        await _for_visible(step)
    else:
        await hold(step, (_as_expectation(step, what),), View(step.page, step.traffic, step.recent))
    step.ready()
    return Done()


def _as_expectation(step: Step, what: Wait) -> Expectation:
    """What is waited for, as a post-condition. A response may have come while the step before was still at work."""
    gone = step.node.target if what.element is ElementState.HIDDEN else None
    return Expectation(url=what.url, response=what.response, no_element=gone)


async def _for_visible(step: Step) -> None:
    element = await step.target()
    await element.locator.wait_for(state="visible", timeout=step.deadline.left_ms)


async def _for_page(step: Step, state: PageState) -> None:
    async def look() -> bool | None:
        is_loaded = await step.page.evaluate("document.readyState") == "complete"
        return True if is_loaded and (state is PageState.LOADED or step.traffic.is_quiet()) else None

    if not await poll(look, step.deadline):
        raise Failed(ErrorKind.TIMEOUT, f"the page is not {state.lower()} yet")
