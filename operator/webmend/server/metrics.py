"""What the server measures of itself. No label holds anything that a page or a runner has said."""

import time
from collections.abc import Callable

from prometheus_client import Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webmend.adapters.metrics import registry

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30, 60)
"""Seconds. A report takes about 20 ms; a runner waits up to a minute for its directive."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Told by name; a client may send any word."""


class Metrics:
    """A registry of its own, so that two servers in one process (tests) do not share numbers."""

    def __init__(self) -> None:
        self.registry = registry("server")
        self.requests = Histogram(
            "http_server_request_duration_seconds",
            "Time from a request to its answer",
            ["method", "route", "status"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.releases = Counter(
            "webmend_server_credential_releases_total", "Values of credentials handed out", registry=self.registry
        )
        self.history_writes = Histogram(
            "webmend_history_write_seconds",
            "Time of one write of runs to the history, failed ones too",
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.failed_history_writes = Counter(
            "webmend_history_writes_failed_total", "Writes of runs to the history that failed", registry=self.registry
        )
        self.failed_uploads = Counter(
            "webmend_artifact_upload_failures_total",
            "Writes to the artifact store that failed",
            registry=self.registry,
        )

    def gauge(self, name: str, help_: str, value: Callable[[], float]) -> None:
        """A number that is read when somebody asks."""
        Gauge(name, help_, registry=self.registry).set_function(value)


class Measured:
    """Takes the time of every request, by the pattern of its route."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            took = time.perf_counter() - start
            metrics: Metrics = scope["app"].state.parts.metrics
            metrics.requests.labels(_method(scope), _route(scope), status).observe(took)


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in METHODS else "_OTHER"


def _route(scope: Scope) -> str:
    """The pattern of the route; without one the path could be anything."""
    return getattr(scope.get("route"), "path", "none")
