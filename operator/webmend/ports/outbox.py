"""Events on their way to channels."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from webmend.domain.delivery import (
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


class Outbox(Protocol):
    """What is to be told, and what came of telling it. Every method may raise a StoreFailed (ports.store)."""

    async def unspread(self, limit: int) -> tuple[Posted, ...]:
        """The first events of which nobody has said yet which channels are told, so many at most."""
        ...

    async def spread(self, told: Mapping[UUID, Sequence[Recipient]], now: datetime) -> None:
        """Say which channels are told of each event (by id). An event of which that was said stays as it is."""
        ...

    async def due(self, now: datetime) -> frozenset[str]:
        """UIDs of the channels for which an attempt is due."""
        ...

    async def next_due(self, after: datetime) -> datetime | None:
        """When the first attempt is due of those that are due later than that."""
        ...

    async def take(self, most: Mapping[str, int], now: datetime, until: datetime) -> tuple[Delivery, ...]:
        """Begin attempts that are due: for each channel (by UID) so many at most, the earliest first.

        Each belongs to the caller until that time; then it is due again, whatever came of it.
        """
        ...

    async def finish(self, delivery: Delivery, tried: Tried) -> bool:
        """Say how an attempt has ended; False, and no change, where another one has begun meanwhile."""
        ...

    async def give_up(self, channel: str, state: DeliveryState, why: str, now: datetime) -> int:
        """End all that is still to be done for a channel; how many that were."""
        ...

    async def forget(self, before: datetime, limit: int) -> int:
        """Let go of events that happened earlier, with their deliveries, the earliest first and so many at most: those
        of which nothing is still to be delivered. How many they were."""
        ...

    async def listed(
        self, asked: DeliveryFilter, limit: int, before: DeliveryPlace | None = None
    ) -> tuple[DeliveryItem, ...]:
        """Deliveries that are meant, the latest first, so many at most; `before`: those that come after that place."""
        ...

    async def delivery(self, id_: UUID) -> DeliveryDetails | None:
        """All that is kept of a delivery; None where there is none of that id."""
        ...

    async def replay(self, id_: UUID, now: datetime) -> bool:
        """Have another attempt made at once; False, and no change, where it is in no state of REPLAYABLE."""
        ...

    async def discard(self, id_: UUID, now: datetime) -> bool:
        """Have no more attempts made; False, and no change, where it is in no state of DISCARDABLE."""
        ...
