"""The one part of a run's status that the server writes: what its session reports."""

import asyncio
from collections.abc import Callable

from webmend.domain.report import FailureReport, RecoveryReport
from webmend.domain.resource import session_patch
from webmend.domain.run import SessionStatus, StepUnderWay
from webmend.domain.session import Announcement
from webmend.policy.report import fit_failure
from webmend.ports.artifacts import Artifacts
from webmend.ports.cluster import RUNS, Cluster, Conflict, Unavailable

from . import keys
from .identity import Caller, Identity
from .memory import Memory
from .problems import Refused

FAILURE_BYTES = 8 * 1024
"""What a status holds of a failure; the whole is in the artifact store."""
TRIES = 8
Reported = Callable[[SessionStatus], SessionStatus]


class SessionReports:
    """Takes reports and puts them where the operator sees them."""

    def __init__(self, cluster: Cluster, artifacts: Artifacts, identity: Identity, memory: Memory):
        self._cluster = cluster
        self._artifacts = artifacts
        self._identity = identity
        self._memory = memory

    async def failure(self, caller: Caller, report: FailureReport) -> None:
        """Keep the whole report, and put what tells most into the run's status."""
        if report.attempt != caller.number:
            raise Refused(422, f"attempt: the failure is of attempt {report.attempt}, the caller of {caller.number}")
        body = report.model_dump_json(by_alias=True).encode()
        key = keys.failure(caller.run.uid, caller.number, report.sequence)
        await asyncio.gather(
            self._artifacts.put(key, body, "application/json"),
            self._write(caller, lambda session: _with_failure(session, fit_failure(report, FAILURE_BYTES))),
        )

    async def announced(self, caller: Caller, said: Announcement) -> None:
        """Note that a step begins, or is over. Only an attempt that may act begins one."""
        if said.over:
            await self._write(caller, lambda session: _with_over(session, said))
        else:
            await self._write(caller, lambda session: _with_begun(session, said), acting=True)

    async def recovery(self, caller: Caller, report: RecoveryReport) -> None:
        """Note how a directive ended; what was noted first stays."""
        await self._write(caller, lambda session: _with_recovery(session, report))

    async def _write(self, caller: Caller, reported: Reported, *, acting: bool = False) -> None:
        """Store the session as `reported` makes it; decided anew on the newer object when the run has changed.

        `acting`: refused to a runner that is to act no more.
        """
        for _ in range(TRIES):
            if acting:
                caller.check_acting()
            run, old = caller.run, caller.run.status.session
            patch = session_patch(old, reported(self._session(caller, old)))
            if not patch:
                return
            try:
                await self._cluster.patch_status(RUNS, run.namespace, run.name, patch, run.resource_version)
                return
            except Conflict:
                caller = await self._identity.fresh(caller)
        raise Unavailable(f"{run.namespace}/{run.name} changes all the time")

    def _session(self, caller: Caller, stored: SessionStatus | None) -> SessionStatus:
        """What has been reported of the caller's attempt so far; refuses when it is not under way any more."""
        number = caller.attempt.number
        if stored is not None and stored.attempt == number:
            return stored
        return SessionStatus(attempt=number, opened_at=self._memory.of(caller).opened.get(number))


def _with_begun(session: SessionStatus, said: Announcement) -> SessionStatus:
    first = session.irreversible or (said.node_id if said.irreversible else None)
    return session.with_(under_way=StepUnderWay(node_id=said.node_id, number=said.number), irreversible=first)


def _with_over(session: SessionStatus, said: Announcement) -> SessionStatus:
    """What is told late of an earlier step leaves a later one under way."""
    is_it = session.under_way is not None and session.under_way.number == said.number
    return session.with_(under_way=None) if is_it else session


def _with_failure(session: SessionStatus, report: FailureReport) -> SessionStatus:
    known = session.failure
    return session if known and known.sequence > report.sequence else session.with_(failure=report)


def _with_recovery(session: SessionStatus, report: RecoveryReport) -> SessionStatus:
    if any(known.sequence == report.sequence for known in session.recoveries):
        return session
    return session.with_(recoveries=(*session.recoveries, report)[-32:])
