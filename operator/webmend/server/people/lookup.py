"""Runs by the id of their session, which is their UID."""

import asyncio
from collections import defaultdict

from webmend.domain.resource import Malformed, run_from
from webmend.domain.run import Run
from webmend.ports.cluster import RUNS, Change, Cluster, NotFound
from webmend.server.problems import Refused
from webmend.server.runs import uid_of

PATIENCE = 2.0
"""Seconds in which a run must be heard of that somebody asks for: it may have been made just now."""


class Lookup:
    """Knows the name of every run in the namespaces served, from the watch."""

    def __init__(self, cluster: Cluster):
        self._cluster = cluster
        self._names: dict[str, tuple[str, str]] = {}
        self._awaited: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def hear(self, change: Change) -> None:
        """A run has changed."""
        uid, metadata = uid_of(change), change.object["metadata"]
        if change.type == "DELETED":
            self._names.pop(uid, None)
            return
        self._names[uid] = (metadata["namespace"], metadata["name"])
        for awaited in self._awaited.get(uid, ()):
            awaited.set()

    async def run(self, uid: str) -> Run:
        """The run as it is now; refuses when there is none of that id."""
        namespace, name = await self._place(uid)
        try:
            run = run_from(await self._cluster.get(RUNS, namespace, name))
        except NotFound:
            raise _nowhere(uid) from None
        except Malformed as malformed:
            raise Refused(409, str(malformed)) from None
        if run.uid != uid:
            raise _nowhere(uid)
        return run

    async def _place(self, uid: str) -> tuple[str, str]:
        if uid not in self._names:
            await self._appearance(uid)
        if uid not in self._names:
            raise _nowhere(uid)
        return self._names[uid]

    async def _appearance(self, uid: str) -> None:
        """Wait until the run is heard of, for a while."""
        seen = asyncio.Event()
        self._awaited[uid].add(seen)
        try:
            async with asyncio.timeout(PATIENCE):
                await seen.wait()
        except TimeoutError:
            return
        finally:
            self._awaited[uid].discard(seen)
            if not self._awaited[uid]:
                del self._awaited[uid]


def _nowhere(uid: str) -> Refused:
    return Refused(404, f"there is no run with the session id {uid[:64]}")
