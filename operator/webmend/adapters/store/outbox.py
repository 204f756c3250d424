"""Events on their way, in the database of the history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Select, delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from webmend.domain.delivery import (
    DISCARDABLE,
    OPEN,
    REPLAYABLE,
    Delivery,
    DeliveryDetails,
    DeliveryFilter,
    DeliveryItem,
    DeliveryPlace,
    DeliveryState,
    Recipient,
    Tried,
)
from webmend.domain.event import Posted

from . import delivered, rows
from .connecting import reading, writing
from .tables import deliveries, delivery_attempts, events

_UNSPREAD = events.c.spread_at.is_(None)


class Outbox:
    """See ports.outbox.Outbox."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert

    async def unspread(self, limit: int) -> tuple[Posted, ...]:
        """See Outbox."""
        query = select(events).where(_UNSPREAD).order_by(events.c.sequence).limit(limit)
        async with reading(self._engine) as connection:
            return tuple(map(rows.posted, await connection.execute(query)))

    async def spread(self, told: Mapping[UUID, Sequence[Recipient]], now: datetime) -> None:
        """See Outbox."""
        columns = (events.c.id, events.c.sequence)
        mine = select(*columns).where(events.c.id.in_(list(told)), _UNSPREAD).order_by(events.c.sequence)
        async with writing(self._engine) as connection:
            found = {row.id: row.sequence for row in await connection.execute(mine.with_for_update())}
            made = [_new(id_, found[id_], to, now) for id_ in found for to in told[id_]]
            if made:
                await connection.execute(self._insert(deliveries).on_conflict_do_nothing(), made)
            if found:
                await connection.execute(update(events).where(events.c.id.in_(list(found))).values(spread_at=now))

    async def due(self, now: datetime) -> frozenset[str]:
        """See Outbox."""
        query = select(deliveries.c.channel).where(deliveries.c.due_at <= now).distinct()
        async with reading(self._engine) as connection:
            return frozenset(await connection.scalars(query))

    async def next_due(self, after: datetime) -> datetime | None:
        """See Outbox."""
        query = select(func.min(deliveries.c.due_at)).where(deliveries.c.due_at > after)
        async with reading(self._engine) as connection:
            found: datetime | None = await connection.scalar(query)
            return found

    async def take(self, most: Mapping[str, int], now: datetime, until: datetime) -> tuple[Delivery, ...]:
        """See Outbox."""
        async with writing(self._engine) as connection:
            ids = [id_ for channel, limit in most.items() for id_ in await _due(connection, channel, limit, now)]
            begun = {"state": DeliveryState.IN_FLIGHT, "attempt": deliveries.c.attempt + 1, "due_at": until}
            await connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(begun))
            return tuple(map(_delivery, await connection.execute(_whole().where(deliveries.c.id.in_(ids)))))

    async def finish(self, delivery: Delivery, tried: Tried) -> bool:
        """See Outbox."""
        mine = (deliveries.c.id == delivery.id) & (deliveries.c.attempt == delivery.attempt)
        still = mine & (deliveries.c.state == DeliveryState.IN_FLIGHT)
        async with writing(self._engine) as connection:
            found = await connection.execute(update(deliveries).where(still).values(_outcome(tried)))
            if not found.rowcount:
                return False
            attempt = {"delivery_id": delivery.id, "number": delivery.attempt, **_attempt(tried)}
            await connection.execute(delivery_attempts.insert(), [attempt])
            return True

    async def give_up(self, channel: str, state: DeliveryState, why: str, now: datetime) -> int:
        """See Outbox."""
        ended = {"state": state, "due_at": None, "ended_at": now, "error": why[:256]}
        waiting = (deliveries.c.channel == channel) & deliveries.c.due_at.is_not(None)
        async with writing(self._engine) as connection:
            return (await connection.execute(update(deliveries).where(waiting).values(ended))).rowcount

    async def forget(self, before: datetime, limit: int) -> int:
        """See Outbox."""
        is_open = exists().where(deliveries.c.sequence == events.c.sequence, deliveries.c.due_at.is_not(None))
        old = select(events.c.sequence).where(events.c.at < before, ~is_open).order_by(events.c.sequence).limit(limit)
        async with writing(self._engine) as connection:
            gone = (await connection.scalars(old)).all()
            await connection.execute(delete(events).where(events.c.sequence.in_(gone)))
            return len(gone)

    async def listed(
        self, asked: DeliveryFilter, limit: int, before: DeliveryPlace | None = None
    ) -> tuple[DeliveryItem, ...]:
        """See Outbox."""
        async with reading(self._engine) as connection:
            return await delivered.listed(connection, asked, limit, before)

    async def delivery(self, id_: UUID) -> DeliveryDetails | None:
        """See Outbox."""
        async with reading(self._engine) as connection:
            return await delivered.one(connection, id_)

    async def replay(self, id_: UUID, now: datetime) -> bool:
        """See Outbox."""
        return await self._change(id_, REPLAYABLE, {"state": DeliveryState.PENDING, "due_at": now, "ended_at": None})

    async def discard(self, id_: UUID, now: datetime) -> bool:
        """See Outbox."""
        return await self._change(id_, DISCARDABLE, {"state": DeliveryState.DISCARDED, "due_at": None, "ended_at": now})

    async def _change(self, id_: UUID, states: Iterable[DeliveryState], values: Mapping[str, Any]) -> bool:
        """Of a delivery in one of these states; whether it was in one."""
        movable = (deliveries.c.id == id_) & deliveries.c.state.in_(sorted(states))
        async with writing(self._engine) as connection:
            return bool((await connection.execute(update(deliveries).where(movable).values(values))).rowcount)


async def _due(connection: AsyncConnection, channel: str, limit: int, now: datetime) -> Sequence[UUID]:
    """Of this channel; what another server is about to take is passed over."""
    query = (
        select(deliveries.c.id)
        .where(deliveries.c.channel == channel, deliveries.c.due_at <= now)
        .order_by(deliveries.c.due_at, deliveries.c.sequence)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await connection.scalars(query)).all()


def _whole() -> Select[Any]:
    """Deliveries with their events, the earliest first."""
    about = (deliveries.c.id.label("delivery_id"), deliveries.c.attempt, deliveries.c.channel)
    named = (deliveries.c.channel_namespace, deliveries.c.channel_name)
    return select(events, *about, *named).join_from(deliveries, events).order_by(events.c.sequence)


def _new(event: UUID, sequence: int, to: Recipient, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid5(event, to.uid),
        "sequence": sequence,
        "channel": to.uid,
        "channel_namespace": to.namespace,
        "channel_name": to.name,
        "state": DeliveryState.PENDING,
        "attempt": 0,
        "due_at": now,
        "created_at": now,
    }


def _delivery(row: Any) -> Delivery:
    return Delivery(
        id=row.delivery_id,
        posted=rows.posted(row),
        recipient=Recipient(uid=row.channel, namespace=row.channel_namespace, name=row.channel_name),
        attempt=row.attempt,
    )


def _outcome(tried: Tried) -> dict[str, Any]:
    ended_at = None if tried.state in OPEN else tried.at
    said = {"status": tried.status, "error": tried.error}
    return {"state": tried.state, "due_at": tried.due_at, "ended_at": ended_at, **said}


def _attempt(tried: Tried) -> dict[str, Any]:
    return {name: getattr(tried, name) for name in ("at", "duration_ms", "status", "error", "answer")}
