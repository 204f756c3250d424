"""An outbox in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from tests.support.store import FakeStore
from webmend.domain.delivery import (
    DISCARDABLE,
    OPEN,
    REPLAYABLE,
    Delivery,
    DeliveryAttempt,
    DeliveryDetails,
    DeliveryFilter,
    DeliveryItem,
    DeliveryPlace,
    DeliveryState,
    Recipient,
    Tried,
)
from webmend.domain.event import Posted


@dataclass
class Row:
    """A delivery."""

    delivery: Delivery
    standing: Tried
    created_at: datetime
    ended: list[DeliveryAttempt] = field(default_factory=list)

    @property
    def place(self) -> tuple[int, UUID]:
        return self.delivery.posted.sequence, self.delivery.id

    def is_meant(self, asked: DeliveryFilter) -> bool:
        to, event = self.delivery.recipient, self.delivery.posted.event
        return (
            (asked.namespaces is None or to.namespace in asked.namespaces)
            and (not asked.channels or to.name in asked.channels)
            and (not asked.states or self.standing.state in asked.states)
            and (not asked.types or event.type in asked.types)
        )

    def item(self) -> DeliveryItem:
        event, standing = self.delivery.posted.event, self.standing
        return DeliveryItem(
            sequence=self.delivery.posted.sequence,
            id=self.delivery.id,
            namespace=self.delivery.recipient.namespace,
            channel=self.delivery.recipient.name,
            event=event.id,
            type=event.type,
            at=event.at,
            workflow=event.workflow,
            run=event.data.get("run", ""),
            state=standing.state,
            attempts=self.delivery.attempt,
            due_at=standing.due_at,
            created_at=self.created_at,
            ended_at=None if standing.state in OPEN else standing.at,
            status=standing.status,
            error=standing.error,
        )


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
                self._rows[delivery.id] = Row(delivery, Tried(state=DeliveryState.PENDING, due_at=now, at=now), now)

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
        said = tried.model_dump(include={"at", "duration_ms", "status", "error", "answer"})
        row.ended.append(DeliveryAttempt(number=delivery.attempt, **said))
        return True

    async def give_up(self, channel: str, state: DeliveryState, why: str, now: datetime) -> int:
        self._store.check()
        ended = [row for row in self._of(channel) if row.standing.due_at is not None]
        for row in ended:
            row.standing = Tried(state=state, at=now, error=why, status=row.standing.status)
        return len(ended)

    async def forget(self, before: datetime, limit: int) -> int:
        self._store.check()
        held = {row.delivery.posted.event.id for row in self._rows.values() if row.standing.due_at is not None}
        old = [id_ for id_, each in self._store.events.items() if each.event.at < before and id_ not in held][:limit]
        for id_ in old:
            del self._store.events[id_]
        self._rows = {id_: row for id_, row in self._rows.items() if row.delivery.posted.event.id not in old}
        return len(old)

    async def listed(
        self, asked: DeliveryFilter, limit: int, before: DeliveryPlace | None = None
    ) -> tuple[DeliveryItem, ...]:
        self._store.check()
        latest = sorted(self._rows.values(), key=lambda row: row.place, reverse=True)
        after = [row for row in latest if before is None or row.place < (before.sequence, before.id)]
        return tuple(row.item() for row in after if row.is_meant(asked))[:limit]

    async def delivery(self, id_: UUID) -> DeliveryDetails | None:
        self._store.check()
        row = self._rows.get(id_)
        if row is None:
            return None
        return DeliveryDetails(delivery=row.item(), message=row.delivery.posted.body(), attempts=tuple(row.ended))

    async def replay(self, id_: UUID, now: datetime) -> bool:
        self._store.check()
        row = self._rows.get(id_)
        if row is None or row.standing.state not in REPLAYABLE:
            return False
        row.standing = row.standing.with_(state=DeliveryState.PENDING, due_at=now)
        return True

    async def discard(self, id_: UUID, now: datetime) -> bool:
        self._store.check()
        row = self._rows.get(id_)
        if row is None or row.standing.state not in DISCARDABLE:
            return False
        row.standing = row.standing.with_(state=DeliveryState.DISCARDED, due_at=None, at=now)
        return True

    def _of(self, channel: str) -> list[Row]:
        return [row for row in self._rows.values() if row.delivery.recipient.uid == channel]


def _is_due(row: Row, now: datetime) -> bool:
    return row.standing.state in OPEN and row.standing.due_at is not None and row.standing.due_at <= now
