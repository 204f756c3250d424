"""A step stops for somebody's input: the question is put, and the session held open until it is answered."""

from datetime import timedelta

from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.duration import seconds
from webmend.domain.graph import Node
from webmend.domain.phase import Phase
from webmend.domain.report import FailureReport
from webmend.domain.run import Attempt, InputReason, InputRequest, RunStatus
from webmend.policy import asking
from webmend.policy.event import EmitEvent

from . import answering, failing, looking, state
from .facts import Action, RunPlan
from .state import Context


def put(
    context: Context, status: RunStatus, attempt: Attempt, report: FailureReport, actions: tuple[Action, ...]
) -> RunPlan:
    """The plan that puts the question of the step on which the runner waits. `actions`: what is to be done besides."""
    graph = failing.graph_of(context, attempt)
    node = graph.node(report.node_id) if graph else None
    if node is None or node.ask is None:
        return _ended(context, status, attempt, report, "the step that asks is not in the workflow's graph any more")
    request = _request(context, attempt, report, node)
    what = f'"{node.title}" asks, {node.ask.timeout} at most: {request.message}'[:1024]
    directive = _directive(attempt, report, DirectiveKind.HOLD, what).with_(until=request.expires_at)
    status = status.with_(
        directive=directive,
        steps=status.steps.with_(done=report.steps_done, current=report.node_id),
        input_request=request,
    )
    status = state.moved(answering.asked(context, status), Phase.INPUT_REQUIRED, "Asked", what)
    told = EmitEvent("InputRequired", what, f"InputRequired-a{attempt.number}-s{report.sequence}")
    return RunPlan(state.whole(context, status), (*actions, told), due=request.expires_at, reason=what)


def was_put(status: RunStatus, report: FailureReport) -> bool:
    """Whether the operator has said anything to the step that asked."""
    told = status.directive
    return told is not None and (told.attempt, told.sequence) == (report.attempt, report.sequence)


def _request(context: Context, attempt: Attempt, report: FailureReport, node: Node) -> InputRequest:
    assert node.ask is not None
    fields = asking.fields(node.ask)
    return InputRequest(
        request_id=f"a{attempt.number}-s{report.sequence}",
        attempt=attempt.number,
        sequence=report.sequence,
        node_id=node.id,
        reason=InputReason.INPUT_REQUIRED,
        message=report.evidence.error.message,
        inputs={field.name: "" for field in fields},
        fields=fields,
        screenshot=report.evidence.screenshot,
        asked_at=context.now,
        expires_at=context.now + timedelta(seconds=seconds(node.ask.timeout)),
    )


def _directive(attempt: Attempt, report: FailureReport, kind: DirectiveKind, why: str) -> Directive:
    return Directive(sequence=report.sequence, attempt=attempt.number, kind=kind, reason=why)


def _ended(context: Context, status: RunStatus, attempt: Attempt, report: FailureReport, why: str) -> RunPlan:
    status = status.with_(directive=_directive(attempt, report, DirectiveKind.END, why))
    status, told = looking.held(context, status, None)
    return RunPlan(state.whole(context, status), told, reason=why)
