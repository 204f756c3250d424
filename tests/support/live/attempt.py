"""One case: its workflow runs until a step fails, and what the runner then reports."""

import asyncio
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from tests.site.states.catalogue import ALIAS, Case, Kind, Mishap
from tests.site.states.workflow import workflow
from tests.support.builders import NOW
from tests.support.chromium import EXECUTABLE
from tests.support.live.mishaps import (
    EXECUTABLES,
    FLAGS,
    LEASE_SECONDS,
    Striker,
    Troubled,
    kill_driver,
    strike,
)
from tests.support.live.serving import Served
from tests.support.session import Answer
from webmend.adapters.browser import launch
from webmend.adapters.browser.chromium import Chromium
from webmend.adapters.clock import SystemClock
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import Evidence
from webmend.domain.report import AttemptOutcome, AttemptReport, FailureReport
from webmend.domain.run import Attempt, AttemptCause, AttemptState, Run, RunSpec, WorkflowRef
from webmend.domain.session import SessionPlan
from webmend.domain.settings import RecoverySettings
from webmend.domain.target import Fingerprint
from webmend.policy.session import session_plan
from webmend.ports.browser import BrowserSession
from webmend.runner.attempt import Launch, Surroundings, run_attempt
from webmend.runner.launching import opener
from webmend.runner.secrets import Secrets

SECONDS = 120.0
"""No case takes longer, on a busy machine either."""
CLOSING_SECONDS = 10.0
"""A browser that is not closed by then is left to its driver, which ends with it."""


class NotFailed(Exception):
    """The case did not fail, or its earlier form did: it does not show what it is to show."""


class Succeeded(NotFailed):
    """Every step passed."""


@dataclass(frozen=True)
class Failed:
    """What a case gave."""

    evidence: Evidence
    node_id: str
    picture: bytes | None
    """The page as it was then."""


@dataclass
class Player:
    """Plays cases one after the other, in one browser as long as that lives. Use it as a context."""

    served: Served
    _chromium: Chromium | None = field(default=None, init=False)

    async def __aenter__(self) -> "Player":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._discard()

    async def play(self, case: Case) -> Failed:
        """Run the case to its failure. Raises NotFailed, TimeoutError.

        What a hostile page, or a case that was given up, has made of the browser meets no other case.
        """
        is_clean = False
        try:
            async with asyncio.timeout(SECONDS):
                failed = _failed(*await self.attempt(case))
            is_clean = case.kind is not Kind.HOSTILE
            return failed
        finally:
            if not is_clean:
                await self._discard()

    async def attempt(self, case: Case, answer: Answer | None = None) -> tuple[AttemptReport, Troubled]:
        """Run the case to its end, whatever that is; the last word on it, and the server that it ran with.

        `answer` says what to do about a failure; the first one is the end without it.
        """
        known = await self._rehearse(case) if case.before else {}
        self.served.states.begin(case.id)
        server = _server(case, known)
        server.answer = answer or server.answer
        return await self._run(case, server), server

    async def _rehearse(self, case: Case) -> Mapping[str, Fingerprint]:
        """What a good run on the site as it was shows of the elements."""
        self.served.states.begin(case.id, before=True)
        server = _server(case, {})
        report = await self._run(case, server)
        if report.outcome is not AttemptOutcome.SUCCEEDED:
            raise NotFailed(f"the site as it was: {report.failure and report.failure.evidence.error.message}")
        return {step.node_id: step.fingerprint for step in server.steps if step.fingerprint}

    async def _run(self, case: Case, server: Troubled) -> AttemptReport:
        secrets = Secrets()
        striker, launching = await self._launch(case, secrets)
        return await run_attempt(Surroundings(server, launching, SystemClock(), striker, secrets=secrets))

    async def _launch(self, case: Case, secrets: Secrets) -> tuple[Striker, Launch]:
        """What opens the browser, and who watches the attempt."""
        last = workflow(case).spec.graph.nodes[-1].id
        if case.mishap is None:
            chromium = await self._running()

            async def shared(plan: Awaitable[SessionPlan]) -> BrowserSession:
                return await chromium.session((await plan).browser, secrets)

            return Striker("", lambda: None), shared
        mishap = case.mishap
        flags = (*self.served.flags, *FLAGS.get(mishap, ()))
        launched = asyncio.ensure_future(launch(EXECUTABLES.get(mishap, EXECUTABLE), sandbox=False, flags=flags))

        async def act() -> None:
            await strike(await launched, mishap)

        return Striker(last, act), opener(launched, secrets)

    async def _discard(self) -> None:
        """End the browser; the next case gets a new one."""
        chromium, self._chromium = self._chromium, None
        if chromium is not None:
            with suppress(Exception):  # a browser that has died or hangs cannot be closed
                await asyncio.wait_for(chromium.close(), CLOSING_SECONDS)
            kill_driver(chromium)

    async def _running(self) -> Chromium:
        """The browser that is shared; a new one where it has died."""
        if self._chromium is None or not self._chromium.browser.is_connected():
            self._chromium = await launch(EXECUTABLE, sandbox=False, flags=self.served.flags)
        return self._chromium


def _server(case: Case, known: Mapping[str, Fingerprint]) -> Troubled:
    """A server that hands out the plan of the case and ends the attempt at its first failure."""
    plan = session_plan(_run_of(case), _attempt(), workflow(case), workflow(case).spec.graph, RecoverySettings())
    lease = LEASE_SECONDS if case.mishap is Mishap.LEASE_LOST else plan.lease
    server = Troubled(plan.with_(fingerprints=dict(known), lease=lease), _end)
    server.mishap = case.mishap
    server.secrets = {(ALIAS, key): value for key, value in case.credential.items()}
    return server


def _run_of(case: Case) -> Run:
    spec = RunSpec(workflow_ref=WorkflowRef(name=case.id[:63]), inputs=dict(case.inputs))
    return Run(namespace="states", name=case.id[:63], uid=case.id, created=NOW, spec=spec)


def _attempt() -> Attempt:
    return Attempt(
        number=1,
        cause=AttemptCause.FIRST,
        state=AttemptState.RUNNING,
        version=1,
        job_name="here",
        intended_at=NOW,
    )


def _end(report: FailureReport) -> Directive:
    return Directive(sequence=report.sequence, attempt=report.attempt, kind=DirectiveKind.END)


def _failed(report: AttemptReport, server: Troubled) -> Failed:
    """The first failure: the one that was reported, or the one that ended the attempt at once."""
    failure = server.failures[0] if server.failures else report.failure
    if report.outcome is AttemptOutcome.SUCCEEDED:
        raise Succeeded("every step passed")
    if failure is None:
        raise NotFailed(f"the attempt ended with {report.outcome}: {report.reason}")
    return Failed(failure.evidence, failure.node_id, server.artifacts.get(f"failure-{failure.sequence}.png"))
