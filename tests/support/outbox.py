"""An outbox in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from tests.support.store import FakeStore
from webmend.domain.delivery import OPEN, Delivery, DeliveryState, Recipient, Tried
from webmend.domain.event import Posted


@dataclass
class Row:
    """A delivery."""

    delivery: Delivery
    standing: Tried


class FakeOutbox:
    """See ports.outbox.Outbox. `store`: where the events are."""

    def __init__(self, store: FakeStore) -> None:
        self._store = store
        self._spread: set[UUID] = set()
        self._rows: dict[UUID, Row] = {}
        self.attempts: list[Tried] = []
        """Every attempt whose end was said."""

    async def unspread(self, limit: int) -> tuple[Posted, ...]:
        self._store.check()
        return tuple(each for id_, each in self._store.events.items() if id_ not in self._spread)[:limit]

    async def spread(self, told: Mapping[UUID, Sequence[Recipient]], now: datetime) -> None:
        self._store.check()
        for id_ in [id_ for id_ in self._store.events if id_ in told and id_ not in self._spread]:
            self._spread.add(id_)
            for to in told[id_]:
                delivery = Delivery(id=uuid5(id_, to.uid), posted=self._store.events[id_], recipient=to, attempt=0)
                self._rows[delivery.id] = Row(delivery, Tried(state=DeliveryState.PENDING, due_at=now, at=now))

    async def due(self, now: datetime) -> frozenset[str]:
        self._store.check()
        return frozenset(row.delivery.recipient.uid for row in self._rows.values() if _is_due(row, now))

    async def next_due(self, after: datetime) -> datetime | None:
        self._store.check()
        due = [row.standing.due_at for row in self._rows.values() if row.standing.due_at is not None]
        return min((each for each in due if each > after), default=None)

    async def take(self, most: Mapping[str, int], now: datetime, until: datetime) -> tuple[Delivery, ...]:
        self._store.check()
        taken: list[Row] = []
        for channel, limit in most.items():
            due = [row for row in self._of(channel) if _is_due(row, now)]
            taken += sorted(due, key=lambda row: row.standing.due_at or now)[:limit]
        for row in taken:
            row.delivery = row.delivery.with_(attempt=row.delivery.attempt + 1)
            row.standing = row.standing.with_(state=DeliveryState.IN_FLIGHT, due_at=until)
        return tuple(sorted((row.delivery for row in taken), key=lambda each: each.posted.sequence))

    async def finish(self, delivery: Delivery, tried: Tried) -> bool:
        self._store.check()
        row = self._rows[delivery.id]
        if row.delivery.attempt != delivery.attempt or row.standing.state is not DeliveryState.IN_FLIGHT:
            return False
        self.attempts.append(tried)
        row.standing = tried
        return True

    async def give_up(self, channel: str, state: DeliveryState, why: str, now: datetime) -> int:
        self._store.check()
        ended = [row for row in self._of(channel) if row.standing.due_at is not None]
        for row in ended:
            row.standing = Tried(state=state, at=now, error=why, status=row.standing.status)
        return len(ended)

    async def deliveries(self, channel: str, states: Iterable[DeliveryState] = ()) -> tuple[tuple[UUID, Tried], ...]:
        self._store.check()
        wanted = tuple(states) or tuple(DeliveryState)
        found = sorted(self._of(channel), key=lambda row: row.delivery.posted.sequence)
        return tuple((row.delivery.posted.event.id, row.standing) for row in found if row.standing.state in wanted)

    def _of(self, channel: str) -> list[Row]:
        return [row for row in self._rows.values() if row.delivery.recipient.uid == channel]


def _is_due(row: Row, now: datetime) -> bool:
    return row.standing.state in OPEN and row.standing.due_at is not None and row.standing.due_at <= now
