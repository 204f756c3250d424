"""The BrowserSession port over Playwright and Chromium."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from webmend.domain import workflow
from webmend.ports.browser import BrowserSession, Redact

if TYPE_CHECKING:
    from .chromium import Chromium


@dataclass(frozen=True)
class BrowserSettings:
    """What a browser is started with."""

    redact: Redact
    """Takes every secret known so far out of a text; asked anew each time, so what it knows may grow."""
    executable: str = "/usr/bin/chromium"
    """Path of Chromium."""
    sandbox: bool = True
    """Whether Chromium puts its renderers into a sandbox; it does not start as root then."""
    headed: bool = False
    """Whether its window is shown."""
    flags: tuple[str, ...] = ()
    """Further flags for its command line."""


async def launch(
    executable: str = "/usr/bin/chromium", sandbox: bool = True, headed: bool = False, flags: tuple[str, ...] = ()
) -> "Chromium":
    """Chromium without a session yet; raises StepFailed with BROWSER_LAUNCH.

    The driver is imported here, in a thread: it takes a fifth of a second, in which the caller can talk to its server.
    """
    module = await asyncio.to_thread(import_module, ".chromium", __package__)
    chromium: Chromium = await module.Chromium.launch(executable, sandbox, headed, flags)
    return chromium


async def open_browser(settings: BrowserSettings, says: Awaitable[workflow.Browser]) -> BrowserSession:
    """A browser with one page; raises StepFailed with BROWSER_LAUNCH, and whatever `says` raises.

    What the browser is to say of itself may still be on its way: it starts meanwhile.
    """
    chromium = await launch(settings.executable, settings.sandbox, settings.headed, settings.flags)
    try:
        return await chromium.only_session(await says, settings.redact)
    except BaseException:  # whoever gave up waiting must not leave a browser behind
        await chromium.close()
        raise
