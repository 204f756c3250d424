"""The BrowserSession port over Playwright and Chromium.

Importing this costs next to nothing: whoever is in a hurry launches first and imports the rest while Chromium starts.
"""

import asyncio
from collections.abc import Awaitable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webmend.domain.workflow import Browser
    from webmend.ports.browser import BrowserSession, Redact

    from .chromium import Chromium


async def launch(
    executable: str = "/usr/bin/chromium", sandbox: bool = True, headed: bool = False, flags: tuple[str, ...] = ()
) -> "Chromium":
    """Chromium without a session yet; raises StepFailed with BROWSER_LAUNCH.

    executable: its path. sandbox: whether it puts its renderers into one; it does not start as root then. headed:
    whether its window is shown. flags: further ones for its command line.
    """
    from .start import start

    starting = asyncio.ensure_future(start(executable, sandbox, headed, flags))
    try:
        module = await asyncio.to_thread(import_module, ".chromium", __package__)
        chromium: Chromium = await module.Chromium.launched(starting)
    except BaseException:
        starting.cancel()
        raise
    return chromium


async def open_browser(
    launching: Awaitable["Chromium"], says: Awaitable["Browser"], redact: "Redact"
) -> "BrowserSession":
    """A browser with one page; raises StepFailed with BROWSER_LAUNCH, and whatever `says` raises.

    What the browser is to say of itself may still be on its way. `redact` takes every secret known so far out of a
    text; it is asked anew each time, so what it knows may grow.
    """
    chromium = await launching
    try:
        return await chromium.only_session(await says, redact)
    except BaseException:  # whoever gave up waiting must not leave a browser behind
        await chromium.close()
        raise
