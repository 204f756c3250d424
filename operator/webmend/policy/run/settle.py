"""An attempt is over: the run has succeeded, has failed, or has a further attempt."""

from webmend.domain.directive import DirectiveKind
from webmend.domain.failure import Failure, Fault
from webmend.domain.phase import Phase
from webmend.domain.report import UNOPENED, AttemptOutcome, AttemptReport
from webmend.domain.run import Attempt, AttemptState, RecoveryState, RunStatus
from webmend.policy import budget, starting
from webmend.policy.recover import Decision

from . import asking, coding, consulting, data, failing, interrupted, learning, outcome, state, stopping, waiting
from .facts import Action, DeleteJob, RunPlan
from .state import Context


def settle(context: Context, attempt: Attempt, end: outcome.Ended) -> RunPlan:
    """The plan for an attempt that has ended."""
    report = end.report
    status = _with_report(context, context.status, attempt, report)
    if report is not None and report.outcome is AttemptOutcome.SUCCEEDED:
        return _succeeded(context, status, attempt, is_dry=report.reason == starting.DRY_RUN)
    if report is not None and report.outcome is AttemptOutcome.STOPPED and context.facts.run.spec.stop:
        return stopped(context, status, attempt)
    failure_report = report.failure if report else None
    if failure_report is not None and end.failure is None:
        if wait := consulting.wait(context, failure_report):
            return RunPlan(context.status, wait.actions, due=wait.until, reason=wait.reason)
        status = consulting.noted(context, status, failure_report)
    return _failed(context, status, attempt, _failure(context, attempt, end), end)


def stop(context: Context, attempt: Attempt | None) -> RunPlan:
    """The plan for a run that somebody asks to stop; one whose last step was the one in flight has done all."""
    if attempt is None:
        return stopped(context, context.status, None)
    if ends := stopping.until(context):
        return stopping.wait(context, attempt, ends)
    if context.status.phase is Phase.VALIDATING:
        return validated(context, attempt)
    report = outcome.last_report(context.facts)
    if report is not None and report.outcome is AttemptOutcome.SUCCEEDED:
        has_waited = context.status.phase is Phase.PENDING
        return waiting.go_on(context, attempt) if has_waited else settle(context, attempt, outcome.Ended(report))
    return stopped(context, _with_report(context, context.status, attempt, report), attempt)


def stopped(context: Context, status: RunStatus, attempt: Attempt | None) -> RunPlan:
    """The plan for a run that somebody stopped; its Job, if there is one, is deleted."""
    if attempt is not None:
        status = _closed(context, status, attempt, AttemptState.STOPPED, "Stopped", None)
    why = "since it was deleted" if context.facts.run.deleting else "on request"
    said = f"Stopped {why}; steps that were done are not undone"
    status = state.ended(status, Phase.STOPPED, "Stopped", said, None, context.now)
    return _plan(context, status, (*_leftover(context), state.event(status, "Stopped", said)))


def validated(context: Context, attempt: Attempt) -> RunPlan:
    """The plan for a run whose steps are done and whose data are to be compared: from what its status holds alone."""
    return _done(context, context.status.with_(warnings=data.compared(context)), attempt, is_dry=False)


def _succeeded(context: Context, status: RunStatus, attempt: Attempt, *, is_dry: bool) -> RunPlan:
    """Data that something is asked of are judged in a step of their own: on a fresh view of the last good run."""
    if is_dry or not data.is_asked_for(context):
        return _done(context, status, attempt, is_dry=is_dry)
    said = f"All steps done; {status.records} records are compared with those of the last good run"
    status = state.moved(status, Phase.VALIDATING, "Validating", said)
    return _plan(context, status, (state.event(status, "Validating", said),))


def _done(context: Context, status: RunStatus, attempt: Attempt, *, is_dry: bool) -> RunPlan:
    reason = starting.DRY_RUN if is_dry else "Completed"
    status = _closed(context, status, attempt, AttemptState.SUCCEEDED, reason, None)
    status, created = learning.learned(context, status, succeeded=True)
    recovered = any(r.state is RecoveryState.SUCCEEDED for r in status.recoveries)
    done = "Dry run: all steps before the first irreversible one done" if is_dry else "All steps done"
    judged = data.sentence(context, status)
    said = f"{done}, {status.records} records" + (", after recovery" if recovered else "")
    said = f"{said}; {judged}" if judged else said
    status = state.ended(status, Phase.SUCCEEDED, reason, said, None, context.now).with_(recovered=recovered)
    told = (*data.events(status), state.event(status, "Succeeded", said))
    return _plan(context, status, (*created, *(() if is_dry else data.noted(context, status, attempt)), *told))


def _failed(context: Context, status: RunStatus, attempt: Attempt, failure: Failure, end: outcome.Ended) -> RunPlan:
    report = end.report.failure if end.report else None
    reason = failure.reason or str(failure.sub_type or failure.category)
    ended_as = AttemptState.INTERRUPTED if failure.fault is Fault.PLATFORM else AttemptState.FAILED
    status = _closed(context, status, attempt, ended_as, reason, failure)
    decision = failing.answer(context, status, attempt, failure, report, in_session=False, end=end)
    status, learned = learning.learned(context, status)
    created = (*learned, *coding.noted(context, report), *coding.troubles(context, attempt, failure, report))
    if decision.request is not None:
        return interrupted.ask(context, status, failure, decision, (*created, *_leftover(context)))
    if decision.requeue is None:
        created = (*created, *coding.given_up(context, failure, report))
        return _given_up(context, status, failure, decision, created)
    return _requeued(context, status, failure, decision, created)


def _given_up(
    context: Context, status: RunStatus, failure: Failure, decision: Decision, created: tuple[Action, ...]
) -> RunPlan:
    reason = failure.reason or str(failure.category)
    why = _said_in_session(status) or decision.reason
    error = budget.with_refusal(failure, why)
    if decision.recovery is not None:
        told = decision.recovery.with_(what=why)
        status = status.with_(recoveries=(*status.recoveries, told)[-64:])
    said = f"{failure.message}. No further attempt: {why}" if failure.fault is Fault.PLATFORM else failure.message
    status = state.ended(status, Phase.FAILED, reason[:64], said, error, context.now)
    actions = (*created, *_leftover(context), state.event(status, "Failed", said, warning=True))
    return _plan(context, status, actions)


def _said_in_session(status: RunStatus) -> str:
    """Why the waiting runner was told to end; what can be done without the session is another question."""
    told = status.directive
    return told.reason if told and told.attempt == status.attempt and told.kind is DirectiveKind.END else ""


def _requeued(
    context: Context, status: RunStatus, failure: Failure, decision: Decision, created: tuple[Action, ...]
) -> RunPlan:
    requeue, recovery = decision.requeue, decision.recovery
    assert requeue is not None
    assert recovery is not None
    status = status.with_(
        recoveries=(*status.recoveries, recovery), next_attempt_time=requeue.at, error=failure, directive=None
    )
    status = state.moved(status, Phase.REQUEUED, str(recovery.kind), decision.reason)
    actions = (*created, *_leftover(context), state.event(status, "Requeued", decision.reason))
    return _plan(context, status, actions)


def _failure(context: Context, attempt: Attempt, end: outcome.Ended) -> Failure:
    """Why the attempt ended: what the runner saw, or what the cluster shows and the step that was under way."""
    if end.failure is not None:
        return end.failure.with_(node_id=failing.under_way(context, attempt, end))
    assert end.report is not None
    failure = end.report.failure
    if failure is not None and failure.asks and not asking.was_put(context.status, failure):
        said = f'"{failure.evidence.step.title}" asks for input, and no operator was there to put the question'
        return outcome.platform("NotAsked", said)
    if failure is not None:
        return coding.explain(context, failure)
    return outcome.platform(end.report.reason or "Interrupted", "the runner ended before the workflow did")


def _with_report(context: Context, status: RunStatus, attempt: Attempt, report: AttemptReport | None) -> RunStatus:
    """The status with what the runner says of the attempt."""
    status = status.with_(irreversible=_has_acted(context, status, attempt, report))
    if report is None:
        return status
    status = learning.noted(status, attempt.number, report.recoveries, context.now)
    current = report.failure.node_id if report.failure else report.under_way or ""
    return state.with_attempt(status, attempt.with_(started_at=report.started_at)).with_(
        started_at=status.started_at or report.started_at,
        steps=status.steps.with_(total=report.steps_total, done=report.steps_done, current=current),
        records=report.records,
        rows=report.rows,
        warnings=report.warnings,
        isolation=report.isolation or status.isolation,
        evidence=report.evidence,
    )


def _has_acted(context: Context, status: RunStatus, attempt: Attempt, report: AttemptReport | None) -> bool:
    """Whether the run has taken an irreversible step, in this attempt or one before, or may have."""
    if status.irreversible:
        return True
    if report is not None and report.reason not in UNOPENED:
        return report.irreversible_done or (report.failure is not None and report.failure.irreversible_done)
    graph = failing.graph_of(context, attempt)
    return graph is None or failing.may_have_been_irreversible(context, attempt, graph)


def _closed(
    context: Context,
    status: RunStatus,
    attempt: Attempt,
    ended_as: AttemptState,
    reason: str,
    failure: Failure | None,
) -> RunStatus:
    latest = state.active_attempt(status) or attempt
    done = latest.with_(state=ended_as, finished_at=context.now, reason=reason[:64], error=failure)
    status = learning.closed(status, attempt.number, ended_as is AttemptState.SUCCEEDED, context.now)
    return state.with_attempt(status, done).with_(session=None, input_request=None)


def _leftover(context: Context) -> tuple[DeleteJob, ...]:
    """The attempt's Job where its pod may still be there: nothing of it goes on."""
    job = context.facts.job
    over = bool(context.facts.pods) and all(p.exit_code is not None for p in context.facts.pods)
    over = over and not (job and job.suspended)  # else its controller would make another pod, once it is resumed
    return () if job is None or over or job.owner_uid != context.facts.run.uid else (DeleteJob(job.name, job.uid),)


def _plan(context: Context, status: RunStatus, actions: tuple[Action, ...]) -> RunPlan:
    return RunPlan(state.whole(context, status), actions, due=status.next_attempt_time, reason=status.message)
