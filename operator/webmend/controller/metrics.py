"""What the operator measures of itself."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30)
"""Seconds. A round without a write takes about 1 ms, one with a write about 10."""


class Metrics:
    """A registry of its own, so that two operators in one process (tests) do not share numbers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.reconcile = Histogram(
            "webmend_reconcile_duration_seconds",
            "Time of one round of reconciling",
            ["kind"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.failures = Counter(
            "webmend_reconcile_retries_total", "Rounds that have to be repeated", ["kind"], registry=self.registry
        )
        self.watch_restarts = Counter(
            "webmend_watch_restarts_total", "How often the watches ended and were begun again", registry=self.registry
        )
        self.missed = Counter(
            "webmend_watch_missed_total", "Objects that a sweep found otherwise than watched", registry=self.registry
        )
        self.questions = Counter(
            "webmend_model_questions_total",
            "Failures that a model was asked about, by what came of it",
            ["outcome"],
            registry=self.registry,
        )
        self.tokens = Counter(
            "webmend_model_tokens_total", "Tokens that its answers took, in and out", registry=self.registry
        )

    def gauge(self, name: str, help_: str, value: Callable[[], float]) -> None:
        """A number that is read when somebody asks."""
        Gauge(name, help_, registry=self.registry).set_function(value)

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)
