"""What a schedule asks for now: nothing, a start, or that the run before is stopped first.

As Kubernetes' CronJob, where nothing else is said: of starts that were missed only the latest is made up for, and only
within startingDeadlineSeconds; a start that Forbid holds back counts as missed. Otherwise than there, starts that came
while no run was to start by itself (a Draft, a pause, another schedule) are not missed: they were never due.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from webmend.domain.condition import find
from webmend.domain.workflow import ConcurrencyPolicy, Schedule, ScheduleInForce, Workflow, WorkflowState
from webmend.policy import inputs, pausing
from webmend.policy.event import EmitEvent

from . import times

CONDITION = "Scheduled"


@dataclass(frozen=True)
class Going:
    """A run that the schedule has started and that is not over."""

    name: str
    is_stopping: bool = False


@dataclass(frozen=True)
class Decision:
    """What becomes of the schedule now, and why."""

    reason: str
    """In one CamelCase word; the reason of the condition Scheduled and of the Event."""
    sentence: str = ""
    in_force: ScheduleInForce | None = None
    """What is to be remembered; None: no run starts by itself."""
    start: datetime | None = None
    """Start the run that was due then."""
    stop: tuple[str, ...] = ()
    """Ask these runs to stop."""
    next: datetime | None = None
    """When the schedule is due next."""
    event: EmitEvent | None = None


@dataclass(frozen=True)
class _Context:
    """What a start that is due is judged by."""

    workflow: Workflow
    schedule: Schedule
    going: Sequence[Going]
    in_force: ScheduleInForce
    missed: times.Missed
    now: datetime


def decide(workflow: Workflow, going: Sequence[Going], is_accepted: bool, now: datetime) -> Decision:
    """What the schedule asks for now.

    1. A schedule that is to start nothing is not in force.
    2. Nothing is due: what was said last still holds.
    3. Else the first of RULES that has something to say.

    `going`: the runs of this schedule that are not over. `is_accepted`: the workflow's runs can start.
    """
    schedule = workflow.spec.schedule
    if schedule is None or not is_accepted:
        return NOT_ACCEPTED if schedule else NO_SCHEDULE
    if silence := _silence(workflow):
        return silence
    in_force = _in_force(workflow, schedule, now)
    missed = times.missed(schedule, in_force.since, now)
    if missed is None and in_force.replacing is not None:
        missed = times.Missed(in_force.replacing, others=0)
    if missed is None:
        decision = _still(workflow, in_force)
    else:
        decision = _due(_Context(workflow, schedule, going, in_force, missed, now))
    return replace(decision, next=times.following(schedule, now))


def run_name(workflow: Workflow, due: datetime) -> str:
    """The one name of the run that was due then: derived, so that a second creation of it is a conflict, no second run.

    A cron expression is due at most once a minute.
    """
    return f"{workflow.name[:40].rstrip('-.')}-{workflow.uid[:8]}-{due.astimezone(UTC):%Y%m%d%H%M}"


def said_at(when: datetime) -> str:
    """A time as people and objects are told it."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


NO_SCHEDULE = Decision("NoSchedule")
NOT_ACCEPTED = Decision("NotAccepted", "The workflow is not accepted: no run starts by itself")


def _silence(workflow: Workflow) -> Decision | None:
    """Why no run of an accepted workflow is to start by itself."""
    state, pause = workflow.spec.state, pausing.pause(workflow)
    if state is not WorkflowState.ACTIVE:
        return Decision(str(state), f"The workflow is {state}: no run starts by itself")
    if pause is not None:
        return Decision("ErrorCode", pausing.sentence(pause, workflow.name))
    if lacking := inputs.problems(workflow.spec.inputs, {}):
        return Decision("InputsMissing", f"A scheduled run is given no inputs: {'; '.join(lacking)}"[:1024])
    return None


def _in_force(workflow: Workflow, schedule: Schedule, now: datetime) -> ScheduleInForce:
    """As it is remembered; a new or changed schedule counts from now on, that of a new workflow from its creation."""
    stored, digest = workflow.status.schedule, _digest(schedule)
    if stored is not None and stored.digest == digest:
        return stored
    is_new = workflow.status.observed_generation == 0
    return ScheduleInForce(digest=digest, since=(workflow.created if is_new else None) or now)


def _digest(schedule: Schedule) -> str:
    said = "\n".join([schedule.time_zone, *schedule.cron])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _still(workflow: Workflow, in_force: ScheduleInForce) -> Decision:
    """What was said last, as long as it was said of this schedule."""
    said = find(workflow.status.conditions, CONDITION)
    if said is None or workflow.status.schedule is None or workflow.status.schedule.digest != in_force.digest:
        return Decision("InForce", "", in_force)
    return Decision(said.reason, said.message, in_force)


def _due(context: _Context) -> Decision:
    """What becomes of a start that is due, with its Event unless the same was said last."""
    decision = next(found for rule in RULES if (found := rule(context)))
    said = find(context.workflow.status.conditions, CONDITION)
    if said is not None and (said.reason, said.message) == (decision.reason, decision.sentence):
        return decision
    key = f"{decision.reason}-{said_at(context.missed.latest)}"
    return replace(decision, event=EmitEvent(decision.reason, decision.sentence, key, decision.reason == TOO_LATE))


def _not_noted(context: _Context) -> Decision | None:
    """The run that is due goes on: it was started, and the operator died before it could note that."""
    is_there = run_name(context.workflow, context.missed.latest) in {run.name for run in context.going}
    return _started(context) if is_there else None


def _too_late(context: _Context) -> Decision | None:
    """The deadline is for the start, not for the end of a run that is stopped for it."""
    deadline = context.schedule.starting_deadline_seconds
    late = context.now - context.missed.latest
    if deadline is None or late <= timedelta(seconds=deadline) or context.in_force.replacing is not None:
        return None
    said = f"it is more than {deadline} s late (startingDeadlineSeconds){_others(context.missed)}"
    return Decision(TOO_LATE, _not_started(context, said), context.in_force.with_(since=context.missed.latest))


def _forbidden(context: _Context) -> Decision | None:
    """Not dealt with: it is made up for when the run is over, if that is within the deadline."""
    if not context.going or context.schedule.concurrency_policy is not ConcurrencyPolicy.FORBID:
        return None
    said = _not_started(context, f"{_names(context.going)} is not over (concurrencyPolicy Forbid)")
    return Decision("StillRunning", said, context.in_force.with_(replacing=None))


def _replacing(context: _Context) -> Decision | None:
    if not context.going or context.schedule.concurrency_policy is not ConcurrencyPolicy.REPLACE:
        return None
    due, who = context.missed.latest, _names(context.going)
    said = f"The run due at {said_at(due)} starts when {who} has stopped (concurrencyPolicy Replace)"
    stop = tuple(run.name for run in context.going if not run.is_stopping)
    return Decision("Replacing", said, context.in_force.with_(replacing=due), stop=stop)


def _started(context: _Context) -> Decision:
    due = context.missed.latest
    said = f"Started {run_name(context.workflow, due)}, due at {said_at(due)}{_others(context.missed)}"
    return Decision("RunStarted", said, context.in_force.with_(since=due, replacing=None), start=due)


TOO_LATE = "StartMissed"
RULES: tuple[Callable[[_Context], Decision | None], ...] = (
    _not_noted,
    _too_late,
    _forbidden,
    _replacing,
    _started,
)


def _not_started(context: _Context, why: str) -> str:
    return f"The run due at {said_at(context.missed.latest)} was not started: {why}"


def _names(going: Sequence[Going]) -> str:
    return ", ".join(run.name for run in going[:3]) + (" and others" if len(going) > 3 else "")


def _others(missed: times.Missed) -> str:
    if not missed.others:
        return ""
    count = f"{missed.others}" if missed.others < times.COUNTED else f"{times.COUNTED} or more"
    return f"; of the starts before it {count} were missed and are not made up for"
