"""A step being done: what its action is given to work with."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from playwright.async_api import ElementHandle, Locator, Page

from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import Node
from webmend.domain.target import Fingerprint, Target
from webmend.ports.browser import File

from .addresses import origin_of
from .deadline import PAUSE, Deadline
from .errors import Failed
from .fingerprint import look_of
from .following import Elsewhere, has
from .glance import Glance
from .locate import Counter, Element, find
from .watch.downloads import Downloads
from .watch.leaks import Leaks
from .watch.tab import Tab
from .watch.traffic import Traffic
from .watch.voices import Voices

SETTLE = 1.0
"""Seconds for which an objection to an element must last: the page of the step before may still be there."""

Field = Locator | ElementHandle
"""What can be typed into."""


async def _no_objection() -> str:
    return ""


@dataclass
class Step:
    """One step from its begin to its end."""

    page: Page
    node: Node
    deadline: Deadline
    traffic: Traffic
    leaks: Leaks
    voices: Voices
    downloads: Downloads
    origins: tuple[str, ...] | None = None
    """Set when it types a credential: the only origins on which it may."""
    recent: float = 0.0
    """When the step before it began, on the monotonic clock."""
    began: float = field(default_factory=monotonic)
    """When it began itself."""
    objection: Callable[[], Awaitable[str]] = _no_objection
    """What speaks against using the element as it looks; empty where nothing does."""
    files: Sequence[File] = ()
    """What an upload gives to its field."""
    element: Element | None = None
    """The element that it acts on, once found."""
    look: Mapping[str, Any] = field(default_factory=dict)
    """What that element looked like before the action."""
    fingerprint: Fingerprint | None = None
    """The same, to keep; None where it was not made yet, or could not be."""
    answer: Any = None
    """What it said to the action's question; None where it was not asked."""
    opened: Callable[[], Tab | None] = lambda: None
    """The tab that it has opened."""
    is_followed: bool = False
    """What it was to lead to is in that tab: the workflow goes on there."""
    waited: float = 0.0
    """Seconds until what it waits for was there."""
    note: str = ""
    """What it took to do it, where that is worth telling."""

    async def target(self, question: str = "") -> Element:
        """Wait for the step's own element and remember what it looks like; raises Failed.

        `question`: a function of the page script; what it says of the element may come with the look, in `answer`.
        One that something speaks against is looked for again until that has lasted: raises Failed MISMATCH then.
        """
        target = self.node.target
        if target is None:
            raise Failed(ErrorKind.DEFINITION, f"{self.node.action} needs a target")
        element, told = await self._looked_at(target, question)
        settling = Deadline(SETTLE)
        while told and settling.left:
            await asyncio.sleep(PAUSE)
            element, told = await self._looked_at(target, question)
        if told:
            raise Failed(ErrorKind.MISMATCH, told, selector=str(element.selector))
        return element

    async def _looked_at(self, target: Target, question: str) -> tuple[Element, str]:
        """The element once it is there, and what speaks against it."""
        glance = Glance(question)
        self.element = await self.find(target, glance.counts)
        seen = glance.of(self.element.locator)
        self.answer = seen.get("answer")
        self.look = seen.get("look") or await look_of(self.element)
        return self.element, await self.objection()

    async def find(self, target: Target, count: Counter | None = None) -> Element:
        """Wait for an element of the page; raises Failed, or Elsewhere where the tab that was opened has it alone."""

        async def missing() -> None:
            opened = self.opened()
            if opened and await has(opened, target):
                raise Elsewhere(opened, self.deadline.elapsed)

        element = await find(self.page, self.page, target, self.deadline, missing, count)
        self.ready()
        return element

    async def field(self, question: str = "") -> Field:
        """The step's own element, to type into.

        A credential is typed through a handle: it belongs to the document whose origin was checked, and to no other
        that may take its place meanwhile.
        """
        element = await self.target(question)
        if self.origins is None:
            return element.locator
        handle = await self._handle(element)
        self.allow(await _address(handle))
        if await handle.get_attribute("type") == "password":
            await self.leaks.guard(self.node.parameters.value, self.origins)
        return handle

    async def address(self) -> str:
        """Wait for the step's element; the address of the document that it is in, else of the page; raises Failed."""
        if self.node.target is None:
            return self.page.url
        return await _address(await self._handle(await self.find(self.node.target)))

    async def _handle(self, element: Element) -> ElementHandle:
        return await element.locator.element_handle(timeout=self.deadline.left_ms)

    def allow(self, url: str) -> None:
        """Raises Failed when the step types a credential and may not do so on that page."""
        if self.origins is None or origin_of(url) in self.origins:
            return
        allowed = ", ".join(self.origins) or "nowhere"
        raise Failed(
            ErrorKind.DEFINITION, f"a credential is not typed on {origin_of(url)}: it is declared for {allowed}"
        )

    def ready(self) -> None:
        """What was waited for is there now."""
        self.waited = self.deadline.elapsed


async def _address(handle: ElementHandle) -> str:
    frame = await handle.owner_frame()
    return frame.url if frame else ""


@dataclass(frozen=True)
class Done:
    """What an action gave."""

    data: Any = None
    """What was extracted."""
    picture: bytes | None = None
    """What was pictured."""
    file: File | None = None
    """What was downloaded."""
