"""What is done to our own side of a run: a browser that dies, a vault that does not answer."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.async_api import Error

from tests.site.states.catalogue import Mishap
from tests.support.session import FakeServer
from webmend.adapters.browser.chromium import Chromium
from webmend.domain.graph import Node
from webmend.domain.session import CredentialRequest
from webmend.ports.session import ServerUnavailable, SessionRefused

EXECUTABLE = "/usr/bin/chromium"
EXECUTABLES = {Mishap.LAUNCH_FAILS: "/bin/false", Mishap.NO_SUCH_BROWSER: "/nonexistent/chromium"}
CLOSED_PORT = 9
"""Of the discard service, which nothing offers any more."""
FLAGS = {Mishap.PROXY_FAILS: (f"--proxy-server=127.0.0.1:{CLOSED_PORT}",)}
STRIKE_AFTER = 0.3
"""Seconds that the last step is under way when it is struck."""


class Troubled(FakeServer):
    """A server whose vault or whose word for the attempt fails."""

    mishap: Mishap | None = None

    async def credential(self, request: CredentialRequest) -> str:
        if self.mishap is Mishap.VAULT_FAILS:
            raise ServerUnavailable("the vault answered 500")
        return await super().credential(request)

    async def renew(self) -> None:
        if self.mishap is Mishap.LEASE_LOST and self.steps:
            raise SessionRefused("another attempt is under way")
        await super().renew()


async def strike(chromium: Chromium, mishap: Mishap) -> None:
    """Let it happen to this browser; nothing where it happens elsewhere."""
    match mishap:
        case Mishap.RENDERER_KILLED:
            await _kill(chromium, "renderer")
        case Mishap.BROWSER_KILLED:
            await _kill(chromium, "browser")
        case Mishap.PAGE_CLOSED:
            await asyncio.gather(*(page.close() for context in chromium.browser.contexts for page in context.pages))
        case Mishap.CONTEXT_CLOSED:
            await asyncio.gather(*(context.close() for context in chromium.browser.contexts))
        case Mishap.DRIVER_KILLED:
            _kill_driver(chromium)
        case _:
            pass


class Striker:
    """Watches an attempt, and strikes while its last step is under way."""

    def __init__(self, last: str, act: Callable[[], Any]) -> None:
        self._last = last
        self._act = act
        self._striking: asyncio.Task[None] | None = None

    def step_started(self, node: Node, ceiling: float) -> None:
        if node.id == self._last and self._striking is None:
            self._striking = asyncio.create_task(self._strike())

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Whatever else a watcher is told."""
        return lambda *_: None

    async def _strike(self) -> None:
        await asyncio.sleep(STRIKE_AFTER)
        with suppress(Error):  # the connection goes with what is killed
            await self._act()


async def _kill(chromium: Chromium, kind: str) -> None:
    client = await chromium.browser.new_browser_cdp_session()
    processes = (await client.send("SystemInfo.getProcessInfo"))["processInfo"]
    for process in processes:
        if process["type"] == kind:
            os.kill(int(process["id"]), signal.SIGKILL)


def _kill_driver(chromium: Chromium) -> None:
    """The driver's process is known to the library alone."""
    transport: Any = chromium.driver.chromium._impl_obj._connection._transport  # type: ignore[attr-defined]
    os.kill(transport._proc.pid, signal.SIGKILL)
