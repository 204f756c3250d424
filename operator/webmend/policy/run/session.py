"""An attempt is under way: answer the failure that its runner waits on, take note of how recoveries ended."""

from datetime import datetime, timedelta

from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.phase import Phase
from webmend.domain.report import FailureReport
from webmend.domain.run import Attempt, RecoveryState, RunStatus

from . import answering, asking, coding, consulting, failing, learning, looking, outcome, state
from .facts import Action, CreateJob, RunPlan
from .state import Context

_PHASE_OF_RECOVERY = Phase.RECOVERING, "Recovering"
_PHASE_OF_REQUEST = Phase.INPUT_REQUIRED, "InputRequired"
"""Where a run goes with a decision, and the reason of its Event."""


def follow(context: Context, attempt: Attempt, alive: outcome.Alive) -> RunPlan:
    """The plan for an attempt that goes on."""
    status, created = _outcomes(context, attempt)
    report = _unanswered(status, attempt)
    if report is not None and report.asks:
        return asking.put(context, status, attempt, report, created)
    if report is not None and (wait := consulting.wait(context, report)):
        return RunPlan(_whole(context, status), (*created, *wait.actions), due=wait.until, reason=wait.reason)
    if report is not None:
        return _answered(context, status, attempt, report, created)
    status, told = answering.heard(context, status, attempt)
    status = _whole(context, status)
    return RunPlan(status, (*created, *told), due=_due(status, alive), reason=f"Attempt {attempt.number} goes on")


def job_again(context: Context, attempt: Attempt, create: CreateJob) -> RunPlan:
    """The attempt was intended, and its Job is not there: make it; an existing one of that name is the same."""
    soon = context.now + timedelta(seconds=5)
    return RunPlan(context.status, (create,), due=soon, reason=f"The Job of attempt {attempt.number} is not there yet")


def _outcomes(context: Context, attempt: Attempt) -> tuple[RunStatus, tuple[Action, ...]]:
    """The status with the recoveries that the runner has reported on, and the versions that come of them."""
    session = context.status.session
    if session is None or session.attempt != attempt.number:
        return context.status, ()
    status = learning.noted(context.status, attempt.number, session.recoveries, context.now)
    if status == context.status:
        return status, ()
    told = learning.outcome_events(context.status, status)
    if status.phase in _HELD and not _is_held(status):
        status = state.moved(status, Phase.RUNNING, "Running", f"Attempt {attempt.number} goes on after recovery")
        status = status.with_(input_request=None)
    status, created = learning.learned(context, status)
    return status, (*created, *told)


_HELD = (Phase.RECOVERING, Phase.INPUT_REQUIRED)


def _is_held(status: RunStatus) -> bool:
    """Whether a step that asks waits for its answer, or a recovery for its outcome."""
    asks = status.input_request is not None and bool(status.input_request.fields)
    return asks or any(r.state is RecoveryState.PENDING and r.kind in learning.IN_SESSION for r in status.recoveries)


def _unanswered(status: RunStatus, attempt: Attempt) -> FailureReport | None:
    """The failure that the runner waits on and that has no directive yet."""
    report = status.session.failure if status.session else None
    if report is None or report.attempt != attempt.number:
        return None
    told = status.directive
    return None if told and told.attempt == attempt.number and told.sequence >= report.sequence else report


def _answered(
    context: Context, status: RunStatus, attempt: Attempt, report: FailureReport, created: tuple[Action, ...]
) -> RunPlan:
    failure = coding.explain(context, report)
    created = (*created, *coding.noted(context, report))
    decision = failing.answer(context, status, attempt, failure, report, in_session=True)
    directive = decision.directive or _end(attempt, report, decision.reason)
    status = consulting.noted(context, status, report)
    status = status.with_(directive=directive, steps=status.steps.with_(done=report.steps_done, current=report.node_id))
    if decision.recovery is not None and directive.kind is not DirectiveKind.END:
        status = status.with_(
            recoveries=(*status.recoveries, decision.recovery), input_request=decision.request, error=failure
        )
        status = answering.asked(context, status)
        phase, word = _PHASE_OF_REQUEST if decision.request else _PHASE_OF_RECOVERY
        status = state.moved(status, phase, str(failure.sub_type or failure.category), decision.reason)
        created = (*created, state.event(status, word, decision.reason))
    if directive.kind is DirectiveKind.END:
        status, told = looking.held(context, status, failure)
        created = (*created, *told)
    due = decision.request.expires_at if decision.request else None
    return RunPlan(state.whole(context, status), created, due=due, reason=decision.reason)


def _whole(context: Context, status: RunStatus) -> RunStatus:
    return state.whole(context, status) if status != context.status else status


def _due(status: RunStatus, alive: outcome.Alive) -> datetime | None:
    """When the session has waited long enough: for its container, or for an answer."""
    times = (alive.due, status.input_request.expires_at if status.input_request else None)
    return min((time for time in times if time is not None), default=None)


def _end(attempt: Attempt, report: FailureReport, reason: str) -> Directive:
    return Directive(sequence=report.sequence, attempt=attempt.number, kind=DirectiveKind.END, reason=reason)
