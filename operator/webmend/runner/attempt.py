"""One attempt from its opening to its report."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from webmend.domain.evidence import ErrorFacts, ErrorKind, Evidence, StepFacts
from webmend.domain.fence import Lease
from webmend.domain.report import AttemptOutcome, AttemptReport, Evidencing, FailureReport, Isolation, Outputs
from webmend.domain.session import SessionPlan
from webmend.ports.browser import BrowserSession, StepFailed
from webmend.ports.clock import Clock
from webmend.ports.session import ServerUnavailable, SessionRefused, SessionServer

from . import engine, outbox
from .context import Context, Ending
from .failing import picture_name, word_for
from .fence import Fence, Fenced
from .progress import Progress
from .secrets import Secrets
from .stop import Stop, Stopped
from .watcher import Watcher

Launch = Callable[[Awaitable[SessionPlan]], Awaitable[BrowserSession]]
"""Starts a browser while the plan, whose settings it needs at the end, is still on its way.

Raises StepFailed. When it is cancelled, or the plan does not come, it leaves no browser behind.
"""

OPEN_SECONDS = 60.0
"""A server that is away is waited for so long before the first step."""
RETRY_SECONDS = 0.5
FLUSH_SECONDS = 10.0
"""At the end, what is spooled gets so much time to reach the server."""


@dataclass(frozen=True)
class Surroundings:
    """What an attempt is run with."""

    server: SessionServer
    launch: Launch
    clock: Clock
    watcher: Watcher
    stop: Stop = field(default_factory=Stop)
    secrets: Secrets = field(default_factory=Secrets)


async def run_attempt(around: Surroundings) -> AttemptReport:
    """Run the steps of one attempt. What goes wrong stands in the report; nothing is raised."""
    opening = asyncio.ensure_future(around.stop.unless_asked(_opened(around.server, around.clock)))
    launching = asyncio.ensure_future(around.launch(opening))
    try:
        plan = await opening
    except (ServerUnavailable, SessionRefused, Stopped) as error:
        launching.cancel()
        await asyncio.gather(launching, return_exceptions=True)
        return _unopened(error)
    around.secrets.learn(*(plan.inputs.get(name, "") for name in plan.secret_inputs))
    box, fence = outbox.Outbox(around.server, around.clock), Fence(around.server, around.clock, Lease(plan.lease))
    return await _Attempt(around, plan, box, fence).run(launching)


@dataclass(frozen=True)
class _Attempt:
    around: Surroundings
    plan: SessionPlan
    outbox: outbox.Outbox
    fence: Fence
    progress: Progress = field(default_factory=Progress)

    async def run(self, launching: Awaitable[BrowserSession]) -> AttemptReport:
        background = [asyncio.create_task(work) for work in (self.outbox.deliver(), self.fence.keep())]
        try:
            ending, isolation = await self._steps(launching)
            return await self._report(ending, isolation)
        finally:
            for work in background:
                work.cancel()

    async def _steps(self, launching: Awaitable[BrowserSession]) -> tuple[Ending, Isolation | None]:
        """Have the steps done in a browser of their own."""
        try:
            browser = await self.around.stop.unless_asked(launching)
        except Stopped:
            return Ending(AttemptOutcome.STOPPED, "StopRequested"), None
        except StepFailed as failed:
            return self._fault(failed.error), None
        except Exception as defect:
            return self._defect(defect), None
        looking = asyncio.ensure_future(browser.isolation())
        try:
            return await engine.run(self._context(browser)), await looking
        except Fenced as fenced:
            return self._fault(ErrorFacts(kind=ErrorKind.PLATFORM, type="Fenced", message=str(fenced)[:1024])), None
        except Exception as defect:
            return self._defect(defect), None
        finally:
            looking.cancel()
            await browser.close()

    def _defect(self, defect: Exception) -> Ending:
        """A defect of ours becomes a report, and a stack for whoever mends it."""
        self.around.watcher.fault(self.around.secrets(traceback.format_exc()))
        message = self.around.secrets(str(defect))[:1024]
        return self._fault(ErrorFacts(kind=ErrorKind.PLATFORM, type=type(defect).__name__, message=message))

    def _context(self, browser: BrowserSession) -> Context:
        around = self.around
        return Context(
            plan=self.plan,
            browser=browser,
            server=around.server,
            outbox=self.outbox,
            clock=around.clock,
            secrets=around.secrets,
            stop=around.stop,
            fence=self.fence,
            watcher=around.watcher,
            progress=self.progress,
        )

    def _fault(self, error: ErrorFacts) -> Ending:
        """The attempt ends for a reason that is not the site's."""
        self.progress.failures += 1
        node = self.plan.graph.node(self.progress.current or self.plan.graph.nodes[0].id)
        report = FailureReport(
            attempt=self.plan.attempt,
            sequence=self.progress.failures,
            node_id=node.id,
            evidence=Evidence(error=error, step=StepFacts(id=node.id, action=node.action, title=node.title)),
            steps_done=self.progress.steps_done,
            irreversible_done=self.progress.irreversible or (node.acts_once and bool(self.progress.current)),
        )
        self.around.watcher.failed(report)
        return Ending(AttemptOutcome.FAILED, word_for(error), report)

    async def _report(self, ending: Ending, isolation: Isolation | None) -> AttemptReport:
        """The last word, once everything that can be sent has been."""
        for outcome in self.progress.settle_rest():
            self.outbox.add(outbox.Outcome(outcome))
            self.around.watcher.recovered(outcome)
        if self.progress.outputs:
            self.outbox.add(outbox.Extracted(Outputs(values=self.progress.outputs)))
        await self.outbox.flush(FLUSH_SECONDS)
        if ending.outcome is AttemptOutcome.SUCCEEDED and self.progress.outputs and not self.outbox.has_sent_outputs:
            message = "what was extracted could not be handed to the server"
            ending = self._fault(ErrorFacts(kind=ErrorKind.PLATFORM, type="OutputsLost", message=message))
        return AttemptReport(
            outcome=ending.outcome,
            reason=ending.reason,
            started_at=self.progress.started_at,
            finished_at=self.around.clock.now(),
            steps_done=self.progress.steps_done,
            steps_total=len(self.plan.graph.nodes),
            records=self.progress.records,
            irreversible_done=self.progress.irreversible,
            failure=self._pictured(ending.failure),
            recoveries=tuple(self.progress.recoveries[-16:]),
            isolation=isolation,
            evidence=Evidencing.PARTIAL if self.outbox.lost else Evidencing.COMPLETE,
        )

    def _pictured(self, failure: FailureReport | None) -> FailureReport | None:
        """The failure with the key of its picture, which may have been sent only at the end."""
        if failure is None or failure.evidence.screenshot:
            return failure
        key = self.outbox.keys.get(picture_name(failure.sequence), "")
        return failure.with_(evidence=failure.evidence.with_(screenshot=key))


async def _opened(server: SessionServer, clock: Clock) -> SessionPlan:
    """The plan; raises ServerUnavailable when the server stays away, and SessionRefused."""
    until = clock.now() + timedelta(seconds=OPEN_SECONDS)
    while True:
        try:
            return await server.open()
        except ServerUnavailable:
            if clock.now() >= until:
                raise
            await clock.sleep(RETRY_SECONDS)


def _unopened(error: Exception) -> AttemptReport:
    """The report of an attempt that never had a plan."""
    if isinstance(error, Stopped):
        return AttemptReport(outcome=AttemptOutcome.STOPPED, reason="StopRequested")
    reason = "SessionRefused" if isinstance(error, SessionRefused) else "ServerUnavailable"
    return AttemptReport(outcome=AttemptOutcome.FAILED, reason=reason)
