"""The history and the artifact store, with what their writes take and how many fail. All else goes straight through."""

from typing import Any, cast

from webmend.ports.artifacts import Artifacts
from webmend.ports.store import Store

from .metrics import Metrics


def store(of: Store, metrics: Metrics) -> Store:
    """The same history, measured."""
    return cast(Store, _MeasuredStore(of, metrics))


def artifacts(of: Artifacts, metrics: Metrics) -> Artifacts:
    """The same artifact store, measured."""
    return cast(Artifacts, _MeasuredArtifacts(of, metrics))


class _Through:
    """Everything that the port has, by whatever name."""

    def __init__(self, of: Any, metrics: Metrics) -> None:
        self._of = of
        self._metrics = metrics

    def __getattr__(self, name: str) -> Any:
        return getattr(self._of, name)


class _MeasuredStore(_Through):
    async def record(self, *written: Any, **further: Any) -> Any:
        with self._metrics.history_writes.time(), self._metrics.failed_history_writes.count_exceptions():
            return await self._of.record(*written, **further)


class _MeasuredArtifacts(_Through):
    async def put(self, *body: Any) -> None:
        with self._metrics.failed_uploads.count_exceptions():
            await self._of.put(*body)

    async def append(self, *line: Any) -> None:
        with self._metrics.failed_uploads.count_exceptions():
            await self._of.append(*line)
