"""Deliveries as people see them, in SQL."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from webmend.domain.delivery import DeliveryAttempt, DeliveryDetails, DeliveryFilter, DeliveryItem, DeliveryPlace

from . import rows
from .filtering import either
from .tables import deliveries, delivery_attempts, events

_EITHER = {
    "namespaces": deliveries.c.channel_namespace,
    "channels": deliveries.c.channel_name,
    "states": deliveries.c.state,
    "types": events.c.type,
}
"""Fields of the filter, and the column that must have one of the field's values."""
_PLACE = (deliveries.c.sequence, deliveries.c.id)
_OWN = {
    "delivery_id": deliveries.c.id,
    "channel_namespace": deliveries.c.channel_namespace,
    "channel_name": deliveries.c.channel_name,
    "attempt": deliveries.c.attempt,
    **{name: deliveries.c[name] for name in ("state", "due_at", "created_at", "ended_at", "status", "error")},
}
_WHOLE = select(events, *(column.label(f"own_{name}") for name, column in _OWN.items())).join_from(deliveries, events)


async def listed(
    connection: AsyncConnection, asked: DeliveryFilter, limit: int, before: DeliveryPlace | None
) -> tuple[DeliveryItem, ...]:
    """See Outbox.listed."""
    earlier = [] if before is None else [tuple_(*_PLACE) < (before.sequence, before.id)]
    latest = (column.desc() for column in _PLACE)
    query = _WHOLE.where(*either(asked, _EITHER), *earlier).order_by(*latest).limit(limit)
    return tuple(map(_item, await connection.execute(query)))


async def one(connection: AsyncConnection, id_: UUID) -> DeliveryDetails | None:
    """See Outbox.delivery."""
    found = (await connection.execute(_WHOLE.where(deliveries.c.id == id_))).first()
    if found is None:
        return None
    of = select(delivery_attempts).where(delivery_attempts.c.delivery_id == id_).order_by(delivery_attempts.c.number)
    attempts = [DeliveryAttempt.model_validate(row._asdict()) for row in await connection.execute(of)]
    return DeliveryDetails(delivery=_item(found), message=rows.posted(found).body(), attempts=tuple(attempts))


def _item(row: Any) -> DeliveryItem:
    posted, own = rows.posted(row), {name: getattr(row, f"own_{name}") for name in _OWN}
    return DeliveryItem(
        id=own.pop("delivery_id"),
        namespace=own.pop("channel_namespace"),
        channel=own.pop("channel_name"),
        attempts=own.pop("attempt"),
        sequence=posted.sequence,
        event=posted.event.id,
        type=posted.event.type,
        at=posted.event.at,
        workflow=posted.event.workflow,
        run=posted.event.data.get("run") or "",
        **own,
    )
