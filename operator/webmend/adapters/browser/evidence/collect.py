"""The bundle, group by group: a group that cannot be taken is named in `dropped`, and the others are still taken."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from playwright.async_api import BrowserContext, Page

from webmend.adapters.browser.bounded import fit
from webmend.adapters.browser.cookies import Key, is_lost
from webmend.adapters.browser.watch.life import Life
from webmend.adapters.browser.watch.traffic import Traffic
from webmend.adapters.browser.watch.voices import Voices
from webmend.domain.base import Model
from webmend.domain.evidence import BrowserFacts, DocumentFacts, DomFacts, Evidence, NetworkFacts, SessionFacts
from webmend.domain.target import Target
from webmend.ports.browser import Question, Redact

from . import document, network
from .dom import look_at_page
from .secrets import hide_shown

M = TypeVar("M", bound=Model)

PATIENCE = 4.0
"""Seconds that the page has to answer: a page that hangs is part of the evidence."""


@dataclass(frozen=True)
class Scene:
    """All that evidence is taken from."""

    page: Page
    context: BrowserContext
    traffic: Traffic
    voices: Voices
    life: Life
    target: Target | None
    """The failed step's target with its values in it."""
    since: float
    """When that step began, on the monotonic clock."""
    login: frozenset[Key] | None
    """The cookies of the login, once there was one."""
    redact: Redact


async def collect(question: Question, scene: Scene) -> Evidence:
    """The evidence for a question."""
    taking = _Taking(scene)
    seen, cookies = await asyncio.gather(
        taking.ask("dom", look_at_page(scene.page, scene.target, question.fingerprint)),
        taking.ask("session.auth_cookie_lost", _lost_login(scene)),
    )
    session = {**question.session.model_dump(), "auth_cookie_lost": bool(cookies)}
    return Evidence(
        error=question.error,
        step=question.step,
        inputs=question.inputs,
        history=question.history,
        session=taking.fit("session", SessionFacts, session),
        document=taking.fit("document", DocumentFacts, document.facts(scene.page, scene.traffic, seen or {})),
        network=taking.fit("network", NetworkFacts, network.facts(scene.traffic, scene.since)),
        browser=taking.fit("browser", BrowserFacts, _browser(scene)),
        dom=taking.fit("dom", DomFacts, seen or {}),
        dropped=tuple(taking.dropped),
    )


class _Taking:
    """Takes groups and remembers which it could not take."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.dropped: list[str] = []

    async def ask(self, group: str, answer: Awaitable[Any]) -> Any:
        """What the page answers; None when it does not."""
        try:
            return await asyncio.wait_for(self._scene.life.during(answer), PATIENCE)
        except Exception:  # whatever it is, the other groups are still worth having
            self._drop(group)
            return None

    def fit(self, group: str, kind: type[M], raw: Mapping[str, Any]) -> M:
        """The group; an empty one when the page sent nonsense."""
        try:
            return fit(kind, raw, lambda text: hide_shown(self._scene.redact(text)))
        except ValueError:  # pydantic's ValidationError is one
            self._drop(group)
            return kind()

    def _drop(self, group: str) -> None:
        if group not in self.dropped:
            self.dropped.append(group)


async def _lost_login(scene: Scene) -> bool:
    return scene.login is not None and is_lost(scene.login, await scene.context.cookies())


def _browser(scene: Scene) -> dict[str, Any]:
    return {
        "connected": scene.life.connected,
        "page_closed": scene.life.closed,
        "crashed": scene.life.crashed,
        "dialog_events": list(scene.voices.dialogs),
        "console_errors": list(scene.voices.console_errors),
    }
