"""What has happened to a run between two of its statuses, as far as it is counted.

A status is written under the resource version that its plan was made from, so each change of a run is written once, by
one process. What is counted for a write that has succeeded is therefore never counted twice: not by another replica,
and not by the same one after a restart. A write whose answer is lost is not counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from webmend.domain.failure import Category, Failure, Fault
from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.run import Recovery, RecoveryKind, RecoveryState, RunStatus, Trigger
from webmend.domain.version import RepairKind, WorkflowVersion

from . import versions
from .run import RunFacts

RECOVERED = "Recovered"
"""Result of a run that has succeeded after something was mended."""
RESULTS = (Phase.SUCCEEDED.value, RECOVERED, Phase.FAILED.value, Phase.STOPPED.value)
REVERT = "Revert"
"""Source of a version that takes others back; the others are named by their author."""
MENDS: dict[RepairKind, Category] = {
    RepairKind.SELECTOR: Category.XPATH_INCORRECT,
    RepairKind.REVEAL: Category.XPATH_INCORRECT,
    RepairKind.WAIT_TIME: Category.PAGE_STILL_LOADING,
}
"""The failure that a repair of each kind is to prevent."""
_KNOWN = frozenset({RecoveryState.SUCCEEDED, RecoveryState.FAILED})


@dataclass(frozen=True)
class Started:
    """Its first attempt was decided on."""

    trigger: Trigger
    queued: float
    """Seconds since it could have begun."""


@dataclass(frozen=True)
class Finished:
    """It is over."""

    result: str
    """One of RESULTS."""
    category: Category | None
    at: datetime
    seconds: float | None
    """From its first step; None where it has not come to that."""


@dataclass(frozen=True)
class StepFailed:
    """A runner has reported a failure."""

    failure: Failure
    is_regression: bool
    """The step carries a repair that was to prevent just this."""


@dataclass(frozen=True)
class RecoveryBegun:
    """It is tried."""

    category: Category | None
    """Of the failure that it answers."""
    action: RecoveryKind


@dataclass(frozen=True)
class RecoveryEnded:
    """Whether a recovery has helped is known now."""

    category: Category | None
    """Of the failure that it answered."""
    action: RecoveryKind
    outcome: RecoveryState
    seconds: float


@dataclass(frozen=True)
class InputEnded:
    """Somebody has answered, or nobody in time."""

    seconds: float


Happening = Started | Finished | StepFailed | RecoveryBegun | RecoveryEnded | InputEnded


def of_run(facts: RunFacts, after: RunStatus, now: datetime) -> Iterator[Happening]:
    """What has happened to the run with this status."""
    before = facts.run.status
    if after.attempts and not before.attempts:
        due = max(facts.run.created, facts.run.spec.start_at or facts.run.created)
        yield Started(facts.run.spec.trigger, _seconds(due, after.attempts[0].intended_at))
    if after.recoveries != before.recoveries:
        yield from _failures(facts, after)
        yield from _recoveries(before, after)
    asked = before.input_request
    if asked and (after.input_request is None or after.input_request.request_id != asked.request_id):
        yield InputEnded(_seconds(asked.asked_at, now))
    if after.phase in TERMINAL and before.phase not in TERMINAL:
        yield _finished(after, now)


def source(version: WorkflowVersion) -> str:
    """What a version came of: an edit of the user's, a repair or a revert."""
    return REVERT if version.spec.revert_to is not None else version.spec.author.value


def new_versions(known: tuple[WorkflowVersion, ...], before: int, after: int) -> Iterator[str]:
    """The sources of the versions by which a workflow's latest number has risen."""
    return (source(each) for each in known if before < each.spec.number <= after)


def _failures(facts: RunFacts, after: RunStatus) -> Iterator[StepFailed]:
    """One for each that is answered for the first time; an attempt that ended without a word has failed at no step."""
    known = {each.key() for each in facts.run.status.recoveries}
    for recovery in after.recoveries:
        if recovery.key() not in known and recovery.sequence and recovery.error:
            known.add(recovery.key())
            yield StepFailed(recovery.error, _is_regression(facts, after, recovery))


def _is_regression(facts: RunFacts, after: RunStatus, recovery: Recovery) -> bool:
    number = next((each.version for each in after.attempts if each.number == recovery.attempt), 0)
    version = versions.numbered(facts.versions, number)
    repairs = version.spec.repairs if version else ()
    category = recovery.error.category if recovery.error else None
    return any(each.node_id == recovery.node_id and MENDS.get(each.kind) is category for each in repairs)


def _recoveries(before: RunStatus, after: RunStatus) -> Iterator[RecoveryBegun | RecoveryEnded]:
    known = {(each.key(), each.kind): each.state for each in before.recoveries}
    for each in after.recoveries:
        state = known.get((each.key(), each.kind))
        category = each.error.category if each.error else None
        if each.state is RecoveryState.PENDING and state is None:
            yield RecoveryBegun(category, each.kind)
        if each.state in _KNOWN and state not in _KNOWN:
            took = _seconds(each.decided_at, each.finished_at or each.decided_at)
            yield RecoveryEnded(category, each.kind, each.state, took)


def _finished(after: RunStatus, now: datetime) -> Finished:
    ended = after.finished_at or now
    took = _seconds(after.started_at, ended) if after.started_at else None
    result = RECOVERED if after.phase is Phase.SUCCEEDED and after.recovered else str(after.phase)
    return Finished(result, after.error.category if after.error else None, ended, took)


def is_unclear(failure: Failure) -> bool:
    """Whether nobody knows why the step has failed; a fault of our own is known by its reason."""
    return failure.category is Category.NOT_CONFIDENT and failure.fault is not Fault.PLATFORM


def _seconds(start: datetime, end: datetime) -> float:
    return max(0.0, (end - start).total_seconds())
