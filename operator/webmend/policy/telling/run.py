"""What there is to tell of a run.

Everything is read from what its status holds, not from what changed since somebody looked last: attempts, recoveries
and the end stay in it. So whoever looks after an outage tells what has happened meanwhile; and since each thing has an
id of its own, kept once, nothing is told twice.
"""

from collections.abc import Callable, Iterator
from typing import Any

from webmend.domain.event import (
    MOST_MENDED,
    AboutRun,
    DataWarned,
    Ended,
    Event,
    EventType,
    Failed,
    InputRequired,
    Mended,
    PasswordUpdated,
    Recovered,
    Requeued,
)
from webmend.domain.phase import Phase
from webmend.domain.record import RunSummary
from webmend.domain.run import Attempt, Recovery, RecoveryKind, RecoveryState, Run
from webmend.policy.outputs.drop import parted

from .happened import event

REQUEUES = frozenset(
    {
        RecoveryKind.REQUEUE,
        RecoveryKind.WAIT_IN_NEW_ATTEMPT,
        RecoveryKind.RETRY_PLATFORM,
        RecoveryKind.RETRY_BY_CODE,
    }
)
"""What is done about a failure by making a further attempt."""
_SAME = ("namespace", "workflow", "trigger", "type", "site", "labels", "dry_run", "replay_of", "created_at")
_OVER = ("finished_at", "duration_ms", "steps_done", "records", "message")


def happened(run: Run, summary: RunSummary) -> tuple[Event, ...]:
    """All that is to be told of the run as it is now, the earliest first. `summary`: the run as it is recorded."""
    return tuple(sorted((told for tell in _TOLD for told in tell(run, summary)), key=lambda each: each.at))


def _started(run: Run, summary: RunSummary) -> Iterator[Event]:
    if run.status.started_at is not None:
        yield event(EventType.EXECUTION_STARTED, run.status.started_at, _about(AboutRun, run, summary), run.uid)


def _requeued(run: Run, summary: RunSummary) -> Iterator[Event]:
    """One for each attempt that was followed by another one, or that another one is to follow."""
    for recovery in run.status.recoveries:
        if recovery.kind in REQUEUES:
            about = _about(Requeued, run, summary, **_requeue(run, recovery))
            category = recovery.error.category if recovery.error else None
            key = (run.uid, recovery.attempt)
            yield event(EventType.EXECUTION_REQUEUED, recovery.decided_at, about, *key, category=category)


def _requeue(run: Run, recovery: Recovery) -> dict[str, Any]:
    status, error = run.status, recovery.error
    failed, following = _attempt(run, recovery.attempt), _attempt(run, recovery.attempt + 1)
    is_next = status.phase is Phase.REQUEUED and status.attempt == recovery.attempt
    return {
        "attempt": recovery.attempt,
        "version": failed and failed.version,
        "next_attempt": recovery.attempt + 1,
        "max_attempts": status.max_attempts,
        "scheduled_at": status.next_attempt_time if is_next else following and following.intended_at,
        "message": recovery.what,
        "error": error,
        "llm_error_category": error and error.category,
        "llm_error_sub_type": error and error.sub_type,
        "screenshot": failed.screenshot if failed else "",
    }


def _asked(run: Run, summary: RunSummary) -> Iterator[Event]:
    """One for each question. Of one that is closed by now only the recovery tells that put it."""
    asked = run.status.input_request
    for recovery in run.status.recoveries:
        if recovery.kind is RecoveryKind.REQUEST_INPUT and (asked is None or recovery.key() != asked.request_id):
            facts = {"request_id": recovery.key(), "message": recovery.what, "node_id": recovery.node_id}
            about = _about(InputRequired, run, summary, asked_at=recovery.decided_at, attempt=recovery.attempt, **facts)
            yield event(EventType.EXECUTION_INPUT_REQUIRED, about.asked_at, about, run.uid, about.request_id)
    if asked is not None:
        facts = {name: getattr(asked, name) for name in type(asked).model_fields if name != "sequence"}
        about = _about(InputRequired, run, summary, **facts)
        error = run.status.error
        category = error.category if error and not asked.fields else None
        key = (run.uid, asked.request_id)
        yield event(EventType.EXECUTION_INPUT_REQUIRED, asked.asked_at, about, *key, category=category)


def _password_updated(run: Run, summary: RunSummary) -> Iterator[Event]:
    for recovery in _succeeded(run):
        if recovery.kind is RecoveryKind.ROTATE_PASSWORD:
            facts = {"attempt": recovery.attempt, "node_id": recovery.node_id, "message": recovery.what}
            about = _about(PasswordUpdated, run, summary, **facts)
            at = recovery.finished_at or recovery.decided_at
            yield event(EventType.EXECUTION_PASSWORD_UPDATED, at, about, run.uid, recovery.key())


def _ended(run: Run, summary: RunSummary) -> Iterator[Event]:
    """One, whichever way it ended: that a run was mended is told in place of that it has succeeded."""
    status, over = run.status, {name: getattr(summary, name) for name in _OVER}
    at = status.finished_at or run.created
    match status.phase:
        case Phase.SUCCEEDED if status.recovered:
            mended = tuple(map(_mended, _succeeded(run)[-MOST_MENDED:]))
            about: Ended = _about(Recovered, run, summary, **over, mended=mended)
            category = mended[-1].category if mended else None
            yield event(EventType.EXECUTION_RECOVERED, at, about, run.uid, category=category)
        case Phase.SUCCEEDED:
            yield event(EventType.EXECUTION_SUCCEEDED, at, _about(Ended, run, summary, **over), run.uid)
        case Phase.STOPPED:
            yield event(EventType.EXECUTION_STOPPED, at, _about(Ended, run, summary, **over), run.uid)
        case Phase.FAILED:
            about = _about(Failed, run, summary, **over, **_failure(run))
            yield event(EventType.EXECUTION_FAILED, at, about, run.uid, category=summary.category)


def _failure(run: Run) -> dict[str, Any]:
    error, last = run.status.error, _attempt(run, run.status.attempt)
    return {
        "error": error,
        "llm_error_category": error and error.category,
        "llm_error_sub_type": error and error.sub_type,
        "screenshot": last.screenshot if last else "",
    }


def _data(run: Run, summary: RunSummary) -> Iterator[Event]:
    if run.status.phase is not Phase.SUCCEEDED:
        return
    at = run.status.finished_at or run.created
    invalid, dropped = parted(run.status.warnings)
    for type_, found in ((EventType.WORKFLOW_DATA_INVALID, invalid), (EventType.WORKFLOW_DATA_CHANGE, dropped)):
        if found:
            yield event(type_, at, _about(DataWarned, run, summary, warnings=found), run.uid)


_TOLD: tuple[Callable[[Run, RunSummary], Iterator[Event]], ...] = (
    _started,
    _requeued,
    _asked,
    _password_updated,
    _data,
    _ended,
)


def _about(kind: type[Any], run: Run, summary: RunSummary, **facts: Any) -> Any:
    """What is said of the run, and the facts besides."""
    said = {name: getattr(summary, name) for name in _SAME}
    said |= {"run": run.name, "session_id": run.uid, "version": summary.version, "attempt": summary.attempt}
    return kind(**{**said, "started_at": summary.started_at, "artifacts": summary.artifacts, **facts})


def _attempt(run: Run, number: int) -> Attempt | None:
    return next((each for each in run.status.attempts if each.number == number), None)


def _succeeded(run: Run) -> tuple[Recovery, ...]:
    return tuple(each for each in run.status.recoveries if each.state is RecoveryState.SUCCEEDED)


def _mended(recovery: Recovery) -> Mended:
    return Mended(
        kind=recovery.kind,
        node_id=recovery.node_id,
        what=recovery.what,
        category=recovery.error and recovery.error.category,
        version=recovery.version,
    )
