"""The BrowserSession port over Playwright and Chromium.

Importing this costs next to nothing: whoever is in a hurry launches first and imports the rest while Chromium starts.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from .trust import NO_MORE, Trust

if TYPE_CHECKING:
    from webmend.domain.session import ClientCertificate
    from webmend.domain.workflow import Browser
    from webmend.ports.browser import BrowserSession, Redact

    from .chromium import Chromium

    Identify = Callable[[], Awaitable[ClientCertificate]]
    Restore = Callable[[], Awaitable[str]]

NOWHERE_ELSE: Mapping[str, str] = MappingProxyType({})


async def launch(
    executable: str = "/usr/bin/chromium",
    sandbox: bool = True,
    headed: bool = False,
    flags: tuple[str, ...] = (),
    resolve: Mapping[str, str] = NOWHERE_ELSE,
    trust: Trust = NO_MORE,
    egress: str = "",
    debug_port: int = 0,
) -> "Chromium":
    """Chromium without a session yet; raises StepFailed with BROWSER_LAUNCH, or PLATFORM for what it is to trust.

    executable: its path. sandbox: whether it puts its renderers into one; it does not start as root then. headed:
    whether its window is shown. flags: further ones for its command line. resolve: where hosts are that no name server
    knows. trust: what goes with the certificates that it trusts and shows. egress: the proxy that is its only way out.
    debug_port: where its developer tools are served, on the loopback interface; 0: nowhere.
    """
    from .flags import debugged_on
    from .start import Wish, start

    flags = (*flags, *debugged_on(debug_port)) if debug_port else flags
    starting = asyncio.ensure_future(start(Wish(executable, sandbox, headed, flags, resolve, trust, egress)))
    try:
        module = await asyncio.to_thread(import_module, ".chromium", __package__)
        chromium: Chromium = await module.Chromium.launched(starting, egress)
    except BaseException:
        starting.cancel()
        raise
    return chromium


async def open_browser(
    launching: Awaitable["Chromium"],
    says: Awaitable["Browser"],
    redact: "Redact",
    identify: "Identify | None" = None,
    restore: "Restore | None" = None,
) -> "BrowserSession":
    """A browser with one page; raises StepFailed with BROWSER_LAUNCH, and whatever those that are awaited raise.

    What the browser is to say of itself may still be on its way. `redact` takes every secret known so far out of a
    text; it is asked anew each time, so what it knows may grow. `identify` gives the client certificate, where the
    browser is to show one, and `restore` what an earlier session has left, where it is kept.
    """
    chromium = await launching
    try:
        wanted = await says
        if wanted.client_certificate is not None and identify is not None:
            chromium.identify(await identify(), wanted.client_certificate.origins)
        state = await restore() if wanted.keep_session and restore is not None else ""
        return await chromium.only_session(wanted, redact, state)
    except BaseException:  # whoever gave up waiting must not leave a browser behind
        await chromium.close()
        raise
