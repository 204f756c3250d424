"""Starting the browser of an attempt while its plan is still on its way."""

from collections.abc import Awaitable

from webmend.adapters.browser import BrowserSettings, open_browser
from webmend.domain.session import SessionPlan
from webmend.domain.workflow import Browser
from webmend.ports.browser import BrowserSession

from .attempt import Launch


def launcher(settings: BrowserSettings) -> Launch:
    """What starts a browser with these settings; the workflow's own come with the plan."""

    async def launch(plan: Awaitable[SessionPlan]) -> BrowserSession:
        return await open_browser(settings, _of_the_workflow(plan))

    return launch


async def _of_the_workflow(plan: Awaitable[SessionPlan]) -> Browser:
    return (await plan).browser
