"""What is on its way to channels: the fake in memory, and the real one on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tests.contract.databases import DATABASES, emptied, server
from tests.support.builders import NOW, at
from tests.support.events import started
from tests.support.outbox import FakeOutbox
from tests.support.store import FakeStore
from webmend.adapters import store as adapters
from webmend.domain.delivery import Delivery, DeliveryState, Recipient, Tried
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
        return [str(tried.state) for _, tried in await self.outbox.deliveries(to.uid)]


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


async def test_how_an_attempt_ended_is_read_as_it_was_said(world: World) -> None:
    await world.post("one")
    (delivery,) = await world.take(ops=9)
    dead = Tried(state=DeliveryState.DEAD, at=at(5), status=500, error="the receiver answers 500")
    await world.outbox.finish(delivery, dead)
    assert await world.outbox.deliveries(OPS.uid) == ((started("one").id, dead),)


async def test_all_that_is_still_to_be_done_for_a_channel_can_be_given_up(world: World) -> None:
    await world.post("one", "two", "three", to=[OPS, DEV])
    delivered, under_way = await world.take(ops=2)
    await world.outbox.finish(delivered, took())
    assert await world.outbox.give_up(OPS.uid, DeliveryState.DEAD, "the channel is gone", at(1)) == 2
    assert await world.standing() == ["Delivered", "Dead", "Dead"]
    assert await world.standing(DEV) == ["Pending"] * 3
    assert not await world.outbox.finish(under_way, took())
    assert await world.outbox.due(at(1e6)) == {DEV.uid}


async def test_the_deliveries_of_a_channel_are_found_by_how_they_stand(world: World) -> None:
    await world.post("one", "two")
    first, _ = await world.take(ops=2)
    await world.outbox.finish(first, took())
    found = await world.outbox.deliveries(OPS.uid, [DeliveryState.IN_FLIGHT])
    assert [id_ for id_, _ in found] == [started("two").id]
