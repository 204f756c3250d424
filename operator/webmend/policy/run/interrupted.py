"""An attempt was cut off at a step that says onInterrupt: ask. The run waits without a session; somebody decides."""

from webmend.domain.duration import duration
from webmend.domain.failure import Failure
from webmend.domain.phase import Phase
from webmend.domain.report import RecoveryOutcome, RecoveryReport
from webmend.domain.run import Answer, InputRequest, Recovery, RecoveryKind, RunStatus
from webmend.policy import answers, budget
from webmend.policy.event import EmitEvent
from webmend.policy.recover import Decision
from webmend.policy.recover.platform import RUN_AGAIN, fenced_until

from . import answering, learning, state
from .facts import Action, RunPlan
from .state import Context


def ask(
    context: Context, status: RunStatus, failure: Failure, decision: Decision, actions: tuple[Action, ...]
) -> RunPlan:
    """The plan that puts the question."""
    assert decision.request is not None
    assert decision.recovery is not None
    status = status.with_(
        recoveries=(*status.recoveries, decision.recovery)[-64:],
        input_request=decision.request,
        error=failure,
        directive=None,
    )
    status = answering.asked(context, status)
    status = state.moved(status, Phase.INPUT_REQUIRED, (failure.reason or str(failure.category))[:64], decision.reason)
    event = state.event(status, "InputRequired", decision.reason)
    due = decision.request.expires_at
    return RunPlan(state.whole(context, status), (*actions, event), due=due, reason=decision.reason)


def follow(context: Context, request: InputRequest) -> RunPlan:
    """The plan for a run that asks: judge what is given, do as it says, give up when the time is over."""
    status = context.status
    told: tuple[EmitEvent, ...] = ()
    for answer in answering.unjudged(context, status):
        if not (why := answers.refusal(_facts(context, status, answer))):
            return _decided(context, status, request, answer)
        status, events = answering.refused(context, status, answer, why)
        told = (*told, *events)
    if context.now >= request.expires_at:
        waited = duration((request.expires_at - request.asked_at).total_seconds())
        return _ended(context, status, request, f"nobody answered {request.request_id} within {waited}")
    status = state.whole(context, status) if status != context.status else status
    return RunPlan(status, told, due=request.expires_at, reason=f"Waits for the answer to {request.request_id}")


def _facts(context: Context, status: RunStatus, answer: Answer) -> answers.AnswerFacts:
    workflow = context.facts.workflow
    declared = workflow.spec.inputs if workflow else ()
    return answers.AnswerFacts(answer=answer, request=status.input_request, declared=declared, now=context.now)


def _decided(context: Context, status: RunStatus, request: InputRequest, answer: Answer) -> RunPlan:
    status = answering.without_complaint(context, answering.noted(status, answer, accepted=True))
    if answer.modal_action == RUN_AGAIN:
        return _run_again(context, status, request)
    return _ended(context, status, request, f"somebody chose {answer.modal_action}")


def _run_again(context: Context, status: RunStatus, request: InputRequest) -> RunPlan:
    """A further attempt, not before the one that was cut off must have stopped acting."""
    said = f"Attempt {status.attempt + 1} follows: somebody chose {RUN_AGAIN}"
    status = _closed(context, status, request, RecoveryOutcome.SUCCEEDED, said)
    last = status.attempts[-1].finished_at or context.now
    at = max(context.now, fenced_until(last, context.settings.recovery))
    again = Recovery(
        attempt=request.attempt,
        sequence=request.sequence,
        kind=RecoveryKind.RETRY_PLATFORM,
        node_id=request.node_id,
        what=said,
        error=status.error,
        decided_at=context.now,
    )
    status = status.with_(recoveries=(*status.recoveries, again)[-64:], next_attempt_time=at)
    status = state.moved(status, Phase.REQUEUED, str(again.kind), said)
    event = EmitEvent("Answered", said, f"Answered-{request.request_id}")
    return RunPlan(state.whole(context, status), (event,), due=at, reason=said)


def _ended(context: Context, status: RunStatus, request: InputRequest, why: str) -> RunPlan:
    """The run fails with what had cut its attempt off."""
    failure = status.error
    assert failure is not None
    status = _closed(context, status, request, RecoveryOutcome.FAILED, why)
    said = f"{failure.message}. No further attempt: {why}"
    reason = failure.reason or str(failure.category)
    status = state.ended(status, Phase.FAILED, reason, said, budget.with_refusal(failure, why), context.now)
    event = state.event(status, "Failed", said, warning=True)
    return RunPlan(state.whole(context, status), (event,), reason=said)


def _closed(
    context: Context, status: RunStatus, request: InputRequest, outcome: RecoveryOutcome, said: str
) -> RunStatus:
    """The status without its question."""
    report = RecoveryReport(sequence=request.sequence, outcome=outcome, detail=said)
    return learning.noted(status.with_(input_request=None), request.attempt, (report,), context.now)
