"""Reads again what watches should have told: a watch never says what vanished while it was interrupted."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from webmend.domain import names
from webmend.domain.phase import TERMINAL
from webmend.ports.cluster import ERROR_CODES, RUNS, VERSIONS, WORKFLOWS, Cluster, Kind, NotFound, Object

from .observer import Observer
from .store import CHILDREN, Key, Store
from .table import Held

UNFINISHED = ",".join(sorted(f"status.phase!={phase}" for phase in TERMINAL))
"""Field selector of the runs that are not over."""
BATCH = 100
"""Runs whose Jobs and pods are asked for in one call; their UIDs stand in its address."""


class Relist:
    """Compares the store with the API server's own lists. Each method may raise a ClusterError."""

    def __init__(self, cluster: Cluster, store: Store, observer: Observer, namespaces: Sequence[str]) -> None:
        self._cluster = cluster
        self._store = store
        self._observer = observer
        self._scopes: Sequence[str | None] = namespaces or (None,)

    async def everything(self) -> int:
        """How many objects were not held as they are."""
        found = 0
        for kind in (WORKFLOWS, VERSIONS, ERROR_CODES, RUNS):
            found += await self._kind(kind)
        runs = list(self._store.runs)
        for scope in self._scopes:
            uids = (held.uid for held in runs if scope in (None, held.namespace))
            for batch in _batches(uids):
                found += await self._children(scope, batch)
        self._store.drop_orphans()
        return found

    async def one(self, key: Key) -> None:
        """Look at one workflow or run again."""
        held = self._store.table(key.kind).get(key.uid)
        if held is None:
            return
        try:
            obj = await self._cluster.get(key.kind, held.namespace, held.name)
        except NotFound:
            obj = None
        if obj is None or obj["metadata"]["uid"] != key.uid:
            self._observer.gone(key.kind, key.uid)
        else:
            self._observer.seen(key.kind, obj)

    async def run(self, uid: str) -> None:
        """Look at one run and its Jobs and pods again."""
        await self.one(Key(RUNS, uid))
        held = self._store.runs.get(uid)
        if held is not None:
            await self._children(held.namespace, [uid])

    async def _kind(self, kind: Kind) -> int:
        before, listed = self._store.mark, []
        for scope in self._scopes:
            listed += await self._cluster.list(kind, scope, fields=UNFINISHED if kind == RUNS else "")
        return self._compare(kind, listed, [held for held in self._store.table(kind) if held.mark <= before])

    async def _children(self, scope: str | None, runs: list[str]) -> int:
        found = 0
        for kind in CHILDREN:
            before, table = self._store.mark, self._store.table(kind)
            listed = await self._cluster.list(kind, scope, labels=f"{names.LABEL_RUN} in ({','.join(runs)})")
            found += self._compare(
                kind, listed, [held for uid in runs for held in table.of(uid) if held.mark <= before]
            )
        return found

    def _compare(self, kind: Kind, listed: list[Object], expected: list[Held[Any]]) -> int:
        there = {obj["metadata"]["uid"] for obj in listed}
        news = [obj for obj in listed if self._observer.seen(kind, obj)]
        vanished = [held for held in expected if held.uid not in there]
        for held in vanished:
            self._observer.gone(kind, held.uid)
        return len(news) + len(vanished)


def _batches(uids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(uids)
    while batch := list(islice(rest, BATCH)):
        yield batch
