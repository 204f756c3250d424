"""A run waits for its next attempt: what it still waits for, and the attempt itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from webmend.domain import names
from webmend.domain.directive import Carried
from webmend.domain.duration import seconds
from webmend.domain.failure import Category, Failure, Fault, SubType
from webmend.domain.interruption import BLOCKED
from webmend.domain.phase import Phase
from webmend.domain.run import Attempt, AttemptCause, AttemptState, RecoveryKind, RunStatus, Steps
from webmend.domain.version import WorkflowVersion
from webmend.policy import credentials, inputs, pausing, queueing, starting, versions
from webmend.policy import workflow as workflow_policy
from webmend.policy.job import job_body

from . import looking, outcome, state
from .facts import CreateJob, RunFacts, RunPlan
from .state import Context

SOONEST, LATEST = timedelta(seconds=2), timedelta(seconds=30)
"""How soon to look again for what no event tells of, a Secret or the server: the longer it is missing, the later."""


@dataclass(frozen=True)
class Hold:
    """The attempt cannot start yet, or never."""

    reason: str
    message: str
    patient: bool = False
    """Waits as long as it takes; otherwise the run fails after recovery.pendingTimeout."""
    failure: Failure | None = None
    """It never can: the run fails with this now."""
    is_woken: bool = False
    """Those next in line are woken; looking again often besides would only rewrite the place in the queue."""


def launch(context: Context) -> RunPlan:
    """The plan for a run without an attempt under way."""
    when = starts_at(context.facts)
    if when is not None and when > context.now:
        return _scheduled(context, when)
    hold = next((h for check in CHECKS if (h := check(context))), None)
    return _held(context, hold) if hold else _started(context)


def is_about_to_launch(facts: RunFacts, now: datetime) -> bool:
    """Whether the plan will look at server_ready and missing_secrets: look them up only then."""
    when = starts_at(facts)
    status = facts.run.status
    idle = state.active_attempt(status) is None and status.finished_at is None and status.input_request is None
    return idle and not facts.run.spec.stop and facts.workflow is not None and (when is None or when <= now)


def starts_at(facts: RunFacts) -> datetime | None:
    """When the next attempt is due; None: at once."""
    return facts.run.status.next_attempt_time or facts.run.spec.start_at


def version_to_run(facts: RunFacts) -> WorkflowVersion | None:
    """The version that the next attempt runs: the one that the run names, else the active one."""
    if facts.run.spec.version is not None:
        return versions.numbered(facts.versions, facts.run.spec.version)
    return versions.active(facts.versions)


def logins_of(facts: RunFacts) -> tuple[str, ...]:
    """Names of the Secrets of the run's logins."""
    logins = facts.workflow.spec.credentials if facts.workflow else ()
    return tuple(dict.fromkeys(credential.secret_ref for credential in logins))


def secrets_of(facts: RunFacts) -> tuple[str, ...]:
    """Names of the Secrets that the run needs."""
    given = facts.run.spec.inputs_from
    shown = facts.workflow.spec.browser.client_certificate if facts.workflow else None
    return tuple(dict.fromkeys([*logins_of(facts), *(each.secret_ref for each in (given, shown) if each)]))


def _no_workflow(context: Context) -> Hold | None:
    name = context.facts.run.spec.workflow_ref.name
    if context.facts.workflow is not None:
        return None
    return Hold("WorkflowNotFound", f"There is no workflow {name} in this namespace")


def _not_accepted(context: Context) -> Hold | None:
    """A run that has had an attempt goes on: the version that it runs was accepted when it was made."""
    assert context.facts.workflow is not None
    if context.status.attempts:
        return None
    accepted, why = workflow_policy.is_accepted(context.facts.workflow)
    if accepted:
        return None
    said = f"The workflow is not accepted: {why}"
    fix = "Mend the workflow; its condition Accepted says what is wrong with it."
    return _refused(context, "WorkflowNotAccepted", said, fix)


def _paused(context: Context) -> Hold | None:
    workflow = context.facts.workflow
    assert workflow is not None
    found = pausing.pause(workflow)
    if found is None or context.facts.run.spec.trigger in pausing.BY_HAND:
        return None
    return Hold("WorkflowPaused", pausing.sentence(found, workflow.name), patient=True)


def _draft(context: Context) -> Hold | None:
    """A run that has had an attempt was wanted when it began: it goes on."""
    workflow, run = context.facts.workflow, context.facts.run
    assert workflow is not None
    if run.status.attempts or not pausing.is_draft_for(workflow, run.spec.trigger):
        return None
    said = f"The workflow {workflow.name} is a Draft: it runs only by hand, not by the trigger {run.spec.trigger}"
    fix = "Set the workflow's state to Active, or start the run by hand (trigger Manual)."
    return _refused(context, "WorkflowIsDraft", said, fix)


def _refused(context: Context, reason: str, said: str, fix: str) -> Hold:
    """A new run fails. One that waits was made when nothing was wrong, or by a release that took it: it waits on."""
    if context.status.phase is Phase.PENDING:
        return Hold(reason, said, patient=True)
    return Hold(reason, said, failure=outcome.platform(reason, said, fix, Fault.WORKFLOW))


def _no_version(context: Context) -> Hold | None:
    if version_to_run(context.facts) is not None:
        return None
    wanted = context.facts.run.spec.version
    if wanted is None:
        return Hold("VersionNotReady", "The workflow has no version yet")
    return Hold("VersionNotFound", f"The workflow has no version {wanted}")


def _bad_inputs(context: Context) -> Hold | None:
    """Inputs from a Secret are known to the server alone, so only a run without one is checked for what is missing."""
    run, workflow = context.facts.run, context.facts.workflow
    assert workflow is not None
    found = inputs.problems(workflow.spec.inputs, run.spec.inputs, more=run.spec.inputs_from is not None)
    if not found:
        return None
    said = "; ".join(found)[:1024]
    failure = Failure(
        category=Category.INCORRECT_FORM_INPUTS,
        sub_type=SubType.FIELD_VALIDATION_ERROR,
        fault=Fault.INPUT,
        reason="InvalidInputs",
        message=said,
        suggested_fix="Create the run again with inputs as the workflow declares them.",
    )
    return Hold("InvalidInputs", said, failure=failure)


def _bad_start(context: Context) -> Hold | None:
    version = version_to_run(context.facts)
    assert version is not None
    if version.spec.graph is None:
        return None
    said = starting.problem(version.spec.graph, context.facts.run.spec.start_from)
    if not said:
        return None
    fix = "Create the run again with startFrom as the id of a step outside of loops."
    return Hold("InvalidStart", said, failure=outcome.platform("InvalidStart", said, fix, Fault.INPUT))


def _no_look(context: Context) -> Hold | None:
    failure = looking.refusal(context)
    return Hold(failure.reason, failure.message, failure=failure) if failure else None


def _no_secret(context: Context) -> Hold | None:
    missing = context.facts.missing_secrets
    return Hold("SecretNotFound", f"There is no Secret {', '.join(missing)} in this namespace") if missing else None


def _no_server(context: Context) -> Hold | None:
    if context.facts.server_ready or not context.settings.server_required:
        return None
    return Hold("ServerUnavailable", "The server that hands out sessions and credentials is not ready", patient=True)


def _in_queue(context: Context) -> Hold | None:
    facts = context.facts
    assert facts.workflow is not None
    limits = queueing.limits(facts.run, facts.workflow, context.settings.queue)
    found = queueing.busy(facts.run, limits, facts.rivals)
    return Hold(str(found.reason), found.sentence, patient=True, is_woken=True) if found else None


def _credential_held(context: Context) -> Hold | None:
    facts = context.facts
    assert facts.workflow is not None
    said = credentials.held(facts.workflow.spec.credentials, facts.secret_versions, facts.troubles)
    return Hold("CredentialHeld", said, patient=True) if said else None


CHECKS: tuple[Callable[[Context], Hold | None], ...] = (
    _no_workflow,
    _not_accepted,
    _draft,
    _paused,
    _no_version,
    _bad_inputs,
    _bad_start,
    _no_look,
    _in_queue,
    _no_server,
    _no_secret,
    _credential_held,
)


def _scheduled(context: Context, when: datetime) -> RunPlan:
    status = context.status
    if status.phase is None:
        status = state.moved(status, Phase.PENDING, "Scheduled", f"Starts at {when:%Y-%m-%dT%H:%M:%SZ}")
        status = state.whole(context, status)
    return RunPlan(status, due=when, reason=status.message)


def _held(context: Context, hold: Hold) -> RunPlan:
    since = starts_at(context.facts) or context.facts.run.created
    until = since + timedelta(seconds=seconds(context.settings.recovery.pending_timeout))
    failure = hold.failure
    if failure is None and not hold.patient and context.now >= until:
        failure = outcome.platform(
            hold.reason, hold.message, "Create what is missing, then replay the run.", Fault.WORKFLOW
        )
    if failure is not None:
        return state.never(context, hold.reason, hold.message, failure)
    status = state.whole(context, state.moved(context.status, Phase.PENDING, hold.reason, hold.message))
    pause = LATEST if hold.is_woken else _pause(context.now - since)
    return RunPlan(status, due=context.now + pause, reason=hold.message)


def _pause(held_for: timedelta) -> timedelta:
    return min(max(held_for / 10, SOONEST), LATEST)


def _started(context: Context) -> RunPlan:
    """The intent is written first, with the Job's name; the Job follows, and its name fences a second one."""
    facts, version = context.facts, version_to_run(context.facts)
    assert facts.workflow is not None
    assert version is not None
    attempt = _attempt(context, version.spec.number)
    said = f"Attempt {attempt.number} with version {attempt.version}"
    status = context.status.with_(
        attempt=attempt.number,
        attempts=(*_begun(context.status), attempt),
        max_attempts=1 + facts.workflow.spec.error_handling.max_recovery_attempts,
        version=attempt.version,
        job_name=attempt.job_name,
        steps=Steps(total=len(version.spec.graph.nodes) if version.spec.graph else 0),
        artifacts=f"runs/{facts.run.uid}",
        next_attempt_time=None,
        session=None,
        directive=None,
        error=None,
    )
    status = state.whole(context, state.moved(status, Phase.RUNNING, "Running", said))
    job = CreateJob(job_body(facts.run, facts.workflow, attempt, context.settings))
    return RunPlan(status, (job, state.event(status, "Started", said)), reason=said)


def _begun(status: RunStatus) -> tuple[Attempt, ...]:
    """Its attempts without those that the cluster never let begin."""
    return tuple(attempt for attempt in status.attempts if attempt.reason not in BLOCKED)


def _attempt(context: Context, version: int) -> Attempt:
    run, status = context.facts.run, context.status
    number = status.attempt + 1
    cause, carried = _brought(context)
    return Attempt(
        number=number,
        cause=cause,
        state=AttemptState.RUNNING,
        version=version,
        job_name=names.job_name(run.name, run.uid, number),
        epoch=context.facts.epoch,
        intended_at=context.now,
        carried=carried,
        secrets=_logins(context.facts),
        announces=True,
    )


def _logins(facts: RunFacts) -> dict[str, str]:
    """A word for each Secret of the logins, as far as they are known."""
    known = facts.secret_versions
    return {name: known[name] for name in logins_of(facts) if known.get(name)}


def _brought(context: Context) -> tuple[AttemptCause, Carried | None]:
    """What the last recovery decided about this attempt: on whose account it is, and the delay that it brings."""
    status = context.status
    if status.attempts and status.attempts[-1].reason in BLOCKED:
        return status.attempts[-1].cause, status.attempts[-1].carried
    last = status.recoveries[-1] if status.recoveries else None
    if last is None or not status.attempts:
        return AttemptCause.FIRST, None
    if last.kind is RecoveryKind.RETRY_PLATFORM:
        return AttemptCause.PLATFORM, _carried_again(status)
    if last.kind is RecoveryKind.WAIT_IN_NEW_ATTEMPT and last.node_id:
        return AttemptCause.SITE, Carried(node_id=last.node_id, delay=last.delay)
    return AttemptCause.SITE, None


def _carried_again(status: RunStatus) -> Carried | None:
    """An attempt that the platform cut short had a delay to bring: the next one brings it."""
    return status.attempts[-1].carried
