"""Deliveries as people see them, and what they want done about one, by way of the API."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from webmend.domain.channel import Channel
from webmend.domain.delivery import (
    DISCARDABLE,
    REPLAYABLE,
    DeliveryDetails,
    DeliveryFilter,
    DeliveryPage,
    DeliveryState,
)
from webmend.policy import paging
from webmend.ports.clock import Clock
from webmend.ports.cluster import CHANNELS
from webmend.ports.outbox import Outbox
from webmend.server.people.access import LIST
from webmend.server.people.deeds import Deeds
from webmend.server.people.users import User
from webmend.server.problems import Refused

from . import cursors
from .scope import Scope

Change = Callable[[UUID, datetime], Awaitable[bool]]
"""Of the delivery with that id, at that time; whether it was made."""


@dataclass(frozen=True)
class Deed:
    """What can be done about a delivery."""

    verb: str
    states: frozenset[DeliveryState]
    """Those in which it can be done."""
    reason: str
    """Of the Event, and what has been done then."""
    said: str


REPLAY = Deed("replay", REPLAYABLE, "Replayed", "is tried again")
DISCARD = Deed("discard", DISCARDABLE, "Discarded", "is not tried any more")


class Deliveries:
    """Reads and changes what is on its way. `ring`: called when something has come due."""

    def __init__(self, outbox: Outbox | None, scope: Scope, deeds: Deeds, clock: Clock, ring: Callable[[], None]):
        self._kept = outbox
        self._scope = scope
        self._deeds = deeds
        self._clock = clock
        self._ring = ring

    async def page(self, user: User, asked: DeliveryFilter, limit: int, cursor: str) -> DeliveryPage:
        """The deliveries that are meant to channels that the user may list, the latest first; refuses as Scope does."""
        with cursors.reading():
            before = paging.delivery_place(cursor, asked) if cursor else None
        seen = asked.with_(namespaces=await self._scope.namespaces(user, LIST, asked.namespaces, CHANNELS))
        found = await self._outbox.listed(seen, limit + 1, before)
        last = found[limit - 1] if len(found) > limit else None
        return DeliveryPage(items=found[:limit], next=paging.delivery_cursor(last, asked) if last else None)

    async def one(self, namespace: str, channel: str, id_: UUID) -> DeliveryDetails:
        """The delivery; refuses when there is none of that id to this channel."""
        found = await self._outbox.delivery(id_)
        if found is None or (found.delivery.namespace, found.delivery.channel) != (namespace, channel):
            raise Refused(404, f"nothing with the id {id_} is on its way to {channel} in {namespace}")
        return found

    async def replay(self, user: User, channel: Channel, id_: UUID) -> DeliveryDetails:
        """Have another attempt made at once; refuses while one is under way."""
        told = await self._decide(user, channel, id_, REPLAY, self._outbox.replay)
        self._ring()
        return told

    async def discard(self, user: User, channel: Channel, id_: UUID) -> DeliveryDetails:
        """Have no more attempts made; refuses what is under way or was delivered."""
        return await self._decide(user, channel, id_, DISCARD, self._outbox.discard)

    async def _decide(self, user: User, channel: Channel, id_: UUID, deed: Deed, change: Change) -> DeliveryDetails:
        before = await self.one(channel.namespace, channel.name, id_)
        if before.delivery.state not in deed.states:
            raise Refused(409, f"a delivery that is {before.delivery.state} cannot be {deed.reason.lower()}")
        await self._deeds.note(user, channel, deed.verb, delivery=str(id_))
        if not await change(id_, self._clock.now()):
            raise Refused(409, "an attempt has begun meanwhile")
        await self._deeds.tell(user, channel, deed.reason, f"The delivery {id_} {deed.said}")
        return await self.one(channel.namespace, channel.name, id_)

    @property
    def _outbox(self) -> Outbox:
        if self._kept is None:
            raise Refused(503, "this server tells nobody")
        return self._kept
