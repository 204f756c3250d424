"""Opening the browser of an attempt while its plan is still on its way."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webmend.adapters.browser import open_browser
from webmend.domain.session import SessionPlan
from webmend.domain.workflow import Browser
from webmend.ports.browser import BrowserSession

from .attempt import Launch
from .identifying import Identify
from .saved import Restore
from .secrets import Secrets

if TYPE_CHECKING:
    from webmend.adapters.browser.chromium import Chromium


@dataclass(frozen=True)
class Given:
    """What a browser is given once its workflow is known to want it."""

    identify: Identify
    """Fetches the client certificate."""
    restore: Restore
    """Fetches what the session of the run before has left."""


def opener(launching: Awaitable["Chromium"], secrets: Secrets, given: Given | None = None) -> Launch:
    """What opens a session in that Chromium, with the settings that come with the plan."""
    wanted = (given.identify, given.restore) if given else ()

    async def launch(plan: Awaitable[SessionPlan]) -> BrowserSession:
        return await open_browser(launching, _of_the_workflow(plan), secrets, *wanted)

    return launch


async def _of_the_workflow(plan: Awaitable[SessionPlan]) -> Browser:
    return (await plan).browser
