"""Whether the page and its browser are still there."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import TypeVar

from playwright.async_api import Browser, Page

from webmend.adapters.browser.errors import Failed
from webmend.domain.evidence import ErrorKind

T = TypeVar("T")

GRACE = 0.5
"""Seconds to wait for the news that the whole browser is gone after a page has gone."""


@dataclass
class Life:
    """One page in one browser."""

    page: Page
    browser: Browser
    crashed: bool = False
    """The page's renderer has crashed."""
    closed: bool = False
    """The page has gone, by itself or with its browser."""
    _gone: asyncio.Event = field(default_factory=asyncio.Event)
    _disconnected: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.page.on("crash", self._on_crash)
        self.page.on("close", self._on_close)
        self.browser.on("disconnected", self._on_disconnected)

    @property
    def connected(self) -> bool:
        """Whether the browser is there."""
        return self.browser.is_connected() and not self._disconnected.is_set()

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be asked of the page."""
        return self.crashed or self.closed or not self.connected

    async def during(self, work: Awaitable[T]) -> T:
        """What the work gives; raises Failed as soon as the page is gone: the driver would wait for the time-out."""
        task = asyncio.ensure_future(work)
        gone = asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not self._gone.is_set() or (task.done() and not task.exception()):
                return await task
            raise await self._why()
        finally:
            task.cancel()
            gone.cancel()
            await asyncio.gather(task, gone, return_exceptions=True)

    async def _why(self) -> Failed:
        if not self.crashed and self.connected:
            await self._news()
        if self.crashed:
            return Failed(ErrorKind.BROWSER_CRASHED, "the page's renderer crashed")
        if not self.connected:
            return Failed(ErrorKind.BROWSER_CRASHED, "the browser ended")
        return Failed(ErrorKind.PAGE_CLOSED, "the page was closed")

    async def _news(self) -> None:
        """A browser that is killed says that its pages have closed before it says that it is gone."""
        try:
            await asyncio.wait_for(self._disconnected.wait(), GRACE)
        except TimeoutError:
            return

    def _on_crash(self, _: Page) -> None:
        self.crashed = True
        self._gone.set()

    def _on_close(self, _: Page) -> None:
        self.closed = True
        self._gone.set()

    def _on_disconnected(self, _: Browser) -> None:
        self._disconnected.set()
        self._gone.set()
