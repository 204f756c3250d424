"""What people do by way of the server: written down before it takes effect, and told by an Event afterwards."""

import json
import uuid

import structlog

from webmend.policy import event as events
from webmend.policy.event import About, EmitEvent, Reporter
from webmend.ports.artifacts import Artifacts
from webmend.ports.clock import Clock
from webmend.ports.cluster import EVENTS, Cluster, ClusterError
from webmend.server import keys

from .users import User

_log = structlog.get_logger()
Fact = str | list[str] | None


class Deeds:
    """One line for each deed, in the artifact store beside what it is done to, and in the log; never a value."""

    def __init__(self, cluster: Cluster, artifacts: Artifacts, clock: Clock):
        self._cluster = cluster
        self._artifacts = artifacts
        self._clock = clock
        self._reporter = Reporter("server", "webmend-server")

    async def note(self, user: User, about: About, verb: str, **facts: Fact) -> None:
        """Write it down; raises OSError where that cannot be done, and then nothing may be done."""
        time = self._clock.now().isoformat().replace("+00:00", "Z")
        entry = {"verb": verb, "user": user.name, **facts, "time": time}
        await self._artifacts.append(keys.audit_of(events.KINDS[type(about)], about.uid), json.dumps(entry).encode())
        _log.info(
            "asked by a person", of=events.KINDS[type(about)], namespace=about.namespace, name=about.name, **entry
        )

    async def tell(self, user: User, about: About, reason: str, message: str) -> None:
        """Tell of what was done. An Event that cannot be sent is logged and let go: the deed is done."""
        event = EmitEvent(reason, f"{message}, as {user.name} asked", key=uuid.uuid4().hex)
        body = events.body(about, event, self._reporter, self._clock.now())
        try:
            await self._cluster.create(EVENTS, about.namespace, body)
        except ClusterError as error:
            _log.warning("event not sent", about=about.name, namespace=about.namespace, error=str(error))
