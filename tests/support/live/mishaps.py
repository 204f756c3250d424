"""What is done to our own side of a run: a browser that dies, a vault that does not answer."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from playwright.async_api import Error

from tests.site.states.catalogue import Mishap
from tests.support.session import FakeServer
from webmend.adapters.browser.chromium import Chromium
from webmend.domain.graph import Node
from webmend.domain.session import CredentialRequest, CredentialValue
from webmend.ports.session import ServerUnavailable, SessionRefused

EXECUTABLES = {Mishap.LAUNCH_FAILS: "/bin/false", Mishap.NO_SUCH_BROWSER: "/nonexistent/chromium"}
CLOSED_PORT = 8
"""Nothing listens there, and it is none of the ports that Chromium refuses to call."""
LEASE_SECONDS = 3.0
"""Short enough to be refused while a step is under way."""
FLAGS = {Mishap.PROXY_FAILS: (f"--proxy-server=127.0.0.1:{CLOSED_PORT}",)}
STRIKE_AFTER = 0.3
"""Seconds that the last step is under way when it is struck."""


class Troubled(FakeServer):
    """A server whose vault or whose word for the attempt fails."""

    mishap: Mishap | None = None

    async def credential(self, request: CredentialRequest) -> CredentialValue:
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
            _kill(await _processes(chromium, "renderer"))
        case Mishap.BROWSER_KILLED:
            _kill(await _processes(chromium, "browser"))
        case Mishap.PAGE_CLOSED:
            await asyncio.gather(*(page.close() for context in chromium.browser.contexts for page in context.pages))
        case Mishap.CONTEXT_CLOSED:
            await asyncio.gather(*(context.close() for context in chromium.browser.contexts))
        case Mishap.DRIVER_KILLED:
            kill_driver(chromium)
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


async def _processes(chromium: Chromium, kind: str) -> list[int]:
    """Ids of the browser's processes of that kind: it keeps a renderer in reserve beside that of the page."""
    client = await chromium.browser.new_browser_cdp_session()
    processes = (await client.send("SystemInfo.getProcessInfo"))["processInfo"]
    return [int(process["id"]) for process in processes if process["type"] == kind]


def _kill(processes: Iterable[int]) -> None:
    for process in processes:
        os.kill(process, signal.SIGKILL)


def kill_driver(chromium: Chromium) -> None:
    """The driver's process is known to the library alone. Nothing where it has ended already."""
    manager: Any = chromium.driver.stop.__self__  # type: ignore[attr-defined]
    with suppress(ProcessLookupError):
        manager._client._transport._proc.kill()
