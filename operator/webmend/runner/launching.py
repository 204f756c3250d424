"""Opening the browser of an attempt while its plan is still on its way."""

from collections.abc import Awaitable
from typing import TYPE_CHECKING

from webmend.adapters.browser import open_browser
from webmend.domain.session import SessionPlan
from webmend.domain.workflow import Browser
from webmend.ports.browser import BrowserSession

from .attempt import Launch
from .secrets import Secrets

if TYPE_CHECKING:
    from webmend.adapters.browser.chromium import Chromium


def opener(launching: Awaitable["Chromium"], secrets: Secrets) -> Launch:
    """What opens a session in that Chromium, with the settings that come with the plan."""

    async def launch(plan: Awaitable[SessionPlan]) -> BrowserSession:
        return await open_browser(launching, _of_the_workflow(plan), secrets)

    return launch


async def _of_the_workflow(plan: Awaitable[SessionPlan]) -> Browser:
    return (await plan).browser
