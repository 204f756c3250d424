"""A Chromium that runs, and sessions in it."""

import json
import shutil
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from playwright.async_api import Browser, BrowserContext, Error, Playwright

from webmend.domain import workflow
from webmend.domain.evidence import ErrorFacts, ErrorKind
from webmend.domain.origin import canonical
from webmend.domain.session import ClientCertificate
from webmend.ports.browser import Redact, StepFailed

from .bounded import fit
from .egress import another_way
from .errors import say
from .saved import SavedPage, isolated, show
from .script import MUTATIONS
from .session import PlaywrightSession
from .start import Started
from .trust import NotTrusted
from .watch.traffic import as_told

if TYPE_CHECKING:
    from .trust.preparing import Prepared
    from .trust.tunnels import Tunnels

PATIENCE_MS = 5000
"""Milliseconds for calls of the driver without a time-out of their own: they wait for nothing that may be late."""


@dataclass(frozen=True)
class Chromium:
    """A running browser."""

    driver: Playwright
    browser: Browser
    downloads: Path
    """Where it puts files while they come."""
    prepared: "Prepared | None" = None
    """What goes with the certificates that it trusts and shows."""
    egress: str = ""
    """The proxy that is its only way out; empty where it connects by itself."""

    @classmethod
    async def launched(cls, starting: Awaitable[Started], egress: str = "") -> Self:
        """The browser once it has started; raises StepFailed with BROWSER_LAUNCH, or PLATFORM."""
        try:
            started = await starting
        except NotTrusted as missing:
            raise StepFailed(ErrorFacts(kind=ErrorKind.PLATFORM, type=missing.reason, message=str(missing))) from None
        except Error as error:
            raise _not_launched(error) from error
        return cls(started.driver, started.browser, started.downloads, started.prepared, egress)

    def identify(self, certificate: ClientCertificate, origins: Sequence[str]) -> None:
        """Show this client certificate at these origins, as far as the browser was started with them.

        Raises StepFailed with DEFINITION where it cannot be used.
        """
        if self.tunnels is not None:
            try:
                self.tunnels.identify(certificate.chain, [canonical(origin) for origin in origins])
            except ssl.SSLError as error:  # its text names what is wrong, never what the key is
                told = f"the client certificate cannot be used: {error.reason or error}"
                facts = ErrorFacts(kind=ErrorKind.DEFINITION, type="BadClientCertificate", message=told[:1024])
                raise StepFailed(facts) from None

    async def session(self, says: workflow.Browser, redact: Redact) -> PlaywrightSession:
        """A session of its own, with nothing left from another; closing it leaves the browser running."""
        context = await self._context(says)
        return await self._session(context, redact, context.close)

    async def only_session(self, says: workflow.Browser, redact: Redact, state: str = "") -> PlaywrightSession:
        """A session whose end is the end of the browser. `state`: what an earlier one has left, to begin with."""
        context = await self._beginning_with(says, state)
        return await self._session(context, redact, self.close)

    async def saved(self, page: SavedPage, says: workflow.Browser) -> PlaywrightSession:
        """A session on a page from a file, in which nothing of that page runs; raises StepFailed when it fails."""
        context = await isolated(self.browser, says.viewport.width, says.viewport.height)
        context.set_default_timeout(PATIENCE_MS)
        session = await self._session(context, str, context.close)
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
            if self.prepared is not None:
                await self.prepared.close()

    @property
    def tunnels(self) -> "Tunnels | None":
        """Where it shows a client certificate."""
        return self.prepared.tunnels if self.prepared else None

    async def _session(
        self, context: BrowserContext, redact: Redact, close: Callable[[], Awaitable[None]]
    ) -> PlaywrightSession:
        called = self.tunnels.called if self.tunnels else as_told
        page = await context.new_page()
        return PlaywrightSession(page, context, self.browser, redact, close, self.downloads, called, self.egress)

    async def _beginning_with(self, says: workflow.Browser, state: str) -> BrowserContext:
        """What an earlier session has left may be of another version of ours, or spoilt: without it then."""
        try:
            left = json.loads(state) if state else None
            return await self._context(says, left)
        except (ValueError, TypeError, Error):
            return await self._context(says)

    async def _context(self, says: workflow.Browser, left: Any = None) -> BrowserContext:
        if self.egress and (says.proxy or says.client_certificate):
            raise StepFailed(another_way("proxy" if says.proxy else "clientCertificate"))
        context = await self.browser.new_context(
            viewport={"width": says.viewport.width, "height": says.viewport.height},
            locale=says.locale,
            timezone_id=says.time_zone,
            user_agent=says.user_agent,
            proxy={"server": says.proxy} if says.proxy else None,
            storage_state=left,
        )
        context.set_default_timeout(PATIENCE_MS)
        await context.add_init_script(MUTATIONS)
        return context


def _not_launched(error: Error) -> StepFailed:
    said = say(error)
    facts = {"kind": ErrorKind.BROWSER_LAUNCH, "type": said.type, "message": said.message, "call_log": said.call_log}
    return StepFailed(fit(ErrorFacts, facts, str))
