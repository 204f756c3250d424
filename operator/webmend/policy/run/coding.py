"""What a failure leaves beside its run: its error code counted or suggested, its workflow paused, its login held."""

from webmend.domain.error_code import ErrorCode
from webmend.domain.failure import Failure
from webmend.domain.report import FailureReport
from webmend.domain.run import Attempt
from webmend.domain.workflow import CodeAction, CredentialTrouble, ErrorCodeAction, Pause
from webmend.policy import codes, credentials
from webmend.policy.event import EmitEvent

from . import consulting, failing
from .facts import Action, NoteCode, NoteTrouble, PauseWorkflow, RunFacts
from .state import Context


def explain(context: Context, report: FailureReport) -> Failure:
    """Why the step failed, with the user's own code for it where there is one.

    Codes go by what the rules say: a model's word on what a page shows starts no action that a code asks for.
    """
    seen = _seen(context, report)
    code = codes.match(seen, context.facts.codes)
    failure = failing.advised(seen.failure, report, context.facts.site, consulting.of(context, report))
    return failure.with_(code=code.code) if code else failure


def noted(context: Context, report: FailureReport | None) -> tuple[Action, ...]:
    """A failure is counted with its code, or with the suggestion that it is one more case of."""
    if report is None:
        return ()
    seen = _seen(context, report)
    code = codes.match(seen, context.facts.codes)
    known = code or codes.pending(seen, context.facts.codes)
    alert = _alert(context, report, code) if code else ()
    return (*((_note(context, report, seen, known.name),) if known else ()), *alert)


def given_up(context: Context, failure: Failure, report: FailureReport | None) -> tuple[Action, ...]:
    """The run fails with this: the code to suggest for it, and the pause of the workflow that its code asks for."""
    if report is None:
        return ()
    return (*_suggested(context, report), *_paused(context, failure))


def troubles(
    context: Context, attempt: Attempt, failure: Failure, report: FailureReport | None
) -> tuple[NoteTrouble, ...]:
    """The Secrets whose values the site has refused. Without their versions nothing could ever let them go again."""
    workflow, graph = context.facts.workflow, failing.graph_of(context, attempt)
    if report is None or workflow is None or graph is None:
        return ()
    secrets = credentials.refused(failure, report.evidence, workflow, graph)
    return tuple(
        NoteTrouble(secret, _trouble(context, failure, attempt.secrets[secret]))
        for secret in secrets
        if secret in attempt.secrets
    )


def _trouble(context: Context, failure: Failure, version: str) -> CredentialTrouble:
    assert failure.sub_type is not None
    return CredentialTrouble(version=version, reason=failure.sub_type, run=context.facts.run.name, at=context.now)


def _suggested(context: Context, report: FailureReport) -> tuple[Action, ...]:
    seen = _seen(context, report)
    found = codes.suggestion(seen, context.facts.codes)
    if found is None:
        return ()
    said = f"Error code {found.name} is suggested: {found.spec.description}"
    note = _note(context, report, seen, found.name)
    return NoteCode(note.name, note.sample, found.spec), EmitEvent("ErrorCodeSuggested", said[:1024], note.sample.key)


def _paused(context: Context, failure: Failure) -> tuple[Action, ...]:
    wanted, workflow = _asked(context.facts, failure.code), context.facts.workflow
    if wanted is None or workflow is None or wanted.action is not CodeAction.PAUSE:
        return ()
    run = context.facts.run.name
    pause = Pause(code=wanted.code, run=run, at=context.now, generation=workflow.generation)
    said = f"Workflow {workflow.name} is paused: the error code {wanted.code} of run {run} says Pause"
    return PauseWorkflow(pause), EmitEvent("WorkflowPaused", said[:1024], f"Paused-{wanted.code}", warning=True)


def _alert(context: Context, report: FailureReport, code: ErrorCode) -> tuple[Action, ...]:
    """An Event for a code that asks for nothing but that people are told."""
    wanted = _asked(context.facts, code.code)
    if wanted is None or wanted.action is not CodeAction.ALERT:
        return ()
    said = f"Error code {code.code}: {code.spec.description}" if code.spec.description else f"Error code {code.code}"
    return (EmitEvent("ErrorCode", said[:1024], f"ErrorCode-{report.attempt}-{report.sequence}", warning=True),)


def _asked(facts: RunFacts, code: str | None) -> ErrorCodeAction | None:
    return codes.action(code, facts.codes, facts.workflow.spec.error_handling) if facts.workflow else None


def _note(context: Context, report: FailureReport, seen: codes.Seen, name: str) -> NoteCode:
    run = context.facts.run
    key = f"{run.uid}/a{report.attempt}-s{report.sequence}"
    return NoteCode(name, codes.sample(seen, run.name, key, context.now))


def _seen(context: Context, report: FailureReport) -> codes.Seen:
    run = context.facts.run
    return codes.Seen(
        failure=failing.explain(report, context.facts.site),
        evidence=report.evidence,
        workflow=run.spec.workflow_ref.name,
        values=tuple(run.spec.inputs.values()),
    )
