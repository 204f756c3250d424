"""The browser as the engine knows it: one page, driven step by step."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from time import monotonic
from typing import TypeVar

from playwright.async_api import Browser, BrowserContext, Error, Locator, Page

from webmend.domain.action import TabAct
from webmend.domain.comparison import Comparison
from webmend.domain.duration import seconds
from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.graph import DEFAULT_WAIT_TIME, Node
from webmend.domain.report import Isolation
from webmend.domain.target import Fingerprint, Target
from webmend.ports.browser import Check, File, Performed, Question, Redact, StepFailed
from webmend.ports.elements import Elements
from webmend.ports.forms import Forms
from webmend.ports.popups import PopUps
from webmend.ports.trace import Trace

from . import comparisons, cookies, isolation
from .addresses import origin_of, plain, resolve
from .bounded import clean
from .deadline import Deadline
from .egress import Egress
from .errors import renamed
from .evidence import Scene, collect
from .failing import step_failed
from .fingerprint import fingerprint
from .following import Elsewhere, whose
from .outcome import conclude
from .picture import picture
from .running import run, within
from .start import TRACES
from .step import Done, Step
from .tabs import Tabs
from .watch import sockets
from .watch.downloads import Downloads
from .watch.tab import Tab
from .watch.traffic import Called, as_told

T = TypeVar("T")

ANSWER = 5.0
"""Seconds that a question which waits for nothing may take."""
PARSED = 10.0
"""Seconds that a document has to be read to its end before a question about it is answered."""
CLOSING_ACTIONS = frozenset({"click", "press"})
"""What may make a site close the tab that it happens in."""
TELLING = 10.0
"""Seconds that telling cookies and storage may take: a page of each origin is opened for it."""
CLOSING = 5.0
"""Seconds that closing may take: a browser that hangs ends with its pod."""


class PlaywrightSession:
    """A BrowserSession over one page of one context."""

    def __init__(
        self,
        page: Page,
        context: BrowserContext,
        browser: Browser,
        redact: Redact,
        close: Callable[[], Awaitable[None]],
        downloads: Path,
        called: Called = as_told,
        egress: str = "",
    ) -> None:
        self._tabs = Tabs(page, context, browser, Downloads(downloads), called)
        self._downloads = downloads
        self._called = called
        self._context = context
        self._browser = browser
        self._redact = redact
        self._close = close
        self._egress = Egress(egress)
        self._step: Step | None = None
        self._spent = ("", 0.0)
        """The step whose target was looked for to learn its origin, and the seconds of its ceiling that took."""
        self._secret_fields: list[Locator] = []
        """What credentials were typed into: painted over in pictures."""
        self._cookies_before: dict[cookies.Key, str] | None = None
        """The cookies before the first credential was typed."""
        self._login: frozenset[cookies.Key] | None = None

    async def declare(self, origins: Sequence[str]) -> None:
        """See BrowserSession."""
        await sockets.look_at(self._context, origins, self._tabs.would_leak)

    async def perform(
        self,
        node: Node,
        ceiling: float,
        origins: tuple[str, ...] | None = None,
        check: Check | None = None,
        files: Sequence[File] = (),
    ) -> Performed:
        """See BrowserSession."""
        self._leave_closed()
        if node.tab is not None:
            node = await self._change_tab(node, ceiling)
        before = self._tabs.opened
        performed = await self._where_it_is(node, lambda: self._perform(node, ceiling, origins, check, files))
        if self._tabs.opened is before and (node.target or node.navigate):
            self._tabs.opened = None
        return performed

    async def _change_tab(self, node: Node, ceiling: float) -> Node:
        """Open, close or switch; the step with what is left to do in the tab that the workflow is in afterwards."""
        assert node.tab is not None
        if node.tab.act is TabAct.OPEN and node.tab.url:
            node = node.with_(tab=node.tab.with_(url=resolve(self._tab.page.url, node.tab.url)))
        step = self._begin(node, ceiling)
        try:
            await within(self._tabs.change(step.node.parameters, step.deadline), step)
        except Exception as error:
            raise step_failed(error, self._redact, step) from None  # the cause may hold what was typed
        self._forget_ports()
        self._spent = (node.id, step.deadline.elapsed)
        return node

    async def _perform(
        self, node: Node, ceiling: float, origins: tuple[str, ...] | None, check: Check | None, files: Sequence[File]
    ) -> Performed:
        step = self._begin(node, ceiling, origins)
        step.files = files
        step.objection = partial(self._objection, step, check) if check else step.objection
        if origins is not None:
            await self._expect_login()
        try:
            done = await self._doing(step, within(run(step), step))
        except StepFailed as failed:
            if not self._has_closed_its_tab(step, failed):
                raise
            done = await self._concluded(step)
        if step.is_followed and self._tabs.opened:
            self._go_to(self._tabs.opened)
        if origins is not None and step.element is not None:
            self._secret_fields.append(step.element.locator)
        return Performed(
            selector=clean(str(step.element.selector), self._redact) if step.element else "",
            waited=round(step.waited, 3),
            fingerprint=step.fingerprint or self._fingerprint(step),
            data=done.data,
            picture=done.picture,
            file=done.file,
            url=clean(plain(self._tab.page.url), self._redact),
            note=step.note,
        )

    def _has_closed_its_tab(self, step: Step, failed: StepFailed) -> bool:
        """Whether the step's click or key made the site close the tab, as windows to choose in do: it is done then."""
        acted = step.element is not None and step.node.action in CLOSING_ACTIONS
        return acted and failed.error.kind is ErrorKind.PAGE_CLOSED and self._leave_closed()

    async def _concluded(self, before: Step) -> Done:
        """Wait for what the step was to lead to, in the tab that the workflow is in now."""
        self._spent = (before.node.id, before.deadline.elapsed)
        step = self._begin(before.node, before.deadline.seconds)
        await self._doing(step, within(conclude(step), step))
        return Done()

    async def _objection(self, step: Step, check: Check) -> str:
        """What the check has against the step's element; nothing where it could not be looked at."""
        step.fingerprint = self._fingerprint(step)
        return await check(step.fingerprint) if step.fingerprint else ""

    def _fingerprint(self, step: Step) -> Fingerprint | None:
        return fingerprint(step.look, step.node.target.frame if step.node.target else (), self._redact)

    async def origin(self, node: Node) -> str:
        """See BrowserSession."""
        self._leave_closed()
        return await self._where_it_is(node, lambda: self._origin(node))

    async def _origin(self, node: Node) -> str:
        step = self._begin(node, seconds(node.wait_time or DEFAULT_WAIT_TIME))
        url = await self._doing(step, within(step.address(), step))
        self._spent = (node.id, step.deadline.elapsed)
        return origin_of(url)

    async def holds(self, comparison: Comparison) -> bool:
        """See BrowserSession."""
        self._leave_closed()
        try:
            if comparison.element is not None:
                await self._parsed()
            return await self._tab.life.during(asyncio.wait_for(self._holds(comparison), ANSWER))
        except Exception as error:
            raise step_failed(error, self._redact) from None  # the cause may hold what was typed

    async def _holds(self, comparison: Comparison) -> bool:
        """The answer of the page; of the tab that a step has opened, where that alone has the element."""
        tab = await whose(comparison.element, self._tab, self._tabs.opened)
        return await comparisons.holds(comparison, tab.page)

    async def _parsed(self) -> None:
        """Right after a click the next document may be there and still empty: wait until it is read, for a while."""
        with suppress(Error):  # one that takes longer is looked at as far as it is
            await self._tab.life.during(self._tab.page.wait_for_load_state("domcontentloaded", timeout=PARSED * 1000))

    async def evidence(self, question: Question) -> Evidence:
        """See BrowserSession."""
        step = self._step_of(question.node)
        scene = Scene(
            page=self._tab.page,
            context=self._context,
            traffic=self._tab.traffic,
            voices=self._tab.voices,
            life=self._tab.life,
            target=step.node.target if step else None,
            since=step.began if step else monotonic(),
            login=self._login,
            redact=self._redact,
        )
        return await collect(question, scene)

    async def screenshot(self) -> bytes | None:
        """See BrowserSession."""
        try:
            return await self._tab.life.during(asyncio.wait_for(picture(self._tab.page, self._secret_fields), ANSWER))
        except Exception:  # a page that is gone or hangs cannot be pictured, whatever the driver calls it
            return None

    async def authenticated_by(self, node_id: str) -> None:
        """See BrowserSession."""
        with suppress(Error):
            self._login = cookies.brought(self._cookies_before or {}, await self._context.cookies())
        self._cookies_before = None

    @cached_property
    def popups(self) -> PopUps:
        """See BrowserSession."""
        from .popups import PagePopUps  # few sessions need it, and every start would pay for it

        return PagePopUps(self._tab.page, self._tab.life, self._redact, self._target_of)

    @cached_property
    def forms(self) -> Forms:
        """See BrowserSession."""
        from .forms import PageForms  # few sessions need it, and every start would pay for it

        return PageForms(self._tab.page, self._tab.life, self._redact)

    @cached_property
    def elements(self) -> Elements:
        """See BrowserSession."""
        from .elements import PageElements  # few sessions need it, and every start would pay for it

        return PageElements(self._tab.page, self._tab.life, self._redact, self._target_of)

    async def trace(self) -> Trace:
        """See BrowserSession."""
        from .trace import Recorder  # few sessions want one, and every start would pay for it

        return await Recorder.begun(self._context, self._browser, self._downloads / TRACES)

    async def state(self) -> str:
        """See BrowserSession."""
        try:
            return json.dumps(await asyncio.wait_for(self._context.storage_state(indexed_db=True), TELLING))
        except Exception:  # a browser that is gone or hangs tells nothing, whatever the driver calls it
            return ""

    async def isolation(self) -> Isolation:
        """See BrowserSession."""
        return await isolation.look(self._browser)

    async def close(self) -> None:
        """See BrowserSession."""
        with suppress(Exception):
            await asyncio.wait_for(self._close(), CLOSING)

    def _step_of(self, node: Node) -> Step | None:
        """The last step, if that was this one: it has its values in it."""
        return self._step if self._step and self._step.node.id == node.id else None

    def _target_of(self, node: Node) -> Target | None:
        step = self._step_of(node)
        return (step.node.target if step else None) or node.target

    async def _where_it_is(self, node: Node, work: Callable[[], Awaitable[T]]) -> T:
        """What the work gives; in the tab that a step has opened, where only that has the step's element."""
        try:
            return await work()
        except Elsewhere as elsewhere:
            self._go_to(elsewhere.tab)
            self._spent = (node.id, elsewhere.spent)
            return await work()

    @property
    def _tab(self) -> Tab:
        return self._tabs.current

    def _go_to(self, tab: Tab) -> None:
        self._tabs.go_to(tab)
        self._forget_ports()

    def _leave_closed(self) -> bool:
        left = self._tabs.leave_closed()
        if left:
            self._forget_ports()
        return left

    def _forget_ports(self) -> None:
        for port in ("popups", "forms", "elements"):  # they belong to the tab before
            self.__dict__.pop(port, None)

    def _begin(self, node: Node, ceiling: float, origins: tuple[str, ...] | None = None) -> Step:
        spent = self._spent[1] if self._spent[0] == node.id else 0.0
        self._spent = ("", 0.0)
        recent = self._step.began if self._step else monotonic()
        tab, deadline = self._tab, Deadline(ceiling, spent)
        self._step = Step(
            tab.page, node, deadline, tab.traffic, tab.leaks, tab.voices, self._tabs.downloads, origins, recent
        )
        self._step.opened = lambda: self._tabs.opened
        return self._step

    async def _doing(self, step: Step, work: Awaitable[T]) -> T:
        """What the work gives; raises StepFailed."""
        try:
            given = await self._tab.life.during(self._tab.leaks.during(work))
            self._egress.check(step)
        except Elsewhere:
            raise
        except Exception as error:
            told = await self._egress.told(step) or renamed(error, self._called)
            raise step_failed(told, self._redact, step) from None  # the cause may hold what was typed
        return given

    async def _expect_login(self) -> None:
        """Remember the cookies before credentials are typed: those that come with the login are told from them."""
        if self._cookies_before is None:
            with suppress(Error):
                self._cookies_before = cookies.values_of(await self._context.cookies())
