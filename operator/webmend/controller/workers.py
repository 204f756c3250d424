"""The workers that take keys off the queue, and what becomes of a round that failed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from webmend.ports.cluster import ClusterError, Conflict, NotFound, Unavailable

from .backoff import Backoff
from .due_times import DueTimes
from .metrics import Metrics
from .quarantine import Quarantine
from .reconcile import Reconcile
from .relist import Relist
from .store import Key
from .work_queue import WorkQueue

_log = structlog.get_logger()


class Workers:
    """Works off keys, each as often as it is woken, due, or to be tried again."""

    def __init__(
        self,
        reconcile: Reconcile,
        relist: Relist,
        quarantine: Quarantine,
        backoff: Backoff[Key],
        metrics: Metrics,
        now: Callable[[], datetime],
    ) -> None:
        self.queue: WorkQueue[Key] = WorkQueue()
        self.due = DueTimes[Key](now, self._has_come)
        self._doubtful: set[Key] = set()
        self._reconcile = reconcile
        self._relist = relist
        self._quarantine = quarantine
        self._backoff = backoff
        self._metrics = metrics
        self._now = now

    async def work(self) -> None:
        """One worker: one key after the other, for ever."""
        while True:
            key = await self.queue.take()
            try:
                with self._metrics.reconcile.labels(key.kind.name).time():
                    await self._round(key)
            finally:
                self.queue.done(key)

    async def _round(self, key: Key) -> None:
        """One round for the key. The only place that catches everything: no object stops the others."""
        doubtful = key in self._doubtful
        self._doubtful.discard(key)
        try:
            due = await self._reconcile.one(key, doubtful=doubtful)
        except (Conflict, NotFound):
            await self._look_again(key)
        except Unavailable as error:
            self._metrics.errors.labels(key.kind.name).inc()
            self._try_again(key, str(error))
        except Exception as error:
            self._metrics.errors.labels(key.kind.name).inc()
            await self._quarantine.failed(key, error)
            self._try_again(key, type(error).__name__)
        else:
            self._backoff.succeeded(key)
            self._quarantine.succeeded(key)
            self.due.set(key, due)

    async def _look_again(self, key: Key) -> None:
        """The object is not as the plan was made for: read it, which wakes it, or finds that it is gone."""
        try:
            await self._relist.one(key)
        except ClusterError as error:
            _log.info("not read again", kind=key.kind.name, uid=key.uid, error=str(error))
        self._try_again(key, "Changed")

    def _try_again(self, key: Key, why: str) -> None:
        delay = self._backoff.failed(key)
        self._metrics.retries.labels(key.kind.name).inc()
        _log.info("try again", kind=key.kind.name, uid=key.uid, delay=round(delay, 3), why=why)
        self.due.set(key, self._now() + timedelta(seconds=delay))

    def _has_come(self, key: Key) -> None:
        self._doubtful.add(key)
        self.queue.add(key)
