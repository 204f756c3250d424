"""An object that makes our code fail again and again says so on itself; nothing else suffers from it."""

import traceback
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from webmend.domain.condition import Condition, ConditionStatus, is_true, put
from webmend.domain.resource import Malformed
from webmend.ports.cluster import Cluster, ClusterError

from .observer import Observer
from .store import Key, Store

_log = structlog.get_logger()
STALLED = "Stalled"
FAILURES = 5
"""In a row, until an object counts as stalled: with the back-off of the queue about 0.1 s after the first."""


class Quarantine:
    """Counts the failures of each object and marks those that do not get on. The back-off is the queue's."""

    def __init__(self, cluster: Cluster, store: Store, observer: Observer, now: Callable[[], datetime]) -> None:
        self._cluster = cluster
        self._store = store
        self._observer = observer
        self._now = now
        self._failures: Counter[Key] = Counter()

    def __len__(self) -> int:
        """How many objects are stalled."""
        return sum(count >= FAILURES for count in self._failures.values())

    async def failed(self, key: Key, error: Exception) -> None:
        """Note that reconciling the object raised; never raises itself."""
        self._failures[key] += 1
        told = describe(error)
        _log.error("reconcile failed", kind=key.kind.name, uid=key.uid, error=told, at=_frames(error))
        if self._failures[key] >= FAILURES:
            try:
                await self._mark(key, type(error).__name__, told)
            except ClusterError as refusal:
                _log.warning("stalled object not marked", uid=key.uid, error=str(refusal))

    def succeeded(self, key: Key) -> None:
        """Forget its failures."""
        self._failures.pop(key, None)

    async def _mark(self, key: Key, reason: str, message: str) -> None:
        """Works on the raw object: that it cannot be read may be what is wrong with it."""
        held = self._store.table(key.kind).get(key.uid)
        if held is None:
            return
        old = (held.content.obj.get("status") or {}).get("conditions") or []
        said = {"type": STALLED, "status": "True", "reason": reason, "message": message}
        if any(said.items() <= condition.items() for condition in old):
            return
        others = [condition for condition in old if condition.get("type") != STALLED]
        stalled = {**said, "lastTransitionTime": self._now().strftime("%Y-%m-%dT%H:%M:%SZ")}
        stored = await self._cluster.patch_status(
            key.kind, held.namespace, held.name, {"conditions": [*others, stalled]}, held.version
        )
        self._observer.seen(key.kind, stored)


def released(conditions: tuple[Condition, ...], now: datetime) -> tuple[Condition, ...]:
    """The conditions of an object that gets on again."""
    if not is_true(conditions, STALLED):
        return conditions
    over = Condition(type=STALLED, status=ConditionStatus.FALSE, reason="GetsOn", last_transition_time=now)
    return put(conditions, over)


def describe(error: Exception) -> str:
    """What went wrong, without values: an object's fields may be secret, and the texts of errors quote them."""
    if isinstance(error, ClusterError | Malformed):
        return str(error)[:1024]
    return f"a defect of webmend: {type(error).__name__} in {_frames(error)[-1]}"[:1024]


def _frames(error: Exception) -> list[str]:
    frames: list[Any] = traceback.extract_tb(error.__traceback__)[-4:]
    return [f"{frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})" for frame in frames] or ["?"]
