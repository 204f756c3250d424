"""The operator put together: a replica watches always, and acts while it holds the Lease."""

import asyncio
import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from webmend.domain.duration import seconds
from webmend.domain.settings import Settings
from webmend.ports.advisor import Advisor
from webmend.ports.broker import Broker
from webmend.ports.cluster import Cluster

from .advising import Advising
from .backoff import Backoff
from .complaints import Complaints
from .counting import Counting
from .enrichment import Enrichment
from .events import EventRecorder
from .execute import Execute
from .fence import FencedCluster
from .gather import Gather
from .lease import Elector, Sources
from .metrics import Metrics
from .observer import Observer
from .originals import Originals
from .outcomes import Outcomes
from .prerequisites import Prerequisites
from .quarantine import Quarantine
from .queue import Queue
from .reconcile import Reconcile
from .relist import Relist
from .retention import Retention
from .state_metrics import StateMetrics
from .store import Key, Store
from .sweep import Sweep
from .watch import Watch
from .workers import Workers

_log = structlog.get_logger()
WORKERS = 16


def utc() -> datetime:
    """The time."""
    return datetime.now(UTC)


def boot_time() -> float:
    """Seconds since the machine started, its sleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def die() -> None:
    """End the process at once: another replica may act from now on, so nothing is tidied up."""
    os._exit(1)


class App:
    """One replica. `identity` is unique to the process; `on_lost` is called when the Lease is lost.

    `advisor`: the model that the settings name, where they name one.
    """

    def __init__(
        self,
        settings: Settings,
        cluster: Cluster,
        broker: Broker,
        identity: str,
        on_lost: Callable[[], None] = die,
        chance: Callable[[], float] = random.random,
        advisor: Advisor | None = None,
    ) -> None:
        self._on_lost = on_lost
        self._leads_since: datetime | None = None
        self.metrics = Metrics(settings.metrics)
        self._store = Store()
        self._elector = Elector(cluster, settings.own_namespace, identity, Sources(boot_time, utc, chance))
        fenced = FencedCluster(cluster, self._elector.is_holding)
        queue = Queue(self._store, settings.queue)
        observer = Observer(self._store, queue, self._wake)
        relist = Relist(cluster, self._store, observer, settings.namespaces)
        self._events = EventRecorder(fenced, identity, utc)
        self._quarantine = Quarantine(fenced, self._store, observer, utc)
        advising = Advising(
            advisor,
            seconds(settings.model.timeout) if settings.model else 0.0,
            Sources(boot_time, utc, chance),
            self._wake,
            self.metrics,
        )
        outcomes = Outcomes()
        counting = Counting(self.metrics, outcomes, utc)
        execute = Execute(fenced, self._store, observer, self._events, advising, counting, utc)
        reconcile = Reconcile(
            Gather(
                self._store,
                queue,
                relist,
                Complaints(cluster, self._store, utc),
                Prerequisites(broker, boot_time) if settings.server_required else None,
                Originals(cluster),
                utc,
                lambda: self._elector.epoch,
                advising.of,
            ),
            execute,
            settings,
            utc,
            chance,
        )
        self._workers = Workers(reconcile, relist, self._quarantine, Backoff(chance), self.metrics, utc)
        self._enrichment = Enrichment(cluster, self._store, broker, execute, settings.enrichment)
        self._retention = Retention(fenced, self._store, settings.history, settings.namespaces, counting, utc)
        self._sweep = Sweep(relist, self.metrics, chance)
        self._watch = Watch(cluster, observer.event, settings.namespaces)
        self._measure(outcomes)

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set; the Lease is released then."""
        running = asyncio.create_task(self._both())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
        finally:
            stopping.cancel()
            running.cancel()
            await asyncio.gather(running, stopping, return_exceptions=True)

    async def _both(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch.run())
            tasks.create_task(self._act())

    async def _act(self) -> None:
        """Wait for the Lease, act while it is held, give it back after the last write."""
        await self._elector.acquire()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep())
                tasks.create_task(self._lead())
        finally:
            await self._elector.release()

    async def _keep(self) -> None:
        await self._elector.keep()
        self._on_lost()

    async def _lead(self) -> None:
        """Start from what the API server says now, then look at everything once."""
        self._leads_since = utc()
        await self._sweep.first()
        for key in self._store.reconciled():
            self._wake(key)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._workers.due.run())
            tasks.create_task(self._events.run())
            tasks.create_task(self._sweep.run())
            tasks.create_task(self._enrichment.run())
            tasks.create_task(self._retention.run())
            for _ in range(WORKERS):
                tasks.create_task(self._workers.work())

    def _wake(self, key: Key) -> None:
        """A replica that only watches lets the keys go: when it comes to act, it looks at everything."""
        if self._leads_since:
            self._workers.queue.add(key)

    def _measure(self, outcomes: Outcomes) -> None:
        gauge = self.metrics.gauge
        gauge("webmend_leader", "1 while this replica holds the Lease", lambda: self._elector.is_holding())
        gauge("webmend_workqueue_depth", "Objects that wait for a worker", lambda: len(self._workers.queue))
        gauge("webmend_due_times", "Objects that are looked at again at a set time", lambda: len(self._workers.due))
        gauge("webmend_stalled_objects", "Objects that make our code fail", lambda: len(self._quarantine))
        gauge("webmend_watch_age_seconds", "Time since the watches told anything", self._watch.age)
        state = StateMetrics(self._store, outcomes, self.metrics.scope, utc, self._acts_since)
        self.metrics.registry.register(state)

    def _acts_since(self) -> datetime | None:
        return self._leads_since if self._elector.is_holding() else None
