"""One page through the real runner: its step fails under the pop-up, a Dismiss follows, the step is tried again."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass

from tests.support.session import FakeServer
from tests.support.witness import Witness
from webmend.adapters.browser.chromium import Chromium
from webmend.adapters.clock import SystemClock
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.failure import SubType
from webmend.domain.graph import Graph
from webmend.domain.report import AttemptOutcome, AttemptReport, FailureReport
from webmend.domain.session import SessionPlan
from webmend.policy.classify import classify
from webmend.ports.browser import BrowserSession
from webmend.runner.attempt import Surroundings, run_attempt
from webmend.runner.secrets import Secrets

from .pages import Case, Kind
from .serving import Site

SECONDS = 120.0
"""No page takes longer."""


class Broken(Exception):
    """The page did not cover its target."""


@dataclass(frozen=True)
class Played:
    """What came of one page."""

    case: Case
    is_free: bool
    """The target was pressed in the end."""
    pressed: tuple[str, ...]
    """What was pressed before that."""
    wrong: tuple[str, ...]
    """What of it must not be."""
    milliseconds: int
    """From the directive until the step was tried again with success, or had failed again."""
    detail: str
    """What the runner told of it."""
    label: str
    """What the operator would have taken the failure for."""
    picture: bytes
    """How the page looked to the step."""

    @property
    def is_dismissible(self) -> bool:
        """The operator would have had it dismissed."""
        return self.label.endswith(f"/{SubType.DISMISSIBLE}")

    @property
    def is_closed(self) -> bool:
        """The runner took it for gone."""
        return self.detail.endswith("nothing is in the way")

    @property
    def is_dismissed(self) -> bool:
        """It would have gone by itself, and left the target usable."""
        return self.is_dismissible and self.is_free and not self.wrong

    @property
    def is_right(self) -> bool:
        """Dismissed; what is somebody's decision: untouched."""
        return self.is_dismissed if self.case.kind is not Kind.HARM else not (self.wrong or self.is_free)


async def play(case: Case, site: Site, chromium: Chromium) -> Played:
    """Run it. Raises Broken, TimeoutError."""
    timed = _Timed()
    server = FakeServer(_plan(case, site), timed.answer)

    async def launch(plan: Awaitable[SessionPlan]) -> BrowserSession:
        return await chromium.session((await plan).browser, Secrets())

    async with asyncio.timeout(SECONDS):
        report = await run_attempt(Surroundings(server, launch, SystemClock(), Witness()))
    if not server.failures or server.failures[0].node_id != "go":
        raise Broken(f"{report.outcome} {report.reason} {report.failure and report.failure.evidence.error.message}")
    picture = next(iter(server.artifacts.values()), b"")
    return _played(case, report, server.failures[0], site.pressed[case.path], timed.milliseconds, picture)


class _Timed:
    """Answers the first failure with Dismiss and the next with the end, and times what lies between."""

    def __init__(self) -> None:
        self._began = 0.0

    def answer(self, report: FailureReport) -> Directive:
        self._began = self._began or time.monotonic()
        kind = DirectiveKind.DISMISS if report.sequence == 1 else DirectiveKind.END
        return Directive(sequence=report.sequence, attempt=report.attempt, kind=kind)

    @property
    def milliseconds(self) -> int:
        return round(1000 * (time.monotonic() - self._began))


def _played(
    case: Case, report: AttemptReport, failure: FailureReport, pressed: list[str], milliseconds: int, picture: bytes
) -> Played:
    others = tuple(name for name in pressed if name != "GO")
    is_wrong = (lambda _: True) if case.kind is Kind.HARM else lambda name: name.lower() in case.wrong
    told = classify(failure.evidence)
    return Played(
        case=case,
        is_free=report.outcome is AttemptOutcome.SUCCEEDED and "GO" in pressed,
        pressed=others,
        wrong=tuple(filter(is_wrong, others)),
        milliseconds=milliseconds,
        detail=report.recoveries[0].detail if report.recoveries else "",
        label="/".join((told.category, told.sub_type or "")),
        picture=picture,
    )


def _plan(case: Case, site: Site) -> SessionPlan:
    nodes = (
        {
            "id": "open",
            "navigate": {"url": site.url + case.path},
            "expect": [{"element": {"selectors": [{"css": "body[data-covered]"}]}}],
        },
        {"id": "go", "click": {}, "target": {"selectors": [{"css": "#go"}]}, "waitTime": "2s"},
        # until the server knows of the click
        {"id": "told", "wait": {"element": "Visible"}, "target": {"selectors": [{"css": "body[data-opened]"}]}},
    )
    return SessionPlan(
        session_id=case.name,
        run=case.name,
        namespace="popups",
        workflow=case.name,
        version=1,
        attempt=1,
        graph=Graph.model_validate({"nodes": nodes}),
    )
