"""How recoveries ended, and the versions that come of those that helped."""

from datetime import datetime

from webmend.domain.directive import CARRIED_SEQUENCE
from webmend.domain.duration import duration
from webmend.domain.report import RecoveryOutcome, RecoveryReport
from webmend.domain.run import Recovery, RecoveryKind, RecoveryState, RunStatus
from webmend.domain.version import VersionSpec, WorkflowVersion
from webmend.policy import patching, versions
from webmend.policy.event import EmitEvent

from .facts import CreateVersion
from .state import Context

_STATE = {RecoveryOutcome.SUCCEEDED: RecoveryState.SUCCEEDED, RecoveryOutcome.FAILED: RecoveryState.FAILED}
_LATER = frozenset(
    {
        RecoveryKind.REQUEUE,
        RecoveryKind.WAIT_IN_NEW_ATTEMPT,
        RecoveryKind.RETRY_PLATFORM,
        RecoveryKind.RETRY_BY_CODE,
        RecoveryKind.NOTIFY,
    }
)
IN_SESSION = frozenset(RecoveryKind) - _LATER
"""What is done while the browser is held open; the others take a further attempt."""


def noted(status: RunStatus, attempt: int, reports: tuple[RecoveryReport, ...], now: datetime) -> RunStatus:
    """The status with the outcomes that the runner of this attempt has reported."""
    by_key = {(attempt, report.sequence): report for report in reports}
    return status.with_(recoveries=tuple(_noted(r, by_key.get(_session_key(r)), now) for r in status.recoveries))


def closed(status: RunStatus, attempt: int, succeeded: bool, now: datetime) -> RunStatus:
    """The status with no recovery of this attempt left open.

    One in the session that nobody reported on did not help; a further attempt helped if it succeeded.
    """
    return status.with_(recoveries=tuple(_closed(r, attempt, succeeded, now) for r in status.recoveries))


def outcome_events(before: RunStatus, after: RunStatus) -> tuple[EmitEvent, ...]:
    """An Event for each recovery whose outcome has become known."""
    pairs = zip(before.recoveries, after.recoveries, strict=True)
    return tuple(_outcome_event(after, new) for old, new in pairs if old.state is not new.state)


def learned(
    context: Context, status: RunStatus, *, succeeded: bool = False
) -> tuple[RunStatus, tuple[CreateVersion, ...]]:
    """The versions to make for recoveries that helped, and the status that names them. `succeeded`: so has the run."""
    workflow = context.facts.workflow
    if workflow is None:
        return status, ()
    existing, created, recoveries = context.facts.versions, [], []
    for recovery in status.recoveries:
        if recovery.version is None:
            spec = patching.version_from(context.facts.run, recovery, workflow, existing, succeeded)
            if spec is not None:
                created.append(CreateVersion(versions.object_name(spec), spec))
                existing = (*existing, _as_version(context, spec))
            recovery = recovery.with_(version=_number_for(context, recovery, existing))
        recoveries.append(recovery)
    return status.with_(recoveries=tuple(recoveries)), tuple(created)


def _session_key(recovery: Recovery) -> tuple[int, int]:
    """Attempt and number under which the runner reports on it."""
    if recovery.kind is RecoveryKind.WAIT_IN_NEW_ATTEMPT:
        return recovery.attempt + 1, CARRIED_SEQUENCE
    return recovery.attempt, recovery.sequence


def _noted(recovery: Recovery, report: RecoveryReport | None, now: datetime) -> Recovery:
    if report is None or recovery.state is not RecoveryState.PENDING:
        return recovery
    return _ended(recovery, _STATE[report.outcome], now).with_(detail=report.detail, found=report.found)


def _closed(recovery: Recovery, attempt: int, succeeded: bool, now: datetime) -> Recovery:
    if recovery.state is not RecoveryState.PENDING:
        return recovery
    if recovery.kind in IN_SESSION and recovery.attempt == attempt:
        return _ended(recovery, RecoveryState.FAILED, now)
    if recovery.kind not in IN_SESSION and recovery.attempt == attempt - 1:
        return _ended(recovery, RecoveryState.SUCCEEDED if succeeded else RecoveryState.FAILED, now)
    return recovery


def _ended(recovery: Recovery, outcome: RecoveryState, now: datetime) -> Recovery:
    took = duration(round((now - recovery.decided_at).total_seconds()))
    return recovery.with_(state=outcome, finished_at=now, duration=took)


def _outcome_event(status: RunStatus, recovery: Recovery) -> EmitEvent:
    helped = recovery.state is RecoveryState.SUCCEEDED
    said = f"{recovery.kind} {'helped' if helped else 'did not help'}: {recovery.detail or recovery.what}"
    reason = "RecoverySucceeded" if helped else "RecoveryFailed"
    return EmitEvent(reason, said[:1024], f"{reason}-{recovery.key()}", warning=not helped)


def _number_for(context: Context, recovery: Recovery, existing: tuple[WorkflowVersion, ...]) -> int | None:
    made = versions.of_recovery(existing, patching.recovery_id(context.facts.run, recovery))
    return made.spec.number if made else None


def _as_version(context: Context, spec: VersionSpec) -> WorkflowVersion:
    return WorkflowVersion(namespace=context.facts.run.namespace, name=versions.object_name(spec), spec=spec)
