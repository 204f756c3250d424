"""A runner in virtual time, between a fake server and a browser that does as the test says."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from tests.support.browser import Element, FakeBrowser, Page
from tests.support.builders import graph
from tests.support.clock import VirtualClock
from tests.support.session import FakeServer
from tests.support.witness import Witness
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import ErrorFacts, ErrorKind, Evidence
from webmend.domain.graph import Graph, Node
from webmend.domain.report import AttemptReport, FailureReport
from webmend.domain.session import CredentialScope, SessionPlan
from webmend.domain.workflow import Browser
from webmend.ports.browser import BrowserSession, Check, File, Performed, Question, StepFailed
from webmend.runner.attempt import Surroundings, run_attempt
from webmend.runner.saved import SavedSession

SITE = "http://site.test"


def failed(kind: ErrorKind = ErrorKind.NO_MATCH, message: str = "nothing there", **facts: Any) -> StepFailed:
    return StepFailed(ErrorFacts(kind=kind, type="TimeoutError", message=message), **facts)


class Everywhere(dict[str, Page]):
    """A site that shows the same page at every address."""

    def __init__(self, page: Page):
        self._page = page

    def get(self, key: str, default: Any = None) -> Page:
        return self._page


class Tab(FakeBrowser):
    """A browser in which every step passes, unless `gives` holds something else for it. Keeps what it is asked."""

    def __init__(self, *nodes: Node) -> None:
        self.shown = Page([_element(node) for node in nodes if node.target])
        super().__init__()
        self.site = Everywhere(self.shown)
        self.url = f"{SITE}/"
        self.times: list[tuple[str, float]] = []
        """Steps that it was asked to do, and when."""
        self.origins: dict[str, tuple[str, ...] | None] = {}
        """Where a step may type, by its id."""
        self.breaks: dict[str, Exception] = {}
        """What the driver raises at a step that nobody has thought of."""
        self.asked: list[Question] = []
        self.sees = Evidence()
        """What it adds to the evidence of a failure."""
        self.settings: Browser | None = None

    @property
    def done(self) -> list[str]:
        """Ids of the steps that it was asked to do, in order."""
        return [id_ for id_, _ in self.times]

    async def perform(
        self,
        node: Node,
        ceiling: float,
        origins: tuple[str, ...] | None = None,
        check: Check | None = None,
        files: Sequence[File] = (),
    ) -> Performed:
        self.times.append((node.id, asyncio.get_running_loop().time()))
        self.origins[node.id] = origins
        if node.id in self.breaks:
            raise self.breaks[node.id]
        return await super().perform(node, ceiling, origins, check, files)

    async def evidence(self, question: Question) -> Evidence:
        self.asked.append(question)
        seen = await super().evidence(question)
        return seen.with_(**{name: getattr(self.sees, name) for name in self.sees.model_fields_set})


def _element(node: Node) -> Element:
    assert node.target is not None
    texts = [each.text for each in node.expect if each.text]
    return Element(tuple(map(str, node.target.selectors)), text=" ".join(texts))


class Lab:
    """One attempt and everything around it."""

    def __init__(self, *nodes: Node, **plan: Any):
        self.tab = Tab(*nodes or graph().nodes)
        self.witness = Witness()
        self.clock = VirtualClock()
        facts = {
            "session_id": "uid-1",
            "run": "run-1",
            "namespace": "clinic",
            "workflow": "portal",
            "version": 1,
            "attempt": 1,
            "graph": Graph(nodes=nodes) if nodes else graph(),
            "credentials": (CredentialScope(alias="portal", origins=(SITE,)),),
            **plan,
        }
        self.server = FakeServer(SessionPlan(**facts))
        self.server.secrets = {("portal", "username"): "nurse", ("portal", "password"): "correct-horse"}
        self.around = Surroundings(self.server, self._launch, self.clock, self.witness)
        self.launches: Callable[[], Awaitable[BrowserSession]] = self._start

    async def run(self) -> AttemptReport:
        return await run_attempt(self.around)

    def told(self, *directives: Directive | None) -> None:
        """Answer the failures with these, in order."""
        left = list(directives)
        self.server.answer = lambda report: left.pop(0) if left else None

    def keeps_session(self) -> None:
        """Have the attempt begin with what the run before has left."""
        self.around = replace(self.around, saved=SavedSession(self.server, self.around.secrets))

    def other_run_keeps(self, state: str) -> Callable[[FailureReport], Directive]:
        """An answer to a failure, given while another run leaves this."""

        def answer(report: FailureReport) -> Directive:
            self.server.kept = state
            return end(report.sequence)

        return answer

    async def _launch(self, plan: Awaitable[SessionPlan]) -> BrowserSession:
        browser = await self.launches()
        try:
            self.tab.settings = (await plan).browser
            if self.tab.settings.keep_session and self.around.saved is not None:
                await self.around.saved.restore()
        except BaseException:
            await browser.close()
            raise
        return browser

    async def _start(self) -> BrowserSession:
        return self.tab


def retry(sequence: int = 1, delay: float = 15.0) -> Directive:
    return Directive(sequence=sequence, attempt=1, kind=DirectiveKind.RETRY, delay=delay, reason="spinner")


def resume(at: str, sequence: int = 1, delay: float = 15.0) -> Directive:
    return Directive(sequence=sequence, attempt=1, kind=DirectiveKind.RESUME, node_id=at, delay=delay, reason="again")


def end(sequence: int = 1) -> Directive:
    return Directive(sequence=sequence, attempt=1, kind=DirectiveKind.END, reason="no recovery")
