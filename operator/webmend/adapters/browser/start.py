"""Starting the driver and Chromium. Little else is imported here: it is wanted before anything else."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import Browser, Playwright, async_playwright

from .flags import FLAGS, only_through
from .script import ENGINE, engine
from .trust import Trust

if TYPE_CHECKING:
    from .trust.preparing import Prepared

TRACES = "traces"
"""Folder beside the downloads in which the driver records; it is made with the first trace."""


@dataclass(frozen=True)
class Wish:
    """How the browser is to be started."""

    executable: str
    """Its path."""
    sandbox: bool
    """Whether it puts its renderers into one; it does not start as root then."""
    headed: bool
    """Whether its window is shown."""
    flags: tuple[str, ...]
    """Further ones for its command line."""
    resolve: Mapping[str, str]
    """Addresses (HOST or HOST:PORT) of hosts that no name server knows."""
    trust: Trust
    egress: str = ""
    """The proxy that is its only way out; empty where it connects by itself."""


@dataclass(frozen=True)
class Started:
    """What has been started."""

    driver: Playwright
    browser: Browser
    downloads: Path
    """The folder in which the browser puts files while they come."""
    prepared: "Prepared | None" = None
    """What goes with the certificates that it trusts and shows."""


async def start(wish: Wish) -> Started:
    """The driver and the browser; raises the driver's Error, and NotTrusted."""
    async with AsyncExitStack() as undo:
        prepared = await _prepared(wish)
        if prepared:
            undo.push_async_callback(prepared.close)
        downloads = Path(tempfile.mkdtemp(prefix="webmend-downloads-"))
        undo.callback(shutil.rmtree, downloads, ignore_errors=True)
        driver = await async_playwright().start()
        undo.push_async_callback(driver.stop)
        await driver.selectors.register(ENGINE, engine(), content_script=True)
        browser = await _launched(driver, wish, downloads, prepared)
        undo.pop_all()
    return Started(driver, browser, downloads, prepared)


async def _prepared(wish: Wish) -> "Prepared | None":
    if not wish.trust:
        return None
    preparing = await asyncio.to_thread(import_module, ".trust.preparing", __package__)
    prepared: Prepared = await preparing.prepare(wish.trust, wish.resolve, datetime.now(UTC))
    return prepared


async def _launched(driver: Playwright, wish: Wish, downloads: Path, prepared: "Prepared | None") -> Browser:
    return await driver.chromium.launch(
        executable_path=wish.executable,
        chromium_sandbox=wish.sandbox,
        headless=not wish.headed,
        args=[*FLAGS, *wish.flags, *_resolving(wish, prepared)],
        # without the rule, what is called localhost would be reached past the proxy
        proxy={"server": wish.egress, "bypass": "<-loopback>"} if wish.egress else None,
        downloads_path=downloads,
        traces_dir=downloads / TRACES,
        env={**os.environ, "HOME": str(prepared.home)} if prepared else None,
        # A stop ends with the step in flight: the browser must outlive the signal that asks for it.
        handle_sigint=False,
        handle_sigterm=False,
        handle_sighup=False,
    )


def _resolving(wish: Wish, prepared: "Prepared | None") -> list[str]:
    """The flag that says where hosts are. The first rule that fits counts, and only the last such flag does."""
    tunnels = prepared.tunnels.rules if prepared and prepared.tunnels else ()
    known = (f"MAP {host} {address}" for host, address in wish.resolve.items())
    rules = ",".join((*tunnels, *known, *(only_through(wish.egress) if wish.egress else ())))
    return [f"--host-resolver-rules={rules}"] if rules else []
