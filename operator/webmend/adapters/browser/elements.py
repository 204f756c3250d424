"""The Elements port over one page."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from playwright.async_api import ElementHandle, JSHandle, Page
from pydantic import ValidationError

from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import Node
from webmend.domain.reveal import Gesture
from webmend.domain.survey import Control, Hidden, PageElement, Survey
from webmend.domain.target import Fingerprint, Selector, Target
from webmend.ports.browser import Redact

from . import revealing
from .addresses import plain
from .bounded import fit
from .errors import Failed
from .failing import step_failed
from .fingerprint import fingerprint, look_of
from .frames import is_own
from .locate import not_found, unique
from .proof import prove, trial
from .script import call
from .search import Look
from .selectors import Scope, within_frames
from .watch.life import Life

T = TypeVar("T")

ANSWER = 15.0
"""Seconds that a page may take to be surveyed: large ones hold tens of thousands of elements."""
LOOK_MS = 5000
"""Milliseconds to look at one element, where the look is what is wanted."""
MOST_HTML = 2000
"""Characters of an element's HTML that are told: enough for a person to know it by."""


class PageElements:
    """The elements of one page."""

    def __init__(self, page: Page, life: Life, redact: Redact, target_of: Callable[[Node], Target | None]) -> None:
        self._page = page
        self._life = life
        self._redact = redact
        self._target_of = target_of
        self._seen: JSHandle | None = None
        self._before: JSHandle | None = None
        self._opening: revealing.Opening | None = None

    async def fingerprint(self, node: Node) -> Fingerprint:
        """See Elements."""
        return await self._doing(self._fingerprint(node))

    async def survey(self, node: Node) -> Survey:
        """See Elements."""
        return await self._doing(self._survey(node))

    async def proven(self, node: Node, handle: int, selectors: Sequence[Selector]) -> tuple[Selector, ...]:
        """See Elements."""
        return await self._doing(self._proven(node, handle, selectors))

    async def html(self, handle: int) -> str:
        """See Elements."""
        return await self._doing(self._html(handle))

    async def named(self, node: Node) -> PageElement | None:
        """See Elements."""
        return await self._doing(self._named(node))

    async def hidden(self, handle: int) -> Hidden | None:
        """See Elements."""
        return await self._doing(self._hidden(handle))

    async def use(self, control: Control, handle: int, by: str) -> None:
        """See Elements."""
        await self._doing(self._use(control, handle, by))

    async def openers(self) -> tuple[Control, ...]:
        """See Elements."""
        return await self._doing(self._openers())

    async def open(self, control: Control) -> bool:
        """See Elements."""
        return await self._doing(self._open(control))

    async def shut(self) -> None:
        """See Elements."""
        if self._opening is not None:
            await self._doing(self._opening.end())

    async def _doing(self, work: Awaitable[T]) -> T:
        try:
            return await self._life.during(asyncio.wait_for(work, ANSWER))
        except Exception as error:
            raise step_failed(error, self._redact) from None  # the cause may hold what the page said in clear

    async def _fingerprint(self, node: Node) -> Fingerprint:
        if node.target is None:
            raise Failed(ErrorKind.DEFINITION, f"{node.action} names no element")
        found = await unique(self._page, node.target)
        if found is None:
            raise not_found(node.target, Look((0,) * len(node.target.selectors)))
        known = fingerprint(await look_of(found, LOOK_MS), node.target.frame, self._redact)
        if known is None:
            raise Failed(ErrorKind.DETACHED, f"{found.selector} could not be looked at", selector=str(found.selector))
        return known

    async def _survey(self, node: Node) -> Survey:
        root = self._scope(node).locator("css=:root")
        self._seen = await root.evaluate_handle(f"() => ({call('survey')})()")
        told = await self._seen.evaluate("(seen) => seen.facts")
        facts = json.loads(told) if isinstance(told, str) else told
        elements = (_element(each) for each in facts["elements"])
        return Survey(lang=str(facts["lang"])[:256], elements=tuple(each for each in elements if each))

    async def _proven(self, node: Node, handle: int, selectors: Sequence[Selector]) -> tuple[Selector, ...]:
        proof = await prove(self._last_look(), self._scope(node), handle, node.action, selectors)
        goes_well = proof.goes_well or await trial(await self._element(handle), node.action)
        return proof.selectors if goes_well else ()

    async def _html(self, handle: int) -> str:
        element = await self._element(handle)
        return str(await element.evaluate("(element, most) => element.outerHTML.slice(0, most)", MOST_HTML))

    async def _named(self, node: Node) -> PageElement | None:
        target, survey = self._target_of(node), await self._listed()
        element = await revealing.named(self._page, target) if target else None
        if element is None:
            return None
        return _element(await revealing.look_at(survey, await revealing.number_of(element, survey)))

    async def _hidden(self, handle: int) -> Hidden | None:
        element = await self._element(handle)
        frame = await element.owner_frame()
        facts = await revealing.hidden(await self._listed(), handle)
        if facts is None:
            return None
        raw = facts["controls"] if frame and is_own(self._page, frame) else ()
        return Hidden(by=str(facts["by"])[:4096], controls=_controls(raw))

    async def _use(self, control: Control, handle: int, by: str) -> None:
        await revealing.use(await self._element(control.element.handle), control.gesture)
        await revealing.settle(await self._listed(), handle, by)

    async def _openers(self) -> tuple[Control, ...]:
        root = (await self._last_look().evaluate_handle("(seen) => seen.elements[0] || null")).as_element()
        frame = await root.owner_frame() if root else None
        if frame is None or not is_own(self._page, frame):
            return ()
        listed = await self._listed()
        self._before = await revealing.in_sight(listed)
        return _controls(await revealing.openers(listed))

    async def _open(self, control: Control) -> bool:
        element = await self._element(control.element.handle)
        if self._before is None:
            raise _outdated()
        self._opening = revealing.Opening(self._page, element, control.gesture, self._before)
        return await self._opening.begin()

    async def _listed(self) -> JSHandle:
        """The list of the survey's elements, as the page holds it."""
        return await self._last_look().get_property("elements")

    async def _element(self, handle: int) -> ElementHandle:
        found = await self._last_look().evaluate_handle("(seen, handle) => seen.elements[handle]", handle)
        element = found.as_element()
        if element is None:
            raise _outdated()
        return element

    def _last_look(self) -> JSHandle:
        if self._seen is None:
            raise _outdated()
        return self._seen

    def _scope(self, node: Node) -> Scope:
        return within_frames(self._page, node.target.frame if node.target else ())


def _element(raw: Mapping[str, Any]) -> PageElement | None:
    """The element; None where the page sent nonsense. Kept in clear: it does not leave the runner as it is."""
    try:
        look = {**raw["look"], "url": plain(str(raw["look"]["url"]))}
        return fit(PageElement, {**raw, "look": look}, str)
    except (ValidationError, KeyError, TypeError):
        return None


def _controls(raw: Sequence[Mapping[str, Any]]) -> tuple[Control, ...]:
    controls = [(_element(each["element"]), each["gesture"]) for each in raw]
    return tuple(Control(element=seen, gesture=Gesture(gesture)) for seen, gesture in controls if seen)


def _outdated() -> Failed:
    return Failed(ErrorKind.DETACHED, "the element belongs to an earlier look at the page")
