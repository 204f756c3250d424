"""Watches the cluster, for ever, and tells what it sees."""

import asyncio
import time
from collections.abc import Callable, Sequence

import structlog

from webmend.domain import names
from webmend.ports.cluster import ERROR_CODES, JOBS, PODS, RUNS, VERSIONS, WORKFLOWS, Cluster, Kind, Object

from .relist import UNFINISHED

_log = structlog.get_logger()
WATCHED = (WORKFLOWS, VERSIONS, ERROR_CODES, RUNS, JOBS, PODS)
LABELS = {JOBS: names.LABEL_RUN, PODS: names.LABEL_RUN}
"""Of kinds of which others have objects too: what ours carry."""
FIELDS = {RUNS: UNFINISHED}
PAUSE = 1.0
"""Seconds after which a watch is begun anew that our own code has ended."""

Tell = Callable[[Kind, str, Object], None]


class Watch:
    """Tells each object as ADDED, then each change as ADDED, MODIFIED or DELETED. One stream a kind and namespace.

    Failures of the API server are the port's to get over; it also tells what has gone while a stream was away.
    """

    def __init__(self, cluster: Cluster, tell: Tell, namespaces: Sequence[str]) -> None:
        self._cluster = cluster
        self._tell = tell
        self._scopes: Sequence[str | None] = namespaces or (None,)
        self._heard = time.monotonic()

    def age(self) -> float:
        """Seconds since anything was heard."""
        return time.monotonic() - self._heard

    async def run(self) -> None:
        """Watch for ever."""
        async with asyncio.TaskGroup() as streams:
            for kind in WATCHED:
                for scope in self._scopes:
                    streams.create_task(self._follow(kind, scope))

    async def _follow(self, kind: Kind, scope: str | None) -> None:
        while True:
            try:
                await self._stream(kind, scope)
            except Exception:  # whatever it is, nothing of this kind would be seen any more
                _log.exception("watch ended", kind=kind.name, namespace=scope)
            await asyncio.sleep(PAUSE)

    async def _stream(self, kind: Kind, scope: str | None) -> None:
        changes = self._cluster.watch(kind, scope, labels=LABELS.get(kind, ""), fields=FIELDS.get(kind, ""))
        async for change in changes:
            self._heard = time.monotonic()
            self._tell(kind, change.type, change.object)
