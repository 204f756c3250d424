"""How recoveries ended, and the versions that come of those that helped."""

from webmend.domain.directive import CARRIED_SEQUENCE
from webmend.domain.report import RecoveryOutcome, RecoveryReport
from webmend.domain.run import Recovery, RecoveryKind, RecoveryState, RunStatus
from webmend.domain.version import VersionSpec, WorkflowVersion
from webmend.policy import patching, versions

from .facts import CreateVersion
from .state import Context

_STATE = {RecoveryOutcome.SUCCEEDED: RecoveryState.SUCCEEDED, RecoveryOutcome.FAILED: RecoveryState.FAILED}
IN_SESSION = frozenset({RecoveryKind.WAIT_AND_RETRY, RecoveryKind.WAIT_AND_RESUME})


def noted(status: RunStatus, attempt: int, reports: tuple[RecoveryReport, ...]) -> RunStatus:
    """The status with the outcomes that the runner of this attempt has reported."""
    by_key = {_key(attempt, r): _STATE[r.outcome] for r in reports}
    return status.with_(recoveries=tuple(_with_state(r, by_key.get(_session_key(r))) for r in status.recoveries))


def closed(status: RunStatus, attempt: int, succeeded: bool) -> RunStatus:
    """The status with no recovery of this attempt left open.

    One in the session that nobody reported on did not help; a further attempt helped if it succeeded.
    """
    return status.with_(recoveries=tuple(_closed(r, attempt, succeeded) for r in status.recoveries))


def learned(context: Context, status: RunStatus) -> tuple[RunStatus, tuple[CreateVersion, ...]]:
    """The versions to make for recoveries that helped, and the status that names them."""
    workflow = context.facts.workflow
    if workflow is None:
        return status, ()
    existing, created, recoveries = context.facts.versions, [], []
    for recovery in status.recoveries:
        if recovery.version is None:
            spec = patching.version_from(context.facts.run, recovery, workflow, existing)
            if spec is not None:
                created.append(CreateVersion(versions.object_name(spec), spec))
                existing = (*existing, _as_version(context, spec))
            recovery = recovery.with_(version=_number_for(context, recovery, existing))
        recoveries.append(recovery)
    return status.with_(recoveries=tuple(recoveries)), tuple(created)


def _key(attempt: int, report: RecoveryReport) -> tuple[int, int]:
    return attempt, report.sequence


def _session_key(recovery: Recovery) -> tuple[int, int]:
    """Attempt and number under which the runner reports on it."""
    if recovery.kind is RecoveryKind.WAIT_IN_NEW_ATTEMPT:
        return recovery.attempt + 1, CARRIED_SEQUENCE
    return recovery.attempt, recovery.sequence


def _with_state(recovery: Recovery, state: RecoveryState | None) -> Recovery:
    return recovery.with_(state=state) if state and recovery.state is RecoveryState.PENDING else recovery


def _closed(recovery: Recovery, attempt: int, succeeded: bool) -> Recovery:
    if recovery.state is not RecoveryState.PENDING:
        return recovery
    if recovery.kind in IN_SESSION and recovery.attempt == attempt:
        return recovery.with_(state=RecoveryState.FAILED)
    if recovery.kind not in IN_SESSION and recovery.attempt == attempt - 1:
        return recovery.with_(state=RecoveryState.SUCCEEDED if succeeded else RecoveryState.FAILED)
    return recovery


def _number_for(context: Context, recovery: Recovery, existing: tuple[WorkflowVersion, ...]) -> int | None:
    made = versions.of_recovery(existing, patching.recovery_id(context.facts.run, recovery))
    return made.spec.number if made else None


def _as_version(context: Context, spec: VersionSpec) -> WorkflowVersion:
    return WorkflowVersion(namespace=context.facts.run.namespace, name=versions.object_name(spec), spec=spec)
