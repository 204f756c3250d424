"""The objects of a kind as the server watches them, for all who want to hear of them."""

import asyncio
from collections.abc import Callable

import structlog

from webmend.ports.cluster import Change, Cluster, Kind

Listener = Callable[[Change], None]
PAUSE = 1.0
_log = structlog.get_logger()


class Watch:
    """One watch a namespace (none named: one for all of them); tells each change to every listener."""

    def __init__(self, cluster: Cluster, kind: Kind, namespaces: tuple[str, ...], *listeners: Listener):
        self._cluster = cluster
        self._kind = kind
        self._namespaces: tuple[str | None, ...] = namespaces or (None,)
        self._listeners = listeners

    async def run(self) -> None:
        """Watch for ever."""
        async with asyncio.TaskGroup() as watches:
            for namespace in self._namespaces:
                watches.create_task(self._follow(namespace))

    async def _follow(self, namespace: str | None) -> None:
        while True:
            try:
                async for change in self._cluster.watch(self._kind, namespace):
                    self._tell(change)
            except Exception:  # whatever it is, nobody would be told anything any more
                _log.exception("a watch broke", kind=self._kind.name, namespace=namespace)
            await asyncio.sleep(PAUSE)

    def _tell(self, change: Change) -> None:
        for listener in self._listeners:
            try:
                listener(change)
            except Exception:  # one bad object harms no other
                uid = change.object["metadata"]["uid"]
                _log.exception("an object could not be read", kind=self._kind.name, uid=uid)
