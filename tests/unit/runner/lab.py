"""A runner in virtual time, between a fake server and a browser that does as the test says."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from tests.support.builders import graph
from tests.support.clock import VirtualClock
from tests.support.session import FakeServer
from webmend.domain.comparison import Comparison
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import ErrorFacts, ErrorKind, Evidence
from webmend.domain.graph import Graph, Node
from webmend.domain.report import AttemptReport, FailureReport, Isolation, RecoveryReport, StepReport
from webmend.domain.session import CredentialScope, SessionPlan
from webmend.domain.workflow import Browser
from webmend.ports.browser import BrowserSession, Performed, Question, StepFailed
from webmend.runner.attempt import Surroundings, run_attempt

SITE = "http://site.test"
Given = Performed | Exception | float


def failed(kind: ErrorKind = ErrorKind.NO_MATCH, message: str = "nothing there", **facts: Any) -> StepFailed:
    return StepFailed(ErrorFacts(kind=kind, type="TimeoutError", message=message), **facts)


class Page:
    """A browser: each step passes unless `gives` holds something else for it, one entry a try; a number is a wait."""

    def __init__(self) -> None:
        self.gives: dict[str, list[Given]] = defaultdict(list)
        self.performed: list[tuple[str, float, Node, tuple[str, ...] | None]] = []
        self.asked: list[Question] = []
        self.answers: dict[str, bool] = {}
        self.at = SITE
        self.authenticated: list[str] = []
        self.closed = False
        self.settings: Browser | None = None
        self.view: bytes | None = b"PNG"
        self.sees = Evidence()
        """What it adds to the evidence of a failure."""

    @property
    def done(self) -> list[str]:
        """Ids of the steps it was asked to do, in order."""
        return [id_ for id_, _, _, _ in self.performed]

    async def perform(self, node: Node, ceiling: float, origins: tuple[str, ...] | None = None) -> Performed:
        self.performed.append((node.id, asyncio.get_running_loop().time(), node, origins))
        given = self.gives[node.id].pop(0) if self.gives[node.id] else Performed()
        if isinstance(given, Exception):
            raise given
        if isinstance(given, float):
            await asyncio.sleep(given)
            return Performed(waited=given)
        return given

    async def holds(self, comparison: Comparison) -> bool:
        assert comparison.element is not None
        return self.answers[str(comparison.element.selectors[0])]

    async def origin(self, node: Node) -> str:
        return self.at

    async def evidence(self, question: Question) -> Evidence:
        self.asked.append(question)
        return self.sees.with_(
            error=question.error, step=question.step, inputs=question.inputs, session=question.session
        )

    async def screenshot(self) -> bytes | None:
        return self.view

    async def authenticated_by(self, node_id: str) -> None:
        self.authenticated.append(node_id)

    async def isolation(self) -> Isolation:
        return Isolation(level="Strict")

    async def close(self) -> None:
        self.closed = True


class Witness:
    """A watcher that keeps what it is told."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.steps: list[StepReport] = []
        self.failures: list[FailureReport] = []
        self.directives: list[Directive | None] = []
        self.waits: list[tuple[float, str]] = []
        self.recoveries: list[RecoveryReport] = []
        self.faults: list[str] = []

    def step_started(self, node: Node, ceiling: float) -> None:
        self.started.append(node.id)

    def step_ended(self, report: StepReport) -> None:
        self.steps.append(report)

    def failed(self, report: FailureReport) -> None:
        self.failures.append(report)

    def told(self, directive: Directive | None) -> None:
        self.directives.append(directive)

    def waiting(self, seconds: float, why: str) -> None:
        self.waits.append((seconds, why))

    def recovered(self, report: RecoveryReport) -> None:
        self.recoveries.append(report)

    def fault(self, text: str) -> None:
        self.faults.append(text)


class Lab:
    """One attempt and everything around it."""

    def __init__(self, *nodes: Node, **plan: Any):
        self.page = Page()
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

    async def _launch(self, plan: Awaitable[SessionPlan]) -> BrowserSession:
        browser = await self.launches()
        try:
            self.page.settings = (await plan).browser
        except BaseException:
            await browser.close()
            raise
        return browser

    async def _start(self) -> BrowserSession:
        return self.page


def retry(sequence: int = 1, delay: float = 15.0) -> Directive:
    return Directive(sequence=sequence, attempt=1, kind=DirectiveKind.RETRY, delay=delay, reason="spinner")


def resume(at: str, sequence: int = 1, delay: float = 15.0) -> Directive:
    return Directive(sequence=sequence, attempt=1, kind=DirectiveKind.RESUME, node_id=at, delay=delay, reason="again")


def end(sequence: int = 1) -> Directive:
    return Directive(sequence=sequence, attempt=1, kind=DirectiveKind.END, reason="no recovery")
