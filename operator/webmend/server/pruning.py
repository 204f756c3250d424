"""Runs that are kept no longer, out of the history, with what they have left."""

from collections.abc import AsyncIterator, Sequence
from zoneinfo import ZoneInfo

import structlog

from webmend.domain.analytics import Grouping
from webmend.domain.record import RunFilter, RunSummary
from webmend.domain.retention import Expired
from webmend.domain.settings import RetentionSettings
from webmend.policy import analytics, retention
from webmend.ports.artifacts import Artifacts
from webmend.ports.clock import Clock
from webmend.ports.cluster import RUNS, Cluster, Forbidden, NotFound
from webmend.ports.store import Store

from . import keys
from .cycling import cycle

PART = 100
"""Runs that are let go in one transaction: recording waits for it."""
PAUSE = 1.0
"""Seconds between two of them."""
UTC = ZoneInfo("UTC")
_log = structlog.get_logger()


class Pruning:
    """Lets go of runs whose time has come and whose object is no longer there, a few at a time.

    What a run has left goes first: cut off in between, the run is found again.
    """

    def __init__(
        self, store: Store, cluster: Cluster, artifacts: Artifacts, settings: RetentionSettings, clock: Clock
    ) -> None:
        self._store = store
        self._cluster = cluster
        self._artifacts = artifacts
        self._settings = settings
        self._clock = clock

    async def run(self) -> None:
        """Once a cycle, for ever."""
        await cycle(self.once, self._settings.cycle, self._clock, "runs not let go of yet")

    async def once(self) -> int:
        """Let go of all that may go now; how many runs there were."""
        gone = 0
        for outcome, asked in retention.beyond(self._settings, self._clock.now()):
            let_go = sum([await self._let_go(part) async for part in self._parts(asked)])
            if let_go:
                _log.info("runs let go of", outcome=outcome, runs=let_go)
            gone += let_go
        return gone

    async def _parts(self, asked: RunFilter) -> AsyncIterator[Sequence[RunSummary]]:
        after = None
        while part := await self._store.oldest(asked, PART, after):
            yield part
            after = part[-1].id
            await self._clock.sleep(PAUSE)

    async def _let_go(self, part: Sequence[RunSummary]) -> int:
        gone = [run for run in part if not await self._has_object(run)]
        for run in gone:
            for stored in await self._artifacts.list(keys.run(run.uid)):
                await self._artifacts.delete(stored.key)
        await self._store.forget([run.id for run in gone])
        return len(gone)

    async def _has_object(self, run: RunSummary) -> bool:
        """Whether it is there still, or may be: one that cannot be looked for is kept."""
        try:
            found = await self._cluster.get(RUNS, run.namespace, run.name)
        except NotFound:
            return False
        except Forbidden:
            return True
        uid: str = found["metadata"]["uid"]
        return uid == run.uid


async def expired(store: Store, settings: RetentionSettings, clock: Clock) -> list[Expired]:
    """What is kept no longer, by outcome and month; those whose object is there still are among them."""
    found: list[Expired] = []
    for outcome, asked in retention.beyond(settings, clock.now()):
        first = await store.oldest(asked, 1)
        if not first or not asked.until:
            continue
        begins = analytics.periods(Grouping.MONTH, first[0].created_at, asked.until, UTC)
        tallies = await store.tallies(asked, Grouping.MONTH, begins)
        found += [Expired(outcome=outcome, month=begins[int(each.key)], runs=each.runs) for each in tallies]
    return sorted(found, key=lambda each: (each.outcome, each.month))
