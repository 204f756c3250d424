"""A failure is explained and its recovery decided: the same for a runner that waits and for one that has ended."""

from webmend.domain.advice import Consultation
from webmend.domain.evidence import Evidence, SiteFacts
from webmend.domain.failure import Failure
from webmend.domain.graph import Graph
from webmend.domain.report import UNOPENED, FailureReport
from webmend.domain.run import Attempt, RunStatus, SessionStatus
from webmend.policy import codes, deciding, inputs, versions
from webmend.policy.classify import advice, classify
from webmend.policy.recover import Decision, RecoveryFacts, decide

from .outcome import Ended
from .state import Context


def explain(report: FailureReport, site: SiteFacts | None = None) -> Failure:
    """Why the step failed, from the evidence that came with the report and what other runs have met on its host."""
    return classify(seen(report, site)).with_(node_id=report.node_id)


def advised(failure: Failure, report: FailureReport, site: SiteFacts, consultation: Consultation | None) -> Failure:
    """The failure, with what a model has said of it where one was asked."""
    return advice.advised(failure, seen(report, site), consultation) if consultation else failure


def seen(report: FailureReport, site: SiteFacts | None) -> Evidence:
    """The evidence of the report, with what other runs have met on its host."""
    return report.evidence.with_(site=site) if site else report.evidence


def answer(
    context: Context,
    status: RunStatus,
    attempt: Attempt,
    failure: Failure,
    report: FailureReport | None,
    *,
    in_session: bool,
    end: Ended | None = None,
) -> Decision:
    """What is done about it, from `status` as it will be stored. `end`: how the attempt has ended, where it has."""
    workflow = context.facts.workflow
    graph = graph_of(context, attempt)
    if workflow is None or graph is None:
        return Decision("its workflow is gone")
    return decide(
        RecoveryFacts(
            failure=failure,
            report=report,
            graph=graph,
            handling=workflow.spec.error_handling,
            settings=context.settings.recovery.of_namespace(context.facts.run.namespace),
            attempt=attempt.number,
            attempts=status.attempts,
            recoveries=status.recoveries,
            in_session=in_session,
            now=context.now,
            irreversible=has_acted_once(context, attempt, graph, report, end),
            under_way=under_way(context, attempt, end) if end else None,
            unseen=end is not None and end.unseen,
            repairs=workflow.spec.versions.repairs,
            reverted=deciding.refused_selectors(context.facts.versions, failure.node_id),
            credentials=workflow.spec.credentials,
            inputs=inputs.shown(workflow.spec.inputs, context.facts.run.spec.inputs),
            code=codes.action(failure.code, context.facts.codes, workflow.spec.error_handling),
        ),
        context.chance,
    )


def graph_of(context: Context, attempt: Attempt) -> Graph | None:
    """The graph that the attempt runs."""
    version = versions.numbered(context.facts.versions, attempt.version)
    return version.spec.graph if version else None


def under_way(context: Context, attempt: Attempt, end: Ended) -> str | None:
    """The step that was under way when the attempt ended: by the runner's last word, else by what it announced."""
    if end.report is not None:
        return end.report.under_way
    session = _session(context, attempt)
    return session.under_way.node_id if session and session.under_way else None


def has_acted_once(
    context: Context, attempt: Attempt, graph: Graph, report: FailureReport | None, end: Ended | None
) -> bool:
    """Whether an irreversible step has run in the attempt, or may have.

    The word of a pod that was never let in is about itself alone: another of the attempt may have gone before it.
    """
    if report is not None:
        return report.irreversible_done
    if end is not None and end.report is not None and end.report.reason not in UNOPENED:
        cut_off = end.report.under_way
        return end.report.irreversible_done or any(node.acts_once for node in graph.nodes if node.id == cut_off)
    return may_have_been_irreversible(context, attempt, graph)


def may_have_been_irreversible(context: Context, attempt: Attempt, graph: Graph) -> bool:
    """Whether an attempt that ended without a report may have run an irreversible step.

    A runner that announces such steps has run none that it has not announced. Of others, unknown counts as yes: once
    the container has started or the runner has opened its session, and also when nothing is left of it, since a
    finished Job is cleared away after a while.
    """
    session = _session(context, attempt)
    if attempt.announces:
        return session is not None and session.irreversible is not None
    opened = session is not None and session.opened_at is not None
    facts = context.facts
    vanished = facts.job is None and not facts.pods
    started = opened or vanished or any(pod.started for pod in facts.pods)
    return started and any(node.acts_once for node in graph.nodes)


def _session(context: Context, attempt: Attempt) -> SessionStatus | None:
    """What the server reports of this attempt."""
    session = context.status.session
    return session if session is not None and session.attempt == attempt.number else None
