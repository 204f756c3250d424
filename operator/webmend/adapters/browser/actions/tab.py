"""Open, close or switch to a tab."""

from webmend.adapters.browser.step import Done, Step
from webmend.domain.action import TabAct

from .navigate import go_to


async def tab(step: Step) -> Done:
    """Show the address in the tab that was opened; the session itself has changed to the tab by now."""
    wanted = step.node.parameters
    if wanted.act is TabAct.OPEN and wanted.url:
        return await go_to(step, wanted.url)
    step.ready()
    return Done()
