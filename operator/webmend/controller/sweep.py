"""Compares the store with the cluster now and then, in case a watch has missed something."""

import asyncio
from collections.abc import Callable

import structlog

from webmend.ports.cluster import ClusterError

from .backoff import Backoff
from .metrics import Metrics
from .relist import Relist

_log = structlog.get_logger()
SHORTEST, LONGEST = 600.0, 1800.0
"""Seconds between two sweeps: drawn anew each time, so that replicas and restarts do not keep step."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0


class Sweep:
    """`chance` gives numbers in [0, 1)."""

    def __init__(self, relist: Relist, metrics: Metrics, chance: Callable[[], float]) -> None:
        self._relist = relist
        self._metrics = metrics
        self._chance = chance
        self._pauses: Backoff[str] = Backoff(chance, FIRST_PAUSE, LONGEST_PAUSE)

    async def first(self) -> None:
        """Read everything, however often that has to be tried: nothing is decided on less."""
        while True:
            try:
                await self._relist.everything()
                return
            except ClusterError as error:
                _log.warning("cluster not read", error=str(error))
                await asyncio.sleep(self._pauses.failed("first"))

    async def run(self) -> None:
        """Sweep for ever."""
        while True:
            await asyncio.sleep(SHORTEST + (LONGEST - SHORTEST) * self._chance())
            try:
                missed = await self._relist.everything()
            except ClusterError as error:
                _log.warning("sweep failed", error=str(error))
            else:
                self._metrics.missed.inc(missed)
