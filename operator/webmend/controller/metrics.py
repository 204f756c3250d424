"""What the operator counts. Gauges of the cluster are in `state_metrics`."""

from collections.abc import Callable

from prometheus_client import Counter, Gauge, Histogram

from webmend.adapters.metrics import Scope, registry
from webmend.domain.failure import SUB_TYPES, Category, SubType
from webmend.domain.names import WORKFLOW, WORKFLOW_RUN
from webmend.domain.phase import Phase
from webmend.domain.run import Trigger
from webmend.domain.settings import MetricsSettings
from webmend.domain.version import Author
from webmend.policy.measuring import RECOVERED, REVERT

ROUND = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30)
"""Seconds. A round without a write takes about 1 ms, one with a write about 10."""
RUN = (1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14400, 86400)
"""Seconds. Most runs take some minutes, those that try again later hours."""
WAIT = (0.5, 1, 2, 5, 15, 30, 60, 120, 300, 900, 3600, 14400, 86400)
"""Seconds. A session waits for seconds, a further attempt for minutes, a person for hours."""
SHARE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1)


class Metrics:
    """A registry of its own, so that two operators in one process (tests) do not share numbers."""

    def __init__(self, settings: MetricsSettings | None = None) -> None:
        self.registry = registry("operator")
        self.scope = Scope(settings or MetricsSettings())
        self._of_runs()
        self._of_recovery()
        self._of_the_operator()
        self.scope.beginning(self._begin)

    def _of_runs(self) -> None:
        where = self.scope.names
        self.started = self._counter("runs_started_total", "Runs whose first attempt has begun", "trigger", *where)
        self.finished = self._counter("runs_finished_total", "Runs that are over", "result", "category", *where)
        self.duration = self._histogram("run_duration_seconds", "From a run's first step to its end", RUN, *where)
        self.queued = self._histogram("run_queue_seconds", "From when a run could begin to its first attempt", WAIT)
        self.failed_steps = self._counter(
            "steps_failed_total", "Failures that runners have reported", "category", "sub_type", *where
        )
        self.confidence = self._histogram(
            "classification_confidence", "How sure it was why a step has failed (0 to 1)", SHARE
        )
        self.unclassified = self._counter("unclassified_total", "Failed steps of which nobody knows why")
        self.unrecorded = self._counter("runs_not_recorded_total", "Runs that were let go without a record")

    def _of_recovery(self) -> None:
        where = self.scope.names
        self.recoveries = self._counter(
            "recovery_attempts_total", "Recoveries whose outcome is known", "category", "action", "outcome", *where
        )
        self.recovery = self._histogram("recovery_duration_seconds", "From a recovery's decision to its outcome", WAIT)
        self.versions = self._counter("workflow_versions_created_total", "Versions of workflows", "source", *where)
        self.regressions = self._counter(
            "repair_regressions_total", "Steps that have failed again in the way that they were mended for", *where
        )
        self.input_wait = self._histogram("input_wait_seconds", "From a question to its answer or its end", WAIT)

    def _of_the_operator(self) -> None:
        self.reconcile = self._histogram(
            "reconcile_duration_seconds", "Time of one round of reconciling", ROUND, "kind"
        )
        self.retries = self._counter("reconcile_retries_total", "Rounds that have to be repeated", "kind")
        self.errors = self._counter("reconcile_errors_total", "Rounds that have failed, but for conflicts", "kind")
        self.missed = self._counter("watch_missed_total", "Objects that a sweep found otherwise than watched")
        self.questions = self._counter(
            "model_questions_total", "Failures that a model was asked about, by what came of it", "outcome"
        )
        self.tokens = self._counter("model_tokens_total", "Tokens that its answers took, in and out")

    def gauge(self, name: str, help_: str, value: Callable[[], float]) -> None:
        """A number that is read when somebody asks."""
        Gauge(name, help_, registry=self.registry).set_function(value)

    def _counter(self, name: str, help_: str, *labels: str) -> Counter:
        return Counter(f"webmend_{name}", help_, labels, registry=self.registry)

    def _histogram(self, name: str, help_: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"webmend_{name}", help_, labels, buckets=buckets, registry=self.registry)

    def _begin(self, where: tuple[str, ...]) -> None:
        """What alerts look at begins with 0: of a counter that begins with 1, Prometheus sees no increase."""
        for trigger in Trigger:
            self.started.labels(trigger, *where)
        for result in (Phase.SUCCEEDED, RECOVERED, Phase.STOPPED):
            self.finished.labels(result, "", *where)
        for category in Category:
            self.finished.labels(Phase.FAILED, category, *where)
        for category in (Category.AUTHENTICATION_ERROR, Category.SERVICE_UNAVAILABLE):
            for sub_type in ("", *SUB_TYPES[category], SubType.OTHER):
                self.failed_steps.labels(category, sub_type, *where)
        for kind in (WORKFLOW, WORKFLOW_RUN):
            self.errors.labels(kind)
        for source in (*Author, REVERT):
            self.versions.labels(source, *where)
        if where:
            self.regressions.labels(*where)
