"""Kubernetes Events: what `kubectl describe` tells. A help for people, never a ground for decisions."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from webmend.domain.run import Run
from webmend.domain.workflow import Workflow
from webmend.policy import event as events
from webmend.policy.event import EmitEvent, Reporter
from webmend.ports.cluster import EVENTS, AlreadyExists, Cluster, ClusterError, Object

_log = structlog.get_logger()
WAITING = 1000
"""How many Events wait at most; more are dropped."""


class EventRecorder:
    """Sends Events on the side, in order. One that cannot be sent is logged and let go."""

    def __init__(self, cluster: Cluster, instance: str, now: Callable[[], datetime]) -> None:
        self._cluster = cluster
        self._reporter = Reporter("operator", instance)
        self._now = now
        self._waiting: asyncio.Queue[Object] = asyncio.Queue(WAITING)

    def tell(self, about: Run | Workflow, event: EmitEvent) -> None:
        """Have the Event of a transition sent; told twice, it is one and the same Event."""
        try:
            self._waiting.put_nowait(events.body(about, event, self._reporter, self._now()))
        except asyncio.QueueFull:
            _log.warning("event dropped", about=about.name, namespace=about.namespace, reason=event.reason)

    async def run(self) -> None:
        """Send what is told, for ever."""
        while True:
            body = await self._waiting.get()
            try:
                await self._cluster.create(EVENTS, body["metadata"]["namespace"], body)
            except AlreadyExists:
                continue
            except ClusterError as error:
                _log.warning("event not sent", name=body["metadata"]["name"], error=str(error))
