"""The cluster does not let an attempt begin: the run waits for it, Pending with the reason, and gives up in the end."""

from datetime import datetime, timedelta

from webmend.domain.condition import Condition, ConditionStatus, find, is_true, put
from webmend.domain.duration import duration, seconds
from webmend.domain.interruption import Interruption
from webmend.domain.phase import Phase
from webmend.domain.run import Attempt, AttemptState, RunStatus
from webmend.policy import budget
from webmend.policy.event import EmitEvent
from webmend.policy.job import job_body

from . import outcome, state
from .blocked import CONDITION, Blocked, Blocker
from .facts import Action, CreateJob, DeleteJob, RunPlan
from .state import Context


def wait(context: Context, attempt: Attempt, found: Blocked) -> RunPlan:
    """The plan for an attempt that cannot begin. In a queue of Kueue it waits as long as it takes.

    Written once for each reason: figures in the cluster's messages change all the time. Where the Job has run into its
    deadline meanwhile, another attempt takes its place; since it began nothing, it counts for none of the budgets.
    """
    status, told = _said(context, found.by)
    if found.by.reason is Interruption.SUSPENDED:
        return RunPlan(status, told, reason=found.by.message)
    until = _since(context) + timedelta(seconds=seconds(context.settings.recovery.blocked_timeout))
    if context.now >= until:
        return _given_up(context, attempt, found.by)
    if found.job_over:
        status = _closed(context, status, attempt, found.by)
        return RunPlan(status, (*_dead(context), *told), due=status.next_attempt_time, reason=found.by.message)
    return RunPlan(
        status, (*told, *_job(context, attempt, found)), due=min(found.due or until, until), reason=found.by.message
    )


def is_over(context: Context) -> bool:
    """Whether the run still says that it is blocked, and is so no more: its runner has begun, or something else is."""
    status, pods = context.status, context.facts.pods
    has_begun = any(pod.started or pod.exit_code is not None for pod in pods)
    return status.phase is Phase.PENDING or (has_begun and is_true(status.conditions, CONDITION))


def go_on(context: Context, attempt: Attempt) -> RunPlan:
    """The plan once the way is free: said before anything else is decided, so that no phase is left out."""
    said = f"Attempt {attempt.number} with version {attempt.version}"
    status = state.moved(context.status, Phase.RUNNING, "Running", said)
    free = Condition(type=CONDITION, status=ConditionStatus.FALSE, reason="Begun", last_transition_time=context.now)
    status = state.whole(context, status.with_(conditions=put(status.conditions, free)))
    return RunPlan(status, due=context.now, reason=f"{said} can begin")


def _conditions(context: Context) -> tuple[Condition, ...]:
    """Those of the run; what it has waited in a queue is not held against what comes after."""
    conditions = context.status.conditions
    in_queue = context.status.reason == Interruption.SUSPENDED
    return tuple(c for c in conditions if c.type != CONDITION) if in_queue else conditions


def _since(context: Context) -> datetime:
    found = find(_conditions(context), CONDITION)
    return found.last_transition_time if found and found.status is ConditionStatus.TRUE else context.now


def _said(context: Context, by: Blocker) -> tuple[RunStatus, tuple[EmitEvent, ...]]:
    """The status that says so, and the Event of it where that is new."""
    status = context.status
    if status.phase is Phase.PENDING and status.reason == by.reason:
        return status, ()
    status = state.moved(status, Phase.PENDING, by.reason, f"{by.message}. {by.fix}")
    condition = Condition(
        type=CONDITION,
        status=ConditionStatus.TRUE,
        reason=by.reason,
        message=by.message,
        last_transition_time=context.now,
    )
    status = state.whole(context, status.with_(conditions=put(_conditions(context), condition)))
    key = f"{by.reason}-{status.attempt}-{len(status.recoveries)}"
    return status, (EmitEvent(by.reason, status.message, key, warning=True),)


def _job(context: Context, attempt: Attempt, found: Blocked) -> tuple[Action, ...]:
    facts = context.facts
    if not found.makes_job or facts.workflow is None:
        return ()
    return (CreateJob(job_body(facts.run, facts.workflow, attempt, context.settings)),)


def _dead(context: Context) -> tuple[Action, ...]:
    job = context.facts.job
    return (DeleteJob(job.name, job.uid),) if job is not None else ()


def _closed(context: Context, status: RunStatus, attempt: Attempt, by: Blocker) -> RunStatus:
    """The attempt is over without having begun; the next follows soon."""
    done = attempt.with_(state=AttemptState.INTERRUPTED, finished_at=context.now, reason=by.reason)
    soon = context.now + timedelta(seconds=seconds(context.settings.recovery.platform_delay))
    return state.whole(context, state.with_attempt(status, done).with_(session=None, next_attempt_time=soon))


def _given_up(context: Context, attempt: Attempt, by: Blocker) -> RunPlan:
    waited = duration(seconds(context.settings.recovery.blocked_timeout))
    failure = budget.with_refusal(
        outcome.platform(by.reason, by.message, by.fix), f"the run has waited {waited} (recovery.blockedTimeout)"
    )
    done = attempt.with_(state=AttemptState.INTERRUPTED, finished_at=context.now, reason=by.reason, error=failure)
    status = state.with_attempt(context.status, done).with_(session=None)
    status = state.ended(
        status, Phase.FAILED, by.reason, f"Given up after {waited}: {by.message}", failure, context.now
    )
    event = state.event(status, "Failed", status.message, warning=True)
    return RunPlan(state.whole(context, status), (*_dead(context), event), reason=status.message)
