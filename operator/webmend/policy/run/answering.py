"""A session is held open for an answer: judge what is given, go on with what is good, give up when the time is over."""

from webmend.domain.condition import Condition, ConditionStatus, put
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.duration import duration, seconds
from webmend.domain.graph import Graph
from webmend.domain.phase import Phase
from webmend.domain.report import FailureReport, RecoveryOutcome, RecoveryReport
from webmend.domain.run import Answer, Attempt, InputRequest, JudgedAnswer, RunStatus
from webmend.policy import answers
from webmend.policy.event import EmitEvent

from . import failing, learning, looking, state
from .state import Context

Step = tuple[RunStatus, tuple[EmitEvent, ...]]
"""The status after a step of the plan, and what is told of it."""


def heard(context: Context, status: RunStatus, attempt: Attempt) -> Step:
    """The status once every new answer is judged, and the question closed if its time is over."""
    told: tuple[EmitEvent, ...] = ()
    for answer in unjudged(context, status):
        status, events = _judged(context, status, attempt, answer)
        told = (*told, *events)
    if status.input_request and context.now >= status.input_request.expires_at:
        status, events = _given_up(context, status, status.input_request)
        told = (*told, *events)
    return status, told


def asked(context: Context, status: RunStatus) -> RunStatus:
    """The status with its question under a name that no answer has used yet."""
    request, run = status.input_request, context.facts.run
    used = [answer.request_id for answer in run.spec.answers]
    return status.with_(input_request=answers.named(request, run.uid, used)) if request else status


def unjudged(context: Context, status: RunStatus) -> tuple[Answer, ...]:
    """The answers that nobody has looked at."""
    known = {judged.request_id for judged in status.answers}
    return tuple(answer for answer in context.facts.run.spec.answers if answer.request_id not in known)


def _judged(context: Context, status: RunStatus, attempt: Attempt, answer: Answer) -> Step:
    workflow = context.facts.workflow
    facts = answers.AnswerFacts(
        answer=answer,
        request=status.input_request,
        declared=workflow.spec.inputs if workflow else (),
        now=context.now,
        # The runner holds on for so long after the question's time: whoever was to look may have been away.
        grace=seconds(context.settings.recovery.directive_timeout),
    )
    if why := answers.refusal(facts):
        return refused(context, status, answer, why)
    assert status.input_request is not None
    return _accepted(context, status, attempt, answer, status.input_request)


def refused(context: Context, status: RunStatus, answer: Answer, why: str) -> Step:
    """Nothing changes but the name of the question, if it was this one: a name is answered once."""
    said = f"The answer to {answer.request_id} is refused: {why}"
    before, status = status.input_request, asked(context, noted(status, answer, accepted=False, message=why))
    if status.input_request is not None and status.input_request != before:
        said = f"{said}. Answer {status.input_request.request_id} in its place"
    condition = Condition(
        type="AnswerRefused",
        status=ConditionStatus.TRUE,
        reason="AnswerRefused",
        message=said[:1024],
        last_transition_time=context.now,
    )
    event = EmitEvent("AnswerRefused", said[:1024], f"AnswerRefused-{answer.request_id}", warning=True)
    return status.with_(conditions=put(status.conditions, condition)), (event,)


def _accepted(context: Context, status: RunStatus, attempt: Attempt, answer: Answer, request: InputRequest) -> Step:
    report = status.session.failure if status.session else None
    graph = failing.graph_of(context, attempt)
    if status.directive is None or report is None or graph is None:
        return refused(context, status, answer, "the session that asked is over")
    node_id = _resume_at(report, graph, answer, request)
    directive = _directive(status.directive, report, answer, node_id, f'on from "{graph.node(node_id).title}"')
    by_itself = report.node_id if report.asks else None
    status = noted(status, answer, accepted=True, node_id=by_itself).with_(directive=directive, input_request=None)
    phase = Phase.RUNNING if report.asks else Phase.RECOVERING
    status = state.moved(status, phase, "Answered", directive.reason)
    event = EmitEvent("Answered", directive.reason, f"Answered-{answer.request_id}")
    return without_complaint(context, status), (event,)


def _resume_at(report: FailureReport, graph: Graph, answer: Answer, request: InputRequest) -> str:
    """The step to go on with: one that asks gets its answer itself, as does one in front of an open dialog."""
    if report.asks or answer.modal_action is not None:
        return report.node_id
    return answers.resume_at(report, graph, answers.changed_inputs(answer, request))


def _directive(held: Directive, report: FailureReport, answer: Answer, node_id: str, where: str) -> Directive:
    """What the runner that holds the session is told."""
    if answer.modal_action is not None:
        kind, what = DirectiveKind.PRESS, f'press "{answer.modal_action}", as somebody chose, and go {where}'
    else:
        kind = DirectiveKind.RETRY if node_id == report.node_id else DirectiveKind.RESUME
        new = "" if report.asks else "new "
        what = f"go {where} with {new}values{f' of {listed}' if (listed := ', '.join(answer.inputs)) else ''}"
    return Directive(
        sequence=held.sequence,
        attempt=held.attempt,
        revision=held.revision + 1,
        kind=kind,
        node_id=node_id,
        control=answer.modal_action or "",
        answer=answer.request_id,
        reason=f"{answer.request_id} is answered: {what}"[:1024],
    )


def _given_up(context: Context, status: RunStatus, request: InputRequest) -> Step:
    """Nobody answered: the attempt ends, and the run fails as it would have."""
    waited = duration((request.expires_at - request.asked_at).total_seconds())
    said = f"nobody answered {request.request_id} within {waited}"
    if (held := status.directive) is not None:
        end = Directive(sequence=held.sequence, attempt=held.attempt, kind=DirectiveKind.END, reason=said)
        status = status.with_(directive=end.with_(revision=held.revision + 1))
    failed = RecoveryReport(sequence=request.sequence, outcome=RecoveryOutcome.FAILED, detail=said)
    status = learning.noted(status, request.attempt, (failed,), context.now)
    status = state.moved(status, Phase.RUNNING, "NotAnswered", f"The attempt ends: {said}")
    event = EmitEvent("NotAnswered", said, f"NotAnswered-{request.request_id}", warning=True)
    status, told = looking.held(context, status.with_(input_request=None), None)
    return status, (event, *told)


def noted(
    status: RunStatus, answer: Answer, *, accepted: bool, message: str = "", node_id: str | None = None
) -> RunStatus:
    """The status with what became of the answer; `node_id`: of a step that asks by itself."""
    judged = JudgedAnswer(request_id=answer.request_id, accepted=accepted, message=message[:1024], node_id=node_id)
    return status.with_(answers=(*status.answers, judged))


def without_complaint(context: Context, status: RunStatus) -> RunStatus:
    """An answer was good: that an earlier one was not, is no longer so."""
    conditions = status.conditions
    if any(condition.type == "AnswerRefused" for condition in conditions):
        good = Condition(
            type="AnswerRefused",
            status=ConditionStatus.FALSE,
            reason="Answered",
            last_transition_time=context.now,
        )
        conditions = put(conditions, good)
    return status.with_(conditions=conditions)
