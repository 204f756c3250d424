"""The browser's session from run to run: laid in at the start, left behind at the end of a good attempt."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from webmend.domain.report import AttemptOutcome
from webmend.domain.session import SavedState
from webmend.policy.saved_session import fits, is_spent, secrets_in
from webmend.ports.browser import BrowserSession
from webmend.ports.session import ServerUnavailable, SessionRefused, SessionServer

from .context import Ending
from .secrets import Secrets

Restore = Callable[[], Awaitable[str]]
"""Fetches what the run before has left; empty where there is nothing."""


class Told(Protocol):
    """Whoever hears what was not kept."""

    def not_kept(self, why: str) -> None:
        """The browser's session could not be kept for the next run."""
        ...


class SavedSession:
    """Of one attempt, of a workflow that keeps its session."""

    def __init__(self, server: SessionServer, secrets: Secrets):
        self._server = server
        self._secrets = secrets
        self._begun_with = False

    async def restore(self) -> str:
        """What the run before has left, whose values are secrets from now on. Without it the attempt logs in."""
        try:
            state = (await self._server.state()).state
        except (SessionRefused, ServerUnavailable):
            return ""
        self._secrets.learn(*secrets_in(state))
        self._begun_with = bool(state)
        return state

    async def leave(self, browser: BrowserSession, ending: Ending, told: Told) -> None:
        """After a good end keep the session for the next run; drop one that this failure may have shown to be over."""
        if ending.outcome is AttemptOutcome.SUCCEEDED:
            await self._keep(await browser.state(), told)
        elif self._begun_with and ending.failure is not None and is_spent(ending.failure):
            await self._send("", told)

    async def _keep(self, state: str, told: Told) -> None:
        if not state:
            told.not_kept("the browser did not tell it")
        elif not fits(state):
            told.not_kept("it is too long")
        else:
            self._secrets.learn(*secrets_in(state))
            await self._send(state, told)

    async def _send(self, state: str, told: Told) -> None:
        try:
            await self._server.keep_state(SavedState(state=state))
        except (SessionRefused, ServerUnavailable) as why:
            told.not_kept(str(why))
