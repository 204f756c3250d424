"""The Elements port over one page."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from playwright.async_api import ElementHandle, Error, JSHandle, Page
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
from .script import call
from .search import Look
from .selectors import Scope, locator_of, within_frames
from .watch.life import Life

T = TypeVar("T")

ANSWER = 15.0
"""Seconds that a page may take to be surveyed: large ones hold tens of thousands of elements."""
TRIAL_MS = 3000
"""Milliseconds for an element to hold still for a trial."""
LOOK_MS = 5000
"""Milliseconds to look at one element, where the look is what is wanted."""
MOST_HTML = 2000
"""Characters of an element's HTML that are told: enough for a person to know it by."""
CLICKED = frozenset({"click", "hover", "check", "download", "upload"})
WRITTEN = frozenset({"fill", "totp", "code"})


class PageElements:
    """The elements of one page."""

    def __init__(self, page: Page, life: Life, redact: Redact, target_of: Callable[[Node], Target | None]) -> None:
        self._page = page
        self._life = life
        self._redact = redact
        self._target_of = target_of
        self._found: JSHandle | None = None

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
        seen = await root.evaluate_handle(f"() => ({call('survey')})()")
        self._found = await seen.get_property("elements")
        facts = await (await seen.get_property("facts")).json_value()
        elements = (_element(each) for each in facts["elements"])
        return Survey(lang=str(facts["lang"])[:256], elements=tuple(each for each in elements if each))

    async def _proven(self, node: Node, handle: int, selectors: Sequence[Selector]) -> tuple[Selector, ...]:
        element = await self._element(handle)
        if not await _can_receive(element, node.action):
            return ()
        scope = self._scope(node)
        return tuple([selector for selector in selectors if await _is_only(scope, selector, element)])

    async def _html(self, handle: int) -> str:
        element = await self._element(handle)
        return str(await element.evaluate("(element, most) => element.outerHTML.slice(0, most)", MOST_HTML))

    async def _named(self, node: Node) -> PageElement | None:
        target, survey = self._target_of(node), self._survey_now()
        element = await revealing.named(self._page, target) if target else None
        if element is None:
            return None
        return _element(await revealing.look_at(survey, await revealing.number_of(element, survey)))

    async def _hidden(self, handle: int) -> Hidden | None:
        element = await self._element(handle)
        frame = await element.owner_frame()
        facts = await revealing.hidden(self._survey_now(), handle)
        if facts is None:
            return None
        raw = facts["controls"] if frame and is_own(self._page, frame) else ()
        controls = [(_element(each["element"]), each["gesture"]) for each in raw]
        return Hidden(
            by=str(facts["by"])[:4096],
            controls=tuple(Control(element=seen, gesture=Gesture(gesture)) for seen, gesture in controls if seen),
        )

    async def _use(self, control: Control, handle: int, by: str) -> None:
        await revealing.use(await self._element(control.element.handle), control.gesture)
        await revealing.settle(self._survey_now(), handle, by)

    def _survey_now(self) -> JSHandle:
        if self._found is None:
            raise Failed(ErrorKind.DETACHED, "the page has not been surveyed")
        return self._found

    async def _element(self, handle: int) -> ElementHandle:
        found = await self._found.get_property(str(handle)) if self._found else None
        element = found.as_element() if found else None
        if element is None:
            raise Failed(ErrorKind.DETACHED, "the element belongs to an earlier look at the page")
        return element

    def _scope(self, node: Node) -> Scope:
        return within_frames(self._page, node.target.frame if node.target else ())


def _element(raw: Mapping[str, Any]) -> PageElement | None:
    """The element; None where the page sent nonsense. Kept in clear: it does not leave the runner as it is."""
    try:
        look = {**raw["look"], "url": plain(str(raw["look"]["url"]))}
        return fit(PageElement, {**raw, "look": look}, str)
    except (ValidationError, KeyError, TypeError):
        return None


async def _can_receive(element: ElementHandle, action: str) -> bool:
    """Whether a trial of the action goes well."""
    try:
        if action in CLICKED:
            await element.click(trial=True, timeout=TRIAL_MS)
        elif action in WRITTEN:
            return await element.is_editable()
        elif action == "select":
            return await element.is_enabled()
    except Error:
        return False
    return True


async def _is_only(scope: Scope, selector: Selector, element: ElementHandle) -> bool:
    """Whether the selector matches this element and no other."""
    locator = locator_of(scope, selector)
    try:
        return await locator.count() == 1 and bool(await locator.evaluate("(found, other) => found === other", element))
    except Error:  # a selector that the driver cannot read matches nothing
        return False
