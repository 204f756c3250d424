"""A step has failed: look into it while everything is still there, report it, and do as one is told."""

from webmend.domain.evidence import ErrorFacts, ErrorKind, HistoryFacts, InputFacts, StepFacts
from webmend.domain.graph import Node
from webmend.domain.report import AttemptOutcome, FailureReport, RecoveryOutcome
from webmend.domain.workflow import Capture
from webmend.policy import steps
from webmend.ports.browser import Question, StepFailed

from . import directives, outbox, recovering
from .context import Context, Ending
from .readying import Unready
from .recovering import ending

PICTURE_SECONDS = 3.0
"""The report does not wait longer for its picture."""

OUR_OWN = frozenset({ErrorKind.BROWSER_LAUNCH, ErrorKind.BROWSER_CRASHED, ErrorKind.PLATFORM})
"""Failures after which there is no session to go on with."""


async def meet(context: Context, node: Node, failed: StepFailed) -> str | Ending:
    """The step to go on with, or how the attempt ends. Raises Stopped."""
    report = await look_into(context, node, failed)
    if not report.asks:
        settle(context, node, RecoveryOutcome.FAILED)
        context.watcher.failed(report)
    if failed.error.kind in OUR_OWN:
        ending.keep_report(context, report)
        return Ending(AttemptOutcome.FAILED, word_for(failed.error), report)
    directive = await context.stop.unless_asked(directives.ask(context, report))
    context.watcher.told(directive)
    if directive is None:
        return ending.unanswered(context, report)
    return await recovering.follow(context, directive, report)


async def look_into(context: Context, node: Node, failed: StepFailed) -> FailureReport:
    """The report on the failure, with its evidence and picture taken."""
    progress = context.progress
    progress.failures += 1
    happened = steps.may_have_happened(node, failed.error.kind)
    progress.irreversible = progress.irreversible or happened
    evidence = await context.browser.evidence(_question(context, node, failed))
    path = steps.repeatable(context.plan.graph, progress.executed, happened)
    return FailureReport(
        attempt=context.plan.attempt,
        sequence=progress.failures,
        node_id=node.id,
        evidence=evidence.with_(screenshot=await _picture(context)),
        steps_done=progress.steps_done,
        irreversible_done=progress.irreversible,
        safe_nodes=steps.safe_nodes(context.plan.graph, tuple(progress.executed), node.id, happened),
        path=path,
        on_page=min(len(path), steps.done_on_page(progress.pages, evidence.document.final_url.partition("?")[0])),
    )


def settle(context: Context, node: Node, outcome: RecoveryOutcome) -> None:
    """The step has passed or failed: report on the recoveries that were to help it."""
    for report in context.progress.settle(node.id, outcome):
        context.outbox.add(outbox.Outcome(report))
        context.watcher.recovered(report)


def picture_name(sequence: int) -> str:
    """Name of a failure's picture."""
    return f"failure-{sequence}.png"


def word_for(error: ErrorFacts) -> str:
    """One CamelCase word for a failure of our own."""
    return error.type if error.kind is ErrorKind.PLATFORM and error.type else str(error.kind)


def _question(context: Context, node: Node, failed: StepFailed) -> Question:
    progress = context.progress
    fingerprint = context.plan.fingerprints.get(node.id)
    return Question(
        node=node,
        error=failed.error,
        step=StepFacts(
            id=node.id,
            action=node.action,
            title=node.title,
            description=node.description or "",
            selector=failed.selector[:256] or (str(node.target.selectors[0])[:256] if node.target else ""),
            expectation=failed.expectation[:256],
            index=len(progress.executed),
            attempt=progress.tries[node.id],
            wait_time=steps.ceiling_of(node),
            waited=progress.waited,
        ),
        inputs=_inputs(node, failed),
        session=progress.login.facts(node, failed.error.kind).with_(unsettled=progress.changes.untried),
        history=HistoryFacts(
            waits=context.plan.waits.get(node.id, ())[-10:], fingerprint_known=fingerprint is not None
        ),
        fingerprint=fingerprint,
    )


def _inputs(node: Node, failed: StepFailed) -> InputFacts:
    names = failed.names[:16] if isinstance(failed, Unready) else ()
    unresolved = failed.error.kind is ErrorKind.UNRESOLVED_TEMPLATE
    return InputFacts(
        names=steps.inputs_of(node)[:16],
        unresolved=names if unresolved else (),
        empty=() if unresolved else names,
        options=failed.options[:50],
    )


async def _picture(context: Context) -> str:
    """The key of the failure's picture; empty while it is still on its way."""
    is_filmed = context.recording is not None and context.recording.is_filmed
    is_wanted = context.plan.screenshots is not Capture.NEVER
    view = await context.browser.screenshot() if is_wanted or is_filmed else None
    if context.recording is not None:
        context.recording.saw(view, context.clock.now())
    if view is not None and is_wanted:
        context.outbox.add(outbox.Artifact(picture_name(context.progress.failures), view))
        await context.outbox.settled(PICTURE_SECONDS)
    return context.outbox.keys.get(picture_name(context.progress.failures), "")
