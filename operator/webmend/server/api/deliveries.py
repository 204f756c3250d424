"""Deliveries as people see them, and what they want done about one, by way of the API."""

from collections.abc import Callable
from uuid import UUID

from pydantic import ValidationError

from webmend.domain.channel import Channel
from webmend.domain.delivery import (
    DISCARDABLE,
    REPLAYABLE,
    DeliveryDetails,
    DeliveryFilter,
    DeliveryPage,
    DeliveryPlace,
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

from .scope import Scope


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
        before = _place(cursor, asked) if cursor else None
        seen = asked.with_(namespaces=await self._scope.namespaces(user, LIST, asked.namespaces, CHANNELS))
        found = await self._outbox.listed(seen, limit + 1, before)
        last = found[limit - 1] if len(found) > limit else None
        following = paging.name_cursor((str(last.sequence), str(last.id)), asked) if last else None
        return DeliveryPage(items=found[:limit], next=following)

    async def one(self, namespace: str, channel: str, id_: UUID) -> DeliveryDetails:
        """The delivery; refuses when there is none of that id to this channel."""
        found = await self._outbox.delivery(id_)
        if found is None or (found.delivery.namespace, found.delivery.channel) != (namespace, channel):
            raise Refused(404, f"nothing with the id {id_} is on its way to {channel} in {namespace}")
        return found

    async def replay(self, user: User, channel: Channel, id_: UUID) -> DeliveryDetails:
        """Have another attempt made at once; refuses while one is under way."""
        before = await self.one(channel.namespace, channel.name, id_)
        _check(before, REPLAYABLE, "replayed")
        await self._deeds.note(user, channel, "replay", delivery=str(id_))
        if not await self._outbox.replay(id_, self._clock.now()):
            raise Refused(409, "an attempt has begun meanwhile")
        self._ring()
        await self._deeds.tell(user, channel, "Replayed", f"The delivery {id_} is tried again")
        return await self.one(channel.namespace, channel.name, id_)

    async def discard(self, user: User, channel: Channel, id_: UUID) -> DeliveryDetails:
        """Have no more attempts made; refuses what is under way or was delivered."""
        before = await self.one(channel.namespace, channel.name, id_)
        _check(before, DISCARDABLE, "discarded")
        await self._deeds.note(user, channel, "discard", delivery=str(id_))
        if not await self._outbox.discard(id_, self._clock.now()):
            raise Refused(409, "an attempt has begun meanwhile")
        await self._deeds.tell(user, channel, "Discarded", f"The delivery {id_} is not tried any more")
        return await self.one(channel.namespace, channel.name, id_)

    @property
    def _outbox(self) -> Outbox:
        if self._kept is None:
            raise Refused(503, "this server tells nobody")
        return self._kept


def _check(found: DeliveryDetails, states: frozenset[DeliveryState], done: str) -> None:
    if found.delivery.state not in states:
        raise Refused(409, f"a delivery that is {found.delivery.state} cannot be {done}")


def _place(cursor: str, asked: DeliveryFilter) -> DeliveryPlace:
    try:
        sequence, id_ = paging.name_place(cursor, asked)
        return DeliveryPlace.model_validate({"sequence": sequence, "id": id_})
    except paging.BadCursor as bad:
        raise Refused(400, f"cursor: {bad}") from None
    except ValidationError:
        raise Refused(400, "cursor: this is no cursor that a list has given out") from None
