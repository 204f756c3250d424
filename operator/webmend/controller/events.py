"""Kubernetes Events: what `kubectl describe` tells. A help for people, never a ground for decisions."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime

import structlog

from webmend.domain import names
from webmend.domain.run import Run
from webmend.domain.workflow import Workflow
from webmend.policy.event import EmitEvent
from webmend.ports.cluster import EVENTS, AlreadyExists, Cluster, ClusterError, Object

_log = structlog.get_logger()
WAITING = 1000
"""How many Events wait at most; more are dropped."""


class EventRecorder:
    """Sends Events on the side, in order. One that cannot be sent is logged and let go."""

    def __init__(self, cluster: Cluster, instance: str, now: Callable[[], datetime]) -> None:
        self._cluster = cluster
        self._instance = instance
        self._now = now
        self._waiting: asyncio.Queue[Object] = asyncio.Queue(WAITING)

    def tell(self, about: Run | Workflow, event: EmitEvent) -> None:
        """Have the Event of a transition sent; told twice, it is one and the same Event."""
        try:
            self._waiting.put_nowait(self._body(about, event))
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

    def _body(self, about: Run | Workflow, event: EmitEvent) -> Object:
        return {
            "apiVersion": EVENTS.api_version,
            "kind": EVENTS.name,
            "metadata": {"name": _name(about, event), "namespace": about.namespace},
            "eventTime": self._now().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "reportingController": f"{names.GROUP}/operator",
            "reportingInstance": self._instance[:128],
            "action": event.reason,
            "reason": event.reason,
            "type": "Warning" if event.warning else "Normal",
            "note": event.message[:1024],
            "regarding": {
                "apiVersion": names.API_VERSION,
                "kind": names.WORKFLOW_RUN if isinstance(about, Run) else names.WORKFLOW,
                "namespace": about.namespace,
                "name": about.name,
                "uid": about.uid,
                "resourceVersion": about.resource_version,
            },
        }


def _name(about: Run | Workflow, event: EmitEvent) -> str:
    """Derived from the transition, so that the API server refuses a second one."""
    digest = hashlib.sha256(f"{about.uid} {event.key}".encode()).hexdigest()
    return f"{about.name[:200]}.{digest[:16]}"
