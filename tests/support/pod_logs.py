"""Logs of pods in memory."""

from collections.abc import AsyncIterator, Mapping, Sequence

from webmend.ports.cluster import ClusterError, NotFound


class FakePodLogs:
    """See ports.pod_logs.PodLogs. Whoever follows a log comes to its end."""

    def __init__(self, logs: Mapping[str, Sequence[str]] | None = None, error: ClusterError | None = None):
        self._logs = logs or {}
        self._error = error

    async def lines(
        self, namespace: str, pod: str, container: str, *, follow: bool = False, tail: int | None = None
    ) -> AsyncIterator[str]:
        if self._error is not None:
            raise self._error
        if pod not in self._logs:
            raise NotFound(f"pods {pod!r} not found")
        found = list(self._logs[pod])
        for line in found if tail is None else found[-tail:] if tail else []:
            yield line
