"""A failure is explained and its recovery decided: the same for a runner that waits and for one that has ended."""

from webmend.domain.advice import Consultation
from webmend.domain.evidence import Evidence, SiteFacts
from webmend.domain.failure import Failure
from webmend.domain.graph import Graph
from webmend.domain.report import FailureReport
from webmend.domain.run import Attempt, RunStatus
from webmend.policy import codes, deciding, inputs, versions
from webmend.policy.classify import advice, classify
from webmend.policy.recover import Decision, RecoveryFacts, decide

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
) -> Decision:
    """What is done about it, from `status` as it will be stored."""
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
            irreversible=report.irreversible_done if report else may_have_been_irreversible(context, attempt, graph),
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


def may_have_been_irreversible(context: Context, attempt: Attempt, graph: Graph) -> bool:
    """Whether an attempt that ended without a report may have run an irreversible step.

    Unknown counts as yes: once its container has started or its runner has opened its session, and also when nothing
    is left of it, since a finished Job is cleared away after a while.
    """
    session = context.status.session
    opened = session is not None and session.attempt == attempt.number and session.opened_at is not None
    facts = context.facts
    vanished = facts.job is None and not facts.pods
    started = opened or vanished or any(pod.started for pod in facts.pods)
    return started and any(node.acts_once for node in graph.nodes)
