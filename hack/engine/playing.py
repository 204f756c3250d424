"""One walk through the steps: by the runner's own code, or by the bare script."""

import os
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path

import structlog

from tests.support.session_http import TOKEN
from webmend.adapters.browser.chromium import Chromium
from webmend.adapters.clock import SystemClock
from webmend.adapters.session import HttpSession
from webmend.domain.graph import Graph, Node
from webmend.domain.report import AttemptOutcome, AttemptReport, StepReport
from webmend.domain.session import SessionPlan
from webmend.domain.target import Fingerprint
from webmend.domain.workflow import Browser, Capture
from webmend.ports.browser import BrowserSession
from webmend.runner.attempt import Surroundings, run_attempt
from webmend.runner.log import LogWatcher, logger
from webmend.runner.secrets import Secrets

from . import workload
from .workload import Lap

_NOWHERE = Path(os.devnull).open("w")  # noqa: SIM115 - for as long as the process lasts


@dataclass(frozen=True)
class Walk:
    """What one walk took."""

    seconds: float
    """From the beginning of the first step to the end of the last one."""
    laps: list[Lap]


def plan(graph: Graph, fingerprints: dict[str, Fingerprint] | None = None) -> SessionPlan:
    """An attempt at these steps, without pictures; with what the last good run has shown of them."""
    return SessionPlan(
        session_id="bench",
        run="bench",
        namespace="bench",
        workflow="bench",
        version=1,
        attempt=1,
        graph=graph,
        screenshots=Capture.NEVER,
        fingerprints=fingerprints or {},
    )


class Stopwatch(LogWatcher):
    """The runner's log, and when the steps began and ended."""

    def __init__(self) -> None:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(_NOWHERE))
        super().__init__(logger(session="bench"))
        self.first = 0.0
        self.last = 0.0
        self.steps: list[StepReport] = []

    def step_started(self, node: Node, ceiling: float) -> None:
        self.first = self.first or time.monotonic()
        super().step_started(node, ceiling)

    def step_ended(self, report: StepReport) -> None:
        super().step_ended(report)
        self.last = time.monotonic()
        self.steps.append(report)

    @property
    def fingerprints(self) -> dict[str, Fingerprint]:
        """What the elements looked like."""
        return {step.node_id: step.fingerprint for step in self.steps if step.fingerprint}


async def ours(chromium: Chromium, server: str) -> tuple[Walk, Stopwatch]:
    """The runner's attempt, with a server on the other side of a socket."""
    secrets, watch = Secrets(), Stopwatch()

    async def launch(opened: Awaitable[SessionPlan]) -> BrowserSession:
        return await chromium.session((await opened).browser, secrets)

    session = HttpSession(server, "bench", 1, lambda: TOKEN)
    report = await run_attempt(Surroundings(session, launch, SystemClock(), watch, secrets=secrets))
    _check(report, watch)
    laps = [(step.action, (step.finished_at - step.started_at).total_seconds()) for step in watch.steps]
    return Walk(watch.last - watch.first, laps), watch


async def bare(chromium: Chromium, url: str, steps: int) -> Walk:
    """The script, in a context of the same Chromium."""
    says = Browser().viewport
    context = await chromium.browser.new_context(viewport={"width": says.width, "height": says.height})
    page = await context.new_page()
    began = time.monotonic()
    laps = await workload.bare(page, url, steps)
    seconds = time.monotonic() - began
    await context.close()
    return Walk(seconds, laps)


def _check(report: AttemptReport, watch: Stopwatch) -> None:
    if report.outcome is not AttemptOutcome.SUCCEEDED:
        raise RuntimeError(f"the attempt {report.outcome}: {report.reason} {report.failure or ''}")
    if report.evidence != "Complete":
        raise RuntimeError("something did not reach the server")
    assert len(watch.steps) == report.steps_total
