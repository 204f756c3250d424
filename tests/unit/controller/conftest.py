"""The operator without watches and Lease, on a cluster in memory."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support import builders, kubelet
from tests.support.advisor import FakeAdvisor
from tests.support.cluster import FakeCluster, Write
from webmend.controller.advising import Advising
from webmend.controller.backoff import Backoff
from webmend.controller.complaints import Complaints
from webmend.controller.counting import Counting
from webmend.controller.events import EventRecorder
from webmend.controller.execute import Execute
from webmend.controller.gather import Gather
from webmend.controller.lease import Sources
from webmend.controller.metrics import Metrics
from webmend.controller.observer import Observer
from webmend.controller.originals import Originals
from webmend.controller.outcomes import Outcomes
from webmend.controller.prerequisites import Prerequisites
from webmend.controller.quarantine import Quarantine
from webmend.controller.queue import Queue
from webmend.controller.reconcile import Reconcile
from webmend.controller.relist import Relist
from webmend.controller.store import Key, Store
from webmend.controller.workers import Workers
from webmend.domain.experience import Remembered
from webmend.domain.resource import run_from, workflow_from
from webmend.domain.run import Run
from webmend.domain.settings import Settings
from webmend.domain.workflow import Workflow
from webmend.ports.broker import BrokerUnavailable
from webmend.ports.cluster import EVENTS, JOBS, PODS, RUNS, VERSIONS, WORKFLOWS, Kind, Object

NAMESPACE = "clinic"


class FakeBroker:
    """A server whose Secrets are all there, but for those in `missing`."""

    def __init__(self) -> None:
        self.is_away = False
        self.missing: set[str] = set()
        self.versions: dict[str, str] = {}
        """Of Secrets that were changed; the others are at version 1."""
        self.shown: dict[str, Remembered] = {}
        """What good runs have shown of the steps of any workflow."""
        self.asked = 0

    async def experience(self, workflow_uid: str, version: int) -> Mapping[str, Remembered]:
        if self.is_away:
            raise BrokerUnavailable("away")
        return self.shown

    async def secrets(self, namespace: str, names: tuple[str, ...]) -> Mapping[str, str]:
        self.asked += 1
        if self.is_away:
            raise BrokerUnavailable("away")
        return {name: self.versions.get(name, "1") for name in names if name not in self.missing}


class Rig:
    """Objects are made with `apply_...`; `settle` has the operator do all that it would do now.

    `beside`: another operator on the same cluster, at the same time.
    """

    def __init__(self, settings: Settings = builders.SETTINGS, beside: "Rig | None" = None) -> None:
        self.time = beside.time if beside else builders.NOW
        self.cluster = beside.cluster if beside else FakeCluster(self.now)
        self.broker = FakeBroker()
        self.store = Store()
        self.woken: list[Key] = []
        queue = Queue(self.store, settings.queue)
        self.observer = Observer(self.store, queue, self._wake)
        self.relist = Relist(self.cluster, self.store, self.observer, ())
        self.events = EventRecorder(self.cluster, "me", self.now)
        self.quarantine = Quarantine(self.cluster, self.store, self.observer, self.now)
        prerequisites = Prerequisites(self.broker, lambda: self.time.timestamp())
        self.advisor = FakeAdvisor()
        self.metrics = Metrics(settings.metrics)
        sources = Sources(lambda: self.time.timestamp(), self.now, lambda: 0.0)
        self.advising = Advising(self.advisor, 60.0, sources, self._wake, self.metrics)
        complaints, originals = Complaints(self.cluster, self.store, self.now), Originals(self.cluster)
        self.gather = Gather(
            self.store,
            queue,
            self.relist,
            complaints,
            prerequisites,
            originals,
            self.now,
            lambda: 7,
            self.advising.of,
        )
        self.outcomes = Outcomes()
        self.counting = Counting(self.metrics, self.outcomes, self.now)
        self.execute = Execute(
            self.cluster, self.store, self.observer, self.events, self.advising, self.counting, self.now
        )
        reconcile = Reconcile(self.gather, self.execute, settings, self.now, lambda: 0.5)
        self.workers = Workers(reconcile, self.relist, self.quarantine, Backoff(lambda: 0.0), self.metrics, self.now)

    def now(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def _wake(self, key: Key) -> None:
        self.woken.append(key)
        self.workers.queue.add(key)

    async def apply_workflow(self, name: str = "portal", **spec: Any) -> Object:
        stored = builders.workflow().spec.stored()
        return await self._apply(WORKFLOWS, name, {**stored, **spec})

    async def apply_run(self, name: str = "portal-1", **spec: Any) -> Object:
        return await self._apply(RUNS, name, {"workflowRef": {"name": "portal"}, **spec})

    async def _apply(self, kind: Kind, name: str, spec: Mapping[str, Any]) -> Object:
        obj = await self.cluster.create(kind, NAMESPACE, {"metadata": {"name": name}, "spec": dict(spec)})
        self.observer.seen(kind, obj)
        return obj

    async def pod(self, job: Object, status: Mapping[str, Any]) -> Object:
        """Have the Job's pod be in that status, and the operator see it."""
        pods = [p for p in await self.cluster.list(PODS) if p["metadata"]["name"].startswith(job["metadata"]["name"])]
        pod = pods[0] if pods else await self.cluster.create(PODS, NAMESPACE, kubelet.pod_of(job))
        pod = await self.cluster.patch_status(PODS, NAMESPACE, pod["metadata"]["name"], status, "")
        self.observer.seen(PODS, pod)
        return pod

    async def settle(self, rounds: int = 50) -> None:
        """Work off what has been woken, and what is due by now."""
        for key in self.workers.due._taken(self.time):
            self.workers._has_come(key)
        for _ in range(rounds):
            if not len(self.workers.queue):
                return
            key = await self.workers.queue.take()
            await self.workers._round(key)
            self.workers.queue.done(key)
        raise AssertionError(f"it does not come to rest: {self.woken[-10:]}")

    async def run(self, name: str = "portal-1") -> Run:
        return run_from(await self.cluster.get(RUNS, NAMESPACE, name))

    async def workflow(self) -> Workflow:
        return workflow_from(await self.cluster.get(WORKFLOWS, NAMESPACE, "portal"))

    async def jobs(self) -> list[Object]:
        return await self.cluster.list(JOBS)

    async def versions(self) -> list[Object]:
        return await self.cluster.list(VERSIONS)

    def writes(self) -> list[str]:
        """What was written since the last call, Events apart."""
        made = [_told(write) for write in self.cluster.writes if write.kind != EVENTS]
        self.cluster.writes.clear()
        return made


def _told(write: Write) -> str:
    return f"{write.verb} {write.kind.name} {write.name}"


@pytest.fixture
def rig() -> Rig:
    return Rig()
