"""One attempt from its opening to its report."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from webmend.domain.evidence import ErrorFacts, ErrorKind, Evidence, StepFacts
from webmend.domain.fence import Lease
from webmend.domain.report import (
    SERVER_UNAVAILABLE,
    SESSION_REFUSED,
    AttemptOutcome,
    AttemptReport,
    Evidencing,
    FailureReport,
    Isolation,
    Outputs,
)
from webmend.domain.session import SessionPlan
from webmend.domain.workflow import Capture
from webmend.policy import starting
from webmend.policy.outputs.rows import counted
from webmend.ports.browser import BrowserSession, StepFailed
from webmend.ports.clock import Clock
from webmend.ports.session import ServerUnavailable, SessionRefused, SessionServer

from . import engine, judging, looking, outbox
from .context import Context, Ending
from .failing import picture_name, word_for
from .fence import Fence, Fenced
from .progress import Progress
from .saved import SavedSession
from .secrets import Secrets
from .stop import Stop, Stopped
from .watcher import Watcher

if TYPE_CHECKING:
    from .recording import Recording

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
    saved: SavedSession | None = None
    """The browser's session from run to run."""


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
    return await _Attempt(around, plan, box, fence, recording=_recording(plan, around)).run(launching)


@dataclass(frozen=True)
class _Attempt:
    around: Surroundings
    plan: SessionPlan
    outbox: outbox.Outbox
    fence: Fence
    progress: Progress = field(default_factory=Progress)
    recording: "Recording | None" = None

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
        isolating = asyncio.ensure_future(browser.isolation())
        try:
            if self.plan.credentials:
                await browser.declare(tuple({origin for scope in self.plan.credentials for origin in scope.origins}))
            context = self._context(browser)
            ending = await self._run(context)
            await self._leave_session(browser, ending)
            await looking.stay_open(context, ending)
            return ending, await isolating
        except Fenced as fenced:
            return self._fault(ErrorFacts(kind=ErrorKind.PLATFORM, type="Fenced", message=str(fenced)[:1024])), None
        except Exception as defect:
            return self._defect(defect), None
        finally:
            isolating.cancel()
            await browser.close()

    async def _run(self, context: Context) -> Ending:
        """Do the steps, recorded where that is asked for."""
        if self.recording is None:
            return await engine.run(context)
        await self.recording.begin(context.browser)
        has_failed = True
        try:
            ending = await engine.run(context)
            has_failed = ending.outcome is AttemptOutcome.FAILED
            return ending
        finally:
            await self.recording.end(has_failed=has_failed, was_mended=self.progress.was_mended)

    async def _leave_session(self, browser: BrowserSession, ending: Ending) -> None:
        """For the next run; a dry run has left out what the session of a whole one would know."""
        if self.around.saved is not None and self.plan.browser.keep_session and not self.plan.dry_run:
            await self.around.saved.leave(browser, ending, self.around.watcher)

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
            recording=self.recording,
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
            irreversible_done=self.progress.irreversible or (node.acts_once and self.progress.under_way == node.id),
        )
        self.around.watcher.failed(report)
        return Ending(AttemptOutcome.FAILED, word_for(error), report)

    async def _report(self, ending: Ending, isolation: Isolation | None) -> AttemptReport:
        """The last word, once everything that can be sent has been."""
        for outcome in self.progress.settle_rest():
            self.outbox.add(outbox.Outcome(outcome))
            self.around.watcher.recovered(outcome)
        outputs = Outputs(values=self.progress.outputs)
        if outputs.values:
            self.outbox.add(outbox.Extracted(outputs))
        data = await self._data(ending, outputs)
        await self._keep_recording()
        await self.outbox.flush(FLUSH_SECONDS)
        if ending.outcome is AttemptOutcome.SUCCEEDED and outputs.values and not self.outbox.has_sent_outputs:
            message = "what was extracted could not be handed to the server"
            ending, data = self._fault(ErrorFacts(kind=ErrorKind.PLATFORM, type="OutputsLost", message=message)), {}
        return AttemptReport(
            outcome=ending.outcome,
            reason=ending.reason,
            started_at=self.progress.started_at,
            finished_at=self.around.clock.now(),
            steps_done=self.progress.steps_done,
            steps_total=len(self.plan.graph.nodes),
            records=self.progress.records,
            irreversible_done=self.progress.irreversible,
            under_way=None if ending.outcome is AttemptOutcome.SUCCEEDED else self.progress.under_way or None,
            failure=self._pictured(ending.failure),
            recoveries=tuple(self.progress.recoveries[-16:]),
            isolation=isolation,
            evidence=Evidencing.PARTIAL if self.outbox.lost else Evidencing.COMPLETE,
            **data,
        )

    async def _keep_recording(self) -> None:
        """Last: what was extracted is on its way by now."""
        if self.recording is not None:
            for kept in await self.recording.kept(is_hurried=self.around.stop.asked):
                self.outbox.add(kept)

    async def _data(self, ending: Ending, outputs: Outputs) -> dict[str, Any]:
        """What the report says of the data, where the steps are done; those of a dry run are not whole, nor judged."""
        if ending.outcome is not AttemptOutcome.SUCCEEDED:
            return {}
        ruled = [rule.output for rule in self.plan.outputs.rules] if self.plan.outputs else []
        rows = counted(outputs.values, ruled)
        if ending.reason == starting.DRY_RUN:
            return {"rows": rows}
        around = self.around
        return {"rows": rows, "warnings": await judging.warnings(self.plan, outputs, around.secrets, around.watcher)}

    def _pictured(self, failure: FailureReport | None) -> FailureReport | None:
        """The failure with the key of its picture, which may have been sent only at the end."""
        if failure is None or failure.evidence.screenshot:
            return failure
        key = self.outbox.keys.get(picture_name(failure.sequence), "")
        return failure.with_(evidence=failure.evidence.with_(screenshot=key))


def _recording(plan: SessionPlan, around: Surroundings) -> "Recording | None":
    """What records the attempt, where that is asked for."""
    if plan.trace is Capture.NEVER and plan.video is Capture.NEVER:
        return None
    from .recording import Recording  # few attempts are recorded, and every start would pay for it

    return Recording(plan, around.secrets, around.watcher)


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
    reason = SESSION_REFUSED if isinstance(error, SessionRefused) else SERVER_UNAVAILABLE
    return AttemptReport(outcome=AttemptOutcome.FAILED, reason=reason)
