"""The runs as the server watches them, for all who want to hear of them."""

import asyncio
from collections.abc import Callable

import structlog

from webmend.domain.phase import TERMINAL
from webmend.ports.cluster import RUNS, Change, Cluster, Object

Listener = Callable[[Change], None]
PAUSE = 1.0
_log = structlog.get_logger()


class RunWatch:
    """One watch a namespace (none named: one for all of them); tells each change to every listener."""

    def __init__(self, cluster: Cluster, namespaces: tuple[str, ...], listeners: tuple[Listener, ...]):
        self._cluster = cluster
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
                async for change in self._cluster.watch(RUNS, namespace):
                    self._tell(change)
            except Exception:  # whatever it is, nobody would be told anything any more
                _log.exception("the watch of runs broke", namespace=namespace)
            await asyncio.sleep(PAUSE)

    def _tell(self, change: Change) -> None:
        for listener in self._listeners:
            try:
                listener(change)
            except Exception:  # one bad object harms no other
                _log.exception("a run could not be read", uid=change.object["metadata"]["uid"])


def uid_of(change: Change) -> str:
    """UID of the run that has changed."""
    uid: str = change.object["metadata"]["uid"]
    return uid


def status_of(obj: Object) -> Object:
    """The status as stored."""
    return obj.get("status") or {}


def is_over(change: Change) -> bool:
    """Whether the run has ended or has been deleted."""
    return change.type == "DELETED" or status_of(change.object).get("phase") in TERMINAL
