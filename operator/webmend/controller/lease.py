"""Which replica acts: one Lease, held by whoever keeps renewing it.

    holder   |--renews--|--renews--|                      stops by itself `renew_deadline` after it began
                        ^ began                           its last renewal
    others                    ^ saw it                    may take it `duration` after they last saw it change

A renewal is seen after it was begun, so with duration > renew_deadline the holder has stopped before another starts,
whatever the clocks of the machines say: each side measures its own time only. What a stopped holder had sent before is
fenced off by resource versions and by the names of Jobs.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from webmend.domain import names
from webmend.ports.cluster import LEASES, AlreadyExists, Cluster, ClusterError, Conflict, NotFound, Object

_log = structlog.get_logger()
JITTER = 0.1
"""Share of a pause that may be left out, so that replicas do not keep step."""


@dataclass(frozen=True)
class Timing:
    """Seconds. A crashed holder is followed after at most duration + look + two requests: under 15 s."""

    duration: float = 12.0
    """How long others leave a Lease alone after they last saw it change."""
    renew_deadline: float = 8.0
    """How long a holder acts after it began its last successful renewal."""
    renew: float = 2.0
    """How often the holder renews."""
    look: float = 1.0
    """How often the others look."""


@dataclass(frozen=True)
class Sources:
    """Where time and chance come from."""

    monotonic: Callable[[], float]
    """Seconds of a clock that also runs while the machine sleeps."""
    now: Callable[[], datetime]
    """For people who look at the Lease; never compared."""
    chance: Callable[[], float]
    """Numbers in [0, 1)."""


@dataclass(frozen=True)
class _Seen:
    """The Lease as last read or written."""

    lease: Object
    free_at: float
    """When it may be taken from its holder: counted from when this process first saw it so."""

    @property
    def holder(self) -> str:
        return self.lease["spec"].get("holderIdentity") or ""

    @property
    def epoch(self) -> int:
        return int(self.lease["spec"].get("leaseTransitions") or 0)


class Elector:
    """One candidate for the Lease. `identity` is unique to the process, not to the pod."""

    def __init__(
        self, cluster: Cluster, namespace: str, identity: str, sources: Sources, timing: Timing | None = None
    ) -> None:
        self._cluster = cluster
        self._namespace = namespace
        self._identity = identity
        self._sources = sources
        self._timing = timing or Timing()
        self._seen: _Seen | None = None
        self._renewed: float | None = None

    @property
    def epoch(self) -> int:
        """Number of this holding, greater than those of all before it; 0 while the Lease is not held."""
        return self._seen.epoch if self._seen and self._renewed is not None else 0

    def is_holding(self) -> bool:
        """Whether this process may act now."""
        return self._time_left() > 0

    async def acquire(self) -> None:
        """Wait until the Lease is held."""
        while not await self._said_yes(self._claim, self._timing.renew_deadline):
            await self._pause(self._timing.look)
        _log.info("lease acquired", epoch=self.epoch)

    async def keep(self) -> None:
        """Renew until the Lease is lost, or may be: when this returns, nothing may be done any more."""
        while self.is_holding():
            await self._pause(min(self._timing.renew, self._time_left()))
            await self._said_yes(self._renew, self._time_left())
        self._renewed = None
        _log.error("lease lost")

    async def release(self) -> None:
        """Let another replica follow at once. Call it after the last write."""
        if self.is_holding():
            await self._said_yes(self._vacate, self._time_left())
        self._renewed = None

    async def _said_yes(self, step: Callable[[], Awaitable[bool]], seconds: float) -> bool:
        """Whether the step says yes in time; trouble with the API server is a no."""
        try:
            async with asyncio.timeout(seconds):
                return await step()
        except (ClusterError, TimeoutError) as error:
            _log.warning("lease not reached", error=str(error) or "no answer in time")
            return False

    async def _claim(self) -> bool:
        began = self._sources.monotonic()
        found = await self._look()
        seen = self._seen
        if seen is not None and not self._is_mine_to_take(seen):
            return False
        epoch = seen.epoch if seen else 0
        if seen is None or seen.holder != self._identity:
            epoch += 1
        return await (self._write(began, self._identity, epoch) if found else self._create(began, epoch))

    async def _renew(self) -> bool:
        return await self._write_held(self._identity)

    async def _vacate(self) -> bool:
        return await self._write_held("")

    async def _write_held(self, holder: str) -> bool:
        """Write a Lease that is held; false when it no longer is."""
        began = self._sources.monotonic()
        assert self._seen is not None
        try:
            return await self._write(began, holder, self._seen.epoch)
        except (Conflict, NotFound):
            # somebody has taken it, or only labelled it, or our last write arrived though we heard nothing of it
            if await self._look() and self._seen.holder == self._identity:
                return await self._write(began, holder, self._seen.epoch)
        self._renewed = None
        return False

    async def _look(self) -> bool:
        """Whether there is a Lease. One that has vanished is still its holder's until its time is over."""
        try:
            self._see(await self._cluster.get(LEASES, self._namespace, names.LEASE))
        except NotFound:
            return False
        return True

    async def _create(self, began: float, epoch: int) -> bool:
        metadata = {"name": names.LEASE, "namespace": self._namespace}
        body = {"metadata": metadata, "spec": self._spec({}, self._identity, epoch)}
        try:
            self._see(await self._cluster.create(LEASES, self._namespace, body))
        except AlreadyExists:
            return False
        self._renewed = began
        return True

    async def _write(self, began: float, holder: str, epoch: int) -> bool:
        assert self._seen is not None
        lease = self._seen.lease
        body = {**lease, "spec": self._spec(lease["spec"], holder, epoch)}
        self._see(await self._cluster.replace(LEASES, self._namespace, names.LEASE, body))
        self._renewed = began
        return True

    def _see(self, lease: Object) -> None:
        version = lease["metadata"]["resourceVersion"]
        if self._seen is None or self._seen.lease["metadata"]["resourceVersion"] != version:
            lease = {**lease, "spec": lease.get("spec") or {}}
            duration = lease["spec"].get("leaseDurationSeconds") or self._timing.duration
            self._seen = _Seen(lease, self._sources.monotonic() + float(duration))

    def _is_mine_to_take(self, seen: _Seen) -> bool:
        return seen.holder in ("", self._identity) or self._sources.monotonic() >= seen.free_at

    def _time_left(self) -> float:
        if self._renewed is None:
            return 0.0
        return max(0.0, self._renewed + self._timing.renew_deadline - self._sources.monotonic())

    async def _pause(self, longest: float) -> None:
        """Wait so long, or until the Lease may be taken from its holder."""
        seconds = longest * (1 - JITTER * self._sources.chance())
        if self._renewed is None and self._seen is not None and self._seen.holder:
            seconds = max(0.05, min(seconds, self._seen.free_at - self._sources.monotonic()))
        await asyncio.sleep(seconds)

    def _spec(self, old: Object, holder: str, epoch: int) -> Object:
        at = self._sources.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        kept = old.get("acquireTime", at) if old.get("holderIdentity") == holder else at
        return {
            "holderIdentity": holder,
            "leaseDurationSeconds": int(self._timing.duration),
            "acquireTime": kept,
            "renewTime": at,
            "leaseTransitions": epoch,
        }
