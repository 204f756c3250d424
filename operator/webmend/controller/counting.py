"""Counts what has been written: see `policy.measuring` for why nothing is counted twice."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from prometheus_client import Counter, Histogram

from webmend.domain.phase import Phase
from webmend.domain.run import RecoveryState, RunStatus
from webmend.domain.workflow import WorkflowStatus
from webmend.policy import history, measuring
from webmend.policy.measuring import Finished, Happening, InputEnded, RecoveryBegun, RecoveryEnded, Started, StepFailed
from webmend.policy.run import RunFacts
from webmend.policy.workflow import WorkflowFacts

from .metrics import Metrics
from .outcomes import Outcomes

OUTCOMES = (RecoveryState.SUCCEEDED, RecoveryState.FAILED)
M = TypeVar("M", Counter, Histogram)


class Counting:
    """Is told of every status that was written. Takes microseconds: there may be 60 of them a second."""

    def __init__(self, metrics: Metrics, outcomes: Outcomes, now: Callable[[], datetime]) -> None:
        self._metrics = metrics
        self._outcomes = outcomes
        self._now = now

    def run(self, facts: RunFacts, after: RunStatus) -> None:
        """The run has this status now, instead of that in the facts."""
        where = self._metrics.scope.of(facts.run.namespace, facts.workflow.name if facts.workflow else "")
        for happening in measuring.of_run(facts, after, self._now()):
            self._count(happening, where)
            if isinstance(happening, Finished) and after.phase is Phase.SUCCEEDED:
                self._outcomes.succeeded(facts.run.namespace, facts.run.spec.workflow_ref.name, happening.at)

    def workflow(self, facts: WorkflowFacts, after: WorkflowStatus) -> None:
        """The same for a workflow."""
        workflow = facts.workflow
        where = self._metrics.scope.of(workflow.namespace, workflow.name)
        for source in measuring.new_versions(facts.versions, workflow.status.latest_version, after.latest_version):
            self._metrics.versions.labels(source, *where).inc()

    def over(self, run: history.Finished) -> None:
        """The cluster still has this run, which is over."""
        if run.has_succeeded:
            self._outcomes.succeeded(run.namespace, run.workflow, run.finished_at)

    def let_go(self, run: history.Finished) -> None:
        """The run is held no longer."""
        if not run.is_recorded:
            self._metrics.unrecorded.inc()

    def _count(self, happening: Happening, where: tuple[str, ...]) -> None:
        match happening:
            case Started():
                self._metrics.started.labels(happening.trigger, *where).inc()
                self._metrics.queued.observe(happening.queued)
            case Finished():
                self._finished(happening, where)
            case StepFailed():
                self._failed(happening, where)
            case RecoveryBegun():
                for outcome in OUTCOMES:  # from 0 on, so that the first of a kind is seen to rise
                    self._metrics.recoveries.labels(happening.category or "", happening.action, outcome, *where)
            case RecoveryEnded():
                named = (happening.category or "", happening.action, happening.outcome)
                self._metrics.recoveries.labels(*named, *where).inc()
                self._metrics.recovery.observe(happening.seconds)
            case InputEnded():
                self._metrics.input_wait.observe(happening.seconds)

    def _finished(self, run: Finished, where: tuple[str, ...]) -> None:
        self._metrics.finished.labels(run.result, run.category or "", *where).inc()
        if run.seconds is not None:
            _of(self._metrics.duration, where).observe(run.seconds)

    def _failed(self, step: StepFailed, where: tuple[str, ...]) -> None:
        failure = step.failure
        self._metrics.failed_steps.labels(failure.category, failure.sub_type or "", *where).inc()
        self._metrics.confidence.observe(failure.confidence)
        if measuring.is_unclear(failure):
            self._metrics.unclassified.inc()
        if step.is_regression:
            _of(self._metrics.regressions, where).inc()


def _of(metric: M, where: tuple[str, ...]) -> M:
    """That of the workflow, where they are told apart."""
    return metric.labels(*where) if where else metric
