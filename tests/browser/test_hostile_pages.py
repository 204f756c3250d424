"""Pages that mean harm, met by the real runner: what they get of a password, what they make it say, how it ends."""

import base64
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
import pytest_asyncio
from starlette.applications import Starlette

from tests.site.states.app import States
from tests.site.states.catalogue import LOGIN, Case, Kind, cases
from tests.site.states.hostile import cases as hostile
from tests.site.states.workflow import workflow
from tests.support.live.attempt import Player
from tests.support.live.mishaps import Troubled
from tests.support.live.serving import Served, served
from tests.support.recording import Received, Recorder
from tests.support.session import Answer
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.duration import seconds
from webmend.domain.failure import Category, SubType
from webmend.domain.graph import DEFAULT_WAIT_TIME
from webmend.domain.names import TERMINATION_MESSAGE_BYTES
from webmend.domain.report import AttemptOutcome, AttemptReport, FailureReport
from webmend.policy.classify import classify
from webmend.policy.report import fit

HOSTILE = tuple(case for case in cases() if case.kind is Kind.HOSTILE)
TAKES_LONG = {case.id for case in (*hostile.TOO_MUCH, *hostile.WAYS_OUT, *hostile.WITHOUT_END)} - {
    "hostile-fifty-thousand-nodes",
    "hostile-alert-loop",
    "hostile-spinning",
    "hostile-console-flood",
    "hostile-window-storm",
    "hostile-endless-response",
}
"""Pages of kinds of which one or two are met every time."""
HARMFUL = (Category.PASSWORD_UPDATE_REQUIRED, SubType.TFA_SETUP_REQUIRED)
"""Answers after which a password would be typed, or a factor set up."""
DEEDS = ("/paid", "/deleted", "/clicked")
"""What a foreign host is asked for when something was pressed there."""

HANG = 5.0
"""Seconds beyond its ceiling that a step waits for a page that hangs (adapters/browser/running.py)."""
PATIENCE = 4.0 + 5.0 + 3.0 + 5.0
"""Seconds for evidence, picture, its upload, and closing, when a page answers nothing of it."""
MARGIN = 15.0
"""Seconds for all the rest, on a busy machine."""
GROWTH = 150 * 2**20
"""Bytes by which the runner's process may grow over one page."""


class RecordedStates(States):
    """The cases, with a record of what each host is sent."""

    def __init__(self) -> None:
        super().__init__(HOSTILE)
        self.received: Received = defaultdict(list)

    def application(self) -> Starlette:
        app = super().application()
        app.add_middleware(Recorder, received=self.received)
        return app


class TrustedWorkers(Served):
    """Chromium allows service workers on plain HTTP only where it is told to."""

    @property
    def flags(self) -> tuple[str, ...]:
        origin = "http://hostile-worker-between.example"
        return (*super().flags, f"--unsafely-treat-insecure-origin-as-secure={origin}")


@dataclass(frozen=True)
class Met:
    """What came of meeting a page."""

    case: Case
    report: AttemptReport
    server: Troubled
    seconds: float
    grown: int
    """Bytes that the process has grown by."""
    foreign: str
    """All that the foreign host was sent."""


@dataclass(frozen=True)
class Meeting:
    """Where pages are met."""

    states: RecordedStates
    served: Served

    async def meet(self, case: Case, answer: Answer | None = None) -> Met:
        """Run the case to its end, in a browser of its own: no other page may suffer from what this one does."""
        self.states.received.clear()
        async with Player(self.served) as player:
            size, began = _size(), time.monotonic()
            report, server = await player.attempt(case, answer)
            took, grown = time.monotonic() - began, _size() - size
        said = [text for host in case.foreign for text in self.states.received[host]]
        return Met(case, report, server, took, grown, "\n".join(said))


@pytest.fixture(scope="module")
def meeting() -> Iterator[Meeting]:
    recorded = RecordedStates()
    with served(recorded) as there:
        yield Meeting(recorded, TrustedWorkers(there.states, there.port))


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="session",
    params=[
        pytest.param(case, id=case.id.removeprefix("hostile-"), marks=[pytest.mark.long] * (case.id in TAKES_LONG))
        for case in HOSTILE
    ],
)
async def met(request: pytest.FixtureRequest, meeting: Meeting) -> Met:
    """Each page is met once, and judged by every test."""
    return await meeting.meet(request.param)


async def test_no_password_leaves_its_origin(met: Met) -> None:
    assert not [form for form in _forms(LOGIN["password"]) if form in met.foreign]


async def test_nothing_is_pressed_that_has_a_price(met: Met) -> None:
    assert not [deed for deed in DEEDS if deed in met.foreign]


async def test_nothing_harmful_is_said(met: Met) -> None:
    failures = [classify(failure.evidence) for failure in met.server.failures]
    said = {word for failure in failures for word in (failure.category, failure.sub_type)}

    assert not said & {*HARMFUL, *met.case.never}


async def test_the_attempt_ends_in_time_with_a_report_that_fits(met: Met) -> None:
    assert met.report.outcome is AttemptOutcome.SUCCEEDED or met.report.failure is not None
    assert met.seconds <= _bound(met.case)
    assert len(fit(met.report, TERMINATION_MESSAGE_BYTES)) <= TERMINATION_MESSAGE_BYTES


async def test_the_runner_does_not_grow(met: Met) -> None:
    assert met.grown <= GROWTH


async def test_nothing_that_is_reported_holds_the_password(met: Met) -> None:
    reported = [*met.server.failures, *met.server.steps, met.report]
    told = "".join(each.model_dump_json() for each in reported)

    assert not [form for form in _forms(LOGIN["password"]) if form in told]


@pytest.mark.parametrize("name", ["consent-that-costs", "removal-dressed-as-close", "glass-over-the-button"])
async def test_a_dismissal_presses_nothing_that_has_a_price(meeting: Meeting, name: str) -> None:
    case = next(case for case in HOSTILE if case.id == f"hostile-{name}")

    met = await meeting.meet(case, _dismiss)

    assert len(met.server.failures) > 1, "the dismissal was tried, and the step failed again"
    assert not [deed for deed in DEEDS if deed in met.foreign]


def _dismiss(report: FailureReport) -> Directive:
    """Once, then the end."""
    kind = DirectiveKind.DISMISS if report.sequence == 1 else DirectiveKind.END
    return Directive(sequence=report.sequence, attempt=report.attempt, kind=kind)


def _bound(case: Case) -> float:
    """Seconds that the attempt may take."""
    nodes = workflow(case).spec.graph.nodes
    return sum(seconds(node.wait_time or DEFAULT_WAIT_TIME) + HANG for node in nodes) + PATIENCE + MARGIN


def _forms(*values: str) -> Iterator[str]:
    """The forms in which these may stand in a request."""
    for value in values:
        yield value
        yield quote(value, safe="")
        yield base64.b64encode(value.encode()).decode().rstrip("=")


def _size() -> int:
    """Bytes of memory that this process, which is the runner's here, has in use."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
