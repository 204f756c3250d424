"""From an event to the channels that are told of it."""

import structlog

from webmend.domain.channel import Channel
from webmend.domain.delivery import Recipient
from webmend.policy.telling.routing import is_told
from webmend.ports.clock import Clock
from webmend.ports.cluster import ClusterError
from webmend.ports.outbox import Outbox
from webmend.ports.store import StoreFailed

from .bell import Bell
from .channels import Channels

BUNDLE = 100
"""Events that are spread in one transaction."""
LOOK = 60.0
"""Seconds after which it is looked for events that a server has kept which was killed then."""
PAUSE = 2.0
"""Seconds between attempts while the history, or the cluster, fails."""
_log = structlog.get_logger()


class Spreader:
    """Says of each event which channels are told, once. `bell` is rung when events are kept, `next_` when spread."""

    def __init__(self, outbox: Outbox, channels: Channels, clock: Clock, bell: Bell, next_: Bell) -> None:
        self._outbox = outbox
        self._channels = channels
        self._clock = clock
        self._bell = bell
        self._next = next_

    async def run(self) -> None:
        """Spread events, for ever."""
        while True:
            try:
                is_more = await self._spread()
            except (StoreFailed, ClusterError, OSError) as error:
                _log.warning("events are not spread yet", error=str(error))
                await self._clock.sleep(PAUSE)
                continue
            if not is_more:
                await self._bell.wait(LOOK)

    async def _spread(self) -> bool:
        """Spread what is there; whether there may be more."""
        events = await self._outbox.unspread(BUNDLE)
        if not events:
            return False
        channels = await self._channels.all()
        told = {
            posted.event.id: [_recipient(channel) for channel in channels if is_told(channel, posted.event)]
            for posted in events
        }
        await self._outbox.spread(told, self._clock.now())
        self._next.ring()
        return len(events) == BUNDLE


def _recipient(channel: Channel) -> Recipient:
    return Recipient(uid=channel.uid, namespace=channel.namespace, name=channel.name)
