"""What is said of channels in their status, and the tests that people ask for."""

import asyncio
from collections.abc import Callable

import structlog

from webmend.domain.channel import Channel, ChannelStatus
from webmend.domain.resource import channel_from
from webmend.policy.telling import standing
from webmend.ports.clock import Clock
from webmend.ports.cluster import CHANNELS, Change, Cluster, ClusterError, Conflict, NotFound
from webmend.ports.store import Store, StoreFailed

from .bell import Bell
from .ways import Ways

PAUSE = 2.0
"""Seconds between attempts while the cluster, or the history, fails."""
TRIES = 3
_log = structlog.get_logger()
Say = Callable[[Channel], ChannelStatus]
"""The status by the channel as it is now."""


class Standings:
    """Writes the status of channels; what they say already is not written again."""

    def __init__(self, cluster: Cluster, store: Store, ways: Ways, clock: Clock, bell: Bell) -> None:
        self._cluster = cluster
        self._store = store
        self._ways = ways
        self._clock = clock
        self._bell = bell
        self._changed: asyncio.Queue[Channel] = asyncio.Queue()

    def hear(self, change: Change) -> None:
        """A channel has changed, or is there; raises Malformed."""
        if change.type != "DELETED":
            self._changed.put_nowait(channel_from(change.object))

    async def run(self) -> None:
        """Look at channels that have changed, for ever."""
        while True:
            channel = await self._changed.get()
            try:
                await self._look(channel)
            except (ClusterError, StoreFailed, OSError) as error:
                _log.warning("a channel is not looked at yet", channel=channel.name, error=str(error))
                await self._clock.sleep(PAUSE)
                self._changed.put_nowait(channel)

    async def say(self, channel: Channel, status: Say) -> None:
        """Have it say so, unless it does or is gone; raises ClusterError."""
        for _ in range(TRIES):
            new = status(channel)
            if standing.is_same(new, channel.status):
                return
            try:
                await self._cluster.patch_status(
                    CHANNELS, channel.namespace, channel.name, new.stored(), channel.resource_version
                )
                return
            except NotFound:
                return
            except Conflict:
                channel = channel_from(await self._cluster.get(CHANNELS, channel.namespace, channel.name))
        raise Conflict(f"the channel {channel.namespace}/{channel.name} changes too often")

    async def _look(self, channel: Channel) -> None:
        refused = self._ways.refusal(channel)
        lacking = "" if refused else await self._ways.lacking(channel)
        test = None if refused else standing.test_asked_for(channel, self._clock.now())
        if test is not None:
            await self._store.record((), [test])

        def status(now: Channel) -> ChannelStatus:
            looked_at = standing.looked_at(now, refused, lacking, self._clock.now())
            return standing.tested(channel, looked_at, self._clock.now()) if test else looked_at

        await self.say(channel, status)
        self._bell.ring()
