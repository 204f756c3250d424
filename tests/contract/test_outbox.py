"""What is on its way to channels: the fake in memory, and the real one on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.contract.databases import DATABASES, emptied, server
from tests.support.builders import NOW, at
from tests.support.events import started
from tests.support.outbox import FakeOutbox
from tests.support.store import FakeStore
from webmend.adapters import store as adapters
from webmend.domain.delivery import (
    DISCARDABLE,
    REPLAYABLE,
    Delivery,
    DeliveryFilter,
    DeliveryItem,
    DeliveryPlace,
    DeliveryState,
    Recipient,
    Tried,
)
from webmend.domain.event import EventType
from webmend.ports.outbox import Outbox
from webmend.ports.store import Store

__all__ = ["server"]
OPS, DEV = (Recipient(uid=f"uid-{name}", namespace="clinic", name=name) for name in ("ops", "dev"))
BOTH = {OPS.uid: 10, DEV.uid: 10}
LEASE = at(60)


@dataclass
class World:
    store: Store
    outbox: Outbox

    async def post(self, *runs: str, to: Iterable[Recipient] = (OPS,), now: datetime = NOW) -> None:
        """Have it told that these runs have begun."""
        events = [started(run) for run in runs]
        await self.store.record((), events)
        await self.outbox.spread({event.id: tuple(to) for event in events}, now)

    async def take(self, now: datetime = NOW, until: datetime = LEASE, **most: int) -> list[Delivery]:
        return list(await self.outbox.take({f"uid-{name}": count for name, count in most.items()}, now, until))

    async def standing(self, to: Recipient = OPS) -> list[str]:
        return [str(item.state) for item in reversed(await self.found(channels=(to.name,)))]

    async def found(self, limit: int = 99, before: DeliveryPlace | None = None, **asked: Any) -> list[DeliveryItem]:
        return list(await self.outbox.listed(DeliveryFilter(**asked), limit, before))


@pytest.fixture(params=["fake", *DATABASES])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """One with nothing in it."""
    if request.param == "fake":
        store = FakeStore()
        yield World(store, FakeOutbox(store))
        return
    async with emptied(request, tmp_path) as schema:
        await schema.upgrade()
        yield World(adapters.History(schema.engine), adapters.Outbox(schema.engine))


def runs(deliveries: Iterable[Delivery]) -> list[str]:
    return [each.posted.event.data["run"] for each in deliveries]


def took(now: datetime = NOW) -> Tried:
    return Tried(state=DeliveryState.DELIVERED, at=now, duration_ms=12, status=200, answer="ok")


def failed(due_at: datetime, now: datetime = NOW) -> Tried:
    return Tried(state=DeliveryState.RETRYING, due_at=due_at, at=now, status=500, error="the receiver answers 500")


async def test_an_event_waits_until_it_is_said_who_is_told(world: World) -> None:
    events = [started(run) for run in ("one", "two", "three")]
    await world.store.record((), events)
    assert [each.event for each in await world.outbox.unspread(2)] == events[:2]
    await world.outbox.spread({events[0].id: [OPS], events[1].id: []}, NOW)
    assert [each.event for each in await world.outbox.unspread(9)] == events[2:]
    assert runs(await world.take(ops=9, dev=9)) == ["one"]


async def test_who_is_told_is_said_once(world: World) -> None:
    await world.post("one", to=[OPS])
    await world.outbox.spread({started("one").id: [OPS, DEV]}, NOW)
    assert runs(await world.take(ops=9, dev=9)) == ["one"]


async def test_two_that_say_it_at_once_make_each_delivery_once(world: World) -> None:
    events = [started(f"run-{number}") for number in range(20)]
    await world.store.record((), events)
    told = {event.id: [OPS, DEV] for event in events}
    await asyncio.gather(*(world.outbox.spread(told, NOW) for _ in range(3)))
    assert len(await world.take(ops=99, dev=99)) == 40


async def test_each_channel_has_a_delivery_of_its_own(world: World) -> None:
    await world.post("one", to=[OPS, DEV])
    assert await world.outbox.due(NOW) == {OPS.uid, DEV.uid}
    one, other = await world.take(ops=9, dev=9)
    assert {one.recipient, other.recipient} == {OPS, DEV}
    assert one.posted == other.posted
    assert one.id != other.id


async def test_so_many_are_taken_for_each_channel_and_no_more_the_earliest_first(world: World) -> None:
    await world.post("one", "two", "three", to=[OPS, DEV])
    assert runs(await world.take(ops=2, dev=0)) == ["one", "two"]
    assert runs(await world.take(ops=2)) == ["three"]
    assert runs(await world.take(dev=1)) == ["one"]


async def test_what_is_taken_is_nobody_elses_until_its_time_is_over(world: World) -> None:
    await world.post("one")
    (first,) = await world.take(ops=9)
    assert first.attempt == 1
    assert await world.outbox.due(at(59)) == frozenset()
    assert await world.take(ops=9, now=at(59)) == []
    assert await world.outbox.due(at(60)) == {OPS.uid}
    (second,) = await world.take(ops=9, now=at(60), until=at(120))
    assert (second.id, second.attempt) == (first.id, 2)


async def test_two_that_take_at_once_take_each_once(world: World) -> None:
    await world.post(*(f"run-{number}" for number in range(30)))
    taken = await asyncio.gather(*(world.take(ops=10) for _ in range(6)))
    names = [name for each in taken for name in runs(each)]
    assert len(names) == len(set(names))
    rest = await world.take(ops=99)
    assert len(names) + len(rest) == 30


async def test_what_is_delivered_is_not_due_again(world: World) -> None:
    await world.post("one")
    (delivery,) = await world.take(ops=9)
    assert await world.outbox.finish(delivery, took())
    assert await world.outbox.due(at(1e6)) == frozenset()
    assert await world.standing() == ["Delivered"]


async def test_what_has_failed_is_due_again_at_its_time(world: World) -> None:
    await world.post("one")
    (delivery,) = await world.take(ops=9)
    assert await world.outbox.finish(delivery, failed(at(300)))
    assert await world.standing() == ["Retrying"]
    assert await world.take(ops=9, now=at(299)) == []
    assert [each.attempt for each in await world.take(ops=9, now=at(300))] == [2]


async def test_it_is_known_when_the_next_attempt_is_due(world: World) -> None:
    assert await world.outbox.next_due(NOW) is None
    await world.post("one", "two")
    first, second = await world.take(ops=9)
    await world.outbox.finish(first, took())
    await world.outbox.finish(second, failed(at(300)))
    assert [await world.outbox.next_due(at(seconds)) for seconds in (0, 299, 300)] == [at(300), at(300), None]


async def test_whoever_was_too_slow_has_no_word_any_more(world: World) -> None:
    await world.post("one")
    (slow,) = await world.take(ops=9)
    (quick,) = await world.take(ops=9, now=at(60), until=at(120))
    assert not await world.outbox.finish(slow, failed(at(900)))
    assert await world.outbox.finish(quick, took(at(61)))
    assert not await world.outbox.finish(slow, failed(at(900)))
    assert await world.standing() == ["Delivered"]


async def test_a_delivery_is_read_with_every_attempt_as_it_was_said_to_have_ended(world: World) -> None:
    await world.post("one")
    (first,) = await world.take(ops=9)
    await world.outbox.finish(first, failed(at(5), at(1)))
    (second,) = await world.take(ops=9, now=at(5), until=at(65))
    dead = Tried(state=DeliveryState.DEAD, at=at(6), duration_ms=40, status=503, error="no", answer="later")
    await world.outbox.finish(second, dead)

    (item,) = await world.found()
    details = await world.outbox.delivery(item.id)

    event = started("one")
    assert details is not None
    assert details.delivery == item
    assert (item.id, item.event, item.type, item.at) == (first.id, event.id, event.type, event.at)
    assert (item.namespace, item.channel, item.workflow, item.run) == ("clinic", "ops", event.workflow, "one")
    assert (item.state, item.attempts, item.due_at, item.created_at, item.ended_at) == ("Dead", 2, None, NOW, at(6))
    assert (item.status, item.error) == (503, "no")
    assert [(each.number, each.at, each.duration_ms) for each in details.attempts] == [(1, at(1), 0), (2, at(6), 40)]
    assert [(each.status, each.error, each.answer) for each in details.attempts] == [
        (500, "the receiver answers 500", ""),
        (503, "no", "later"),
    ]
    assert details.message["type"] == event.type
    assert details.message["data"]["run"] == "one"
    assert await world.outbox.delivery(UUID(int=1)) is None


async def test_all_that_is_still_to_be_done_for_a_channel_can_be_given_up(world: World) -> None:
    await world.post("one", "two", "three", to=[OPS, DEV])
    delivered, under_way = await world.take(ops=2)
    await world.outbox.finish(delivered, took())
    assert await world.outbox.give_up(OPS.uid, DeliveryState.DEAD, "the channel is gone", at(1)) == 2
    assert await world.standing() == ["Delivered", "Dead", "Dead"]
    assert await world.standing(DEV) == ["Pending"] * 3
    assert not await world.outbox.finish(under_way, took())
    assert await world.outbox.due(at(1e6)) == {DEV.uid}


@pytest.mark.parametrize(
    ("asked", "want"),
    [
        ({}, ["two dev", "two ops", "one dev", "one ops"]),
        ({"channels": ("ops",)}, ["two ops", "one ops"]),
        ({"states": ("InFlight", "Delivered")}, ["two ops", "one ops"]),
        ({"states": ("Delivered",), "channels": ("ops", "dev")}, ["one ops"]),
        ({"namespaces": ("clinic", "other")}, ["two dev", "two ops", "one dev", "one ops"]),
        ({"namespaces": ("other",)}, []),
        ({"namespaces": ()}, []),
        ({"types": (EventType.EXECUTION_FAILED,)}, []),
        ({"types": (EventType.EXECUTION_STARTED,), "channels": ("dev",)}, ["two dev", "one dev"]),
    ],
)
async def test_deliveries_are_found_by_what_is_asked_for(world: World, asked: Any, want: list[str]) -> None:
    await world.post("one", "two", to=[OPS, DEV])
    first, _ = await world.take(ops=2)
    await world.outbox.finish(first, took())
    found = await world.found(**asked)
    assert sorted((f"{item.run} {item.channel}" for item in found), reverse=True) == sorted(want, reverse=True)
    assert [item.run for item in found] == [each.split()[0] for each in want]


async def test_the_pages_of_a_list_hold_each_delivery_once(world: World) -> None:
    await world.post("one", "two", "three", to=[OPS, DEV])
    whole = await world.found()
    pages, before = [], None
    while page := await world.found(4, before):
        pages.append(page)
        before = page[-1]
    assert [len(page) for page in pages] == [4, 2]
    assert [item for page in pages for item in page] == whole


def _ended(state: DeliveryState) -> Tried:
    return failed(at(9)) if state is DeliveryState.RETRYING else Tried(state=state, at=at(1))


async def put(world: World, state: DeliveryState) -> UUID:
    """A delivery in this state."""
    await world.post("one")
    (item,) = await world.found()
    if state is DeliveryState.DISCARDED:
        await world.outbox.discard(item.id, at(1))
    elif state is not DeliveryState.PENDING:
        (delivery,) = await world.take(ops=1)
        if state is not DeliveryState.IN_FLIGHT:
            await world.outbox.finish(delivery, _ended(state))
    assert await world.standing() == [state]
    return item.id


@pytest.mark.parametrize("state", DeliveryState)
async def test_another_attempt_is_made_of_whatever_is_not_under_way(world: World, state: DeliveryState) -> None:
    id_ = await put(world, state)
    assert await world.outbox.replay(id_, at(2)) == (state in REPLAYABLE)
    taken = await world.take(ops=9, now=at(2), until=at(62))
    assert [each.id for each in taken] == ([id_] if state in REPLAYABLE else [])
    for each in taken:
        assert await world.outbox.finish(each, took(at(3)))
        assert await world.standing() == ["Delivered"]


@pytest.mark.parametrize("state", DeliveryState)
async def test_what_is_discarded_is_not_tried_again(world: World, state: DeliveryState) -> None:
    id_ = await put(world, state)
    assert await world.outbox.discard(id_, at(2)) == (state in DISCARDABLE)
    if state in DISCARDABLE:
        assert await world.take(ops=9, now=at(1e6), until=at(2e6)) == []
        assert [(item.state, item.ended_at) for item in await world.found()] == [("Discarded", at(2))]


async def test_events_of_which_nothing_is_to_be_delivered_are_let_go_of_the_earliest_first(world: World) -> None:
    await world.post("one", "two", "three", "four", to=[OPS, DEV])
    events = {item.run: item.at for item in await world.found()}
    assert len(set(events.values())) == 1, "they happened at the same time"
    later = next(iter(events.values())) + timedelta(seconds=1)
    for delivery in await world.take(ops=2, dev=3):
        await world.outbox.finish(delivery, took())

    assert await world.outbox.forget(later - timedelta(seconds=1), 9) == 0
    assert await world.outbox.forget(later, 1) == 1
    assert [item.run for item in await world.found(channels=("ops",))] == ["four", "three", "two"]
    assert await world.outbox.forget(later, 9) == 1
    assert await world.outbox.forget(later, 9) == 0
    assert [item.run for item in await world.found()] == ["four", "four", "three", "three"]
    await world.outbox.give_up(OPS.uid, DeliveryState.DEAD, "the channel is gone", NOW)
    await world.outbox.give_up(DEV.uid, DeliveryState.DEAD, "the channel is gone", NOW)
    assert await world.outbox.forget(later, 9) == 2
    assert await world.found() == []


async def test_what_nobody_is_told_of_is_let_go_of_too(world: World) -> None:
    event = started("one")
    await world.store.record((), [event])
    assert await world.outbox.forget(event.at + timedelta(seconds=1), 9) == 1
    assert await world.outbox.unspread(9) == ()


async def test_of_a_delivery_that_is_not_there_nothing_is_changed(world: World) -> None:
    assert not await world.outbox.replay(UUID(int=1), NOW)
    assert not await world.outbox.discard(UUID(int=1), NOW)
