"""What should have happened by now: runs that do not get on, schedules whose runs do not succeed."""

from datetime import datetime, timedelta

from webmend.domain.condition import ConditionStatus, find
from webmend.domain.phase import IN_SESSION, Phase
from webmend.domain.run import Run, current_attempt
from webmend.domain.workflow import Schedule, Workflow

from .schedule import CONDITION
from .schedule.times import following

SLACK = timedelta(minutes=10)
"""How late something may be: an operator that was away needs a little to catch up."""
PERIODS = 2
"""Periods without success after which something is wrong, as Prometheus' practices say of batch jobs: one may fail."""


def is_stuck(run: Run, workflow: Workflow | None, now: datetime) -> bool:
    """Whether what was to happen to the run next is overdue. One that waits for others is not."""
    due = _next(run, workflow)
    return due is not None and now - due > SLACK


def late_at(schedule: Schedule, success: datetime) -> datetime | None:
    """When PERIODS full periods of the schedule are over after this success; None: never."""
    when: datetime | None = success
    for _ in range(PERIODS + 1):
        when = following(schedule, when) if when else None
    return when


def counts_from(workflow: Workflow, success: datetime) -> datetime | None:
    """From when on its schedule could have led to a success, given the last one; None: it starts no runs now."""
    scheduled = find(workflow.status.conditions, CONDITION)
    if workflow.spec.schedule is None or scheduled is None or scheduled.status is not ConditionStatus.TRUE:
        return None
    return max(success, scheduled.last_transition_time)


def _next(run: Run, workflow: Workflow | None) -> datetime | None:
    status, attempt = run.status, current_attempt(run.status)
    if status.phase is None:
        return run.created
    if status.phase is Phase.REQUEUED:
        return status.next_attempt_time
    if status.input_request is not None:
        return status.input_request.expires_at
    if status.phase not in IN_SESSION or attempt is None or workflow is None:
        return None
    return attempt.intended_at + timedelta(seconds=workflow.spec.runner.active_deadline_seconds)
