"""A Chromium that runs, and sessions in it."""

import shutil
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from playwright.async_api import Browser, BrowserContext, Error, Playwright

from webmend.domain import workflow
from webmend.domain.evidence import ErrorFacts, ErrorKind
from webmend.ports.browser import Redact, StepFailed

from .bounded import fit
from .errors import say
from .saved import SavedPage, isolated, show
from .script import MUTATIONS
from .session import PlaywrightSession
from .start import Started

PATIENCE_MS = 5000
"""Milliseconds for calls of the driver without a time-out of their own: they wait for nothing that may be late."""


@dataclass(frozen=True)
class Chromium:
    """A running browser."""

    driver: Playwright
    browser: Browser
    downloads: Path
    """Where it puts files while they come."""

    @classmethod
    async def launched(cls, starting: Awaitable[Started]) -> Self:
        """The browser once it has started; raises StepFailed with BROWSER_LAUNCH."""
        try:
            return cls(*await starting)
        except Error as error:
            raise _not_launched(error) from error

    async def session(self, says: workflow.Browser, redact: Redact) -> PlaywrightSession:
        """A session of its own, with nothing left from another; closing it leaves the browser running."""
        context = await self._context(says)
        return PlaywrightSession(await context.new_page(), context, self.browser, redact, context.close, self.downloads)

    async def only_session(self, says: workflow.Browser, redact: Redact) -> PlaywrightSession:
        """A session whose end is the end of the browser."""
        context = await self._context(says)
        return PlaywrightSession(await context.new_page(), context, self.browser, redact, self.close, self.downloads)

    async def saved(self, page: SavedPage, says: workflow.Browser) -> PlaywrightSession:
        """A session on a page from a file, in which nothing of that page runs; raises StepFailed when it fails."""
        context = await isolated(self.browser, says.viewport.width, says.viewport.height)
        context.set_default_timeout(PATIENCE_MS)
        session = PlaywrightSession(await context.new_page(), context, self.browser, str, context.close, self.downloads)
        try:
            await show(context.pages[0], page)
        except BaseException:
            await session.close()
            raise
        return session

    async def close(self) -> None:
        """End the browser and the driver."""
        try:
            await self.browser.close()
        finally:
            await self.driver.stop()
            shutil.rmtree(self.downloads, ignore_errors=True)

    async def _context(self, says: workflow.Browser) -> BrowserContext:
        context = await self.browser.new_context(
            viewport={"width": says.viewport.width, "height": says.viewport.height},
            locale=says.locale,
            timezone_id=says.time_zone,
            user_agent=says.user_agent,
            proxy={"server": says.proxy} if says.proxy else None,
        )
        context.set_default_timeout(PATIENCE_MS)
        await context.add_init_script(MUTATIONS)
        return context


def _not_launched(error: Error) -> StepFailed:
    said = say(error)
    facts = {"kind": ErrorKind.BROWSER_LAUNCH, "type": said.type, "message": said.message, "call_log": said.call_log}
    return StepFailed(fit(ErrorFacts, facts, str))
