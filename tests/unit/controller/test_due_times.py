import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.support.builders import NOW, at
from tests.support.clock import VirtualClock
from webmend.controller.due_times import SLACK, DueTimes

# Nothing comes from outside the loop: a step of its time need not wait 42 idle rounds for it, as it does by default.
pytestmark = pytest.mark.looptime(noop_cycles=0)


class Due:
    """Due times on virtual time, with what came due and when."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.times = DueTimes[str](self.clock.now, lambda key: self.came.append((key, self.clock.elapsed())))
        self.came: list[tuple[str, float]] = []

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.came]


@pytest.fixture
async def due() -> AsyncIterator[Due]:
    due = Due()
    running = asyncio.create_task(due.times.run())
    yield due
    running.cancel()


async def test_a_key_comes_when_its_time_has_come(due: Due) -> None:
    due.times.set("a", at(30))
    await asyncio.sleep(29.9)
    assert due.came == []
    await asyncio.sleep(0.2)
    assert due.came == [("a", pytest.approx(30, abs=0.01))]


async def test_what_is_overdue_comes_at_once_and_the_oldest_first(due: Due) -> None:
    due.times.set("b", at(-5))
    due.times.set("a", at(-10))
    await asyncio.sleep(0.01)
    assert due.keys == ["a", "b"]


async def test_a_new_time_takes_the_place_of_the_old_one(due: Due) -> None:
    due.times.set("earlier", at(50))
    due.times.set("earlier", at(10))
    due.times.set("later", at(10))
    due.times.set("later", at(50))
    await asyncio.sleep(100)
    assert due.came == [("earlier", pytest.approx(10, abs=0.01)), ("later", pytest.approx(50, abs=0.01))]


async def test_a_key_without_a_time_does_not_come(due: Due) -> None:
    due.times.set("a", at(10))
    due.times.set("a", None)
    await asyncio.sleep(100)
    assert due.came == []
    assert len(due.times) == 0


async def test_an_earlier_time_wakes_the_task_that_waits_for_a_later_one(due: Due) -> None:
    due.times.set("far", at(3600))
    await asyncio.sleep(1)
    due.times.set("near", at(2))
    await asyncio.sleep(2)
    assert due.keys == ["near"]


async def test_days_are_waited_for_too(due: Due) -> None:
    due.times.set("a", NOW + timedelta(days=3.5))
    await asyncio.sleep(3.5 * 86_400 + 1)
    assert due.came == [("a", pytest.approx(3.5 * 86_400, abs=0.01))]


async def test_a_clock_that_is_set_forward_is_noticed_within_a_minute() -> None:
    due = Due()
    ahead = timedelta()
    due.times = DueTimes(lambda: due.clock.now() + ahead, lambda key: due.came.append((key, due.clock.elapsed())))
    running = asyncio.create_task(due.times.run())
    due.times.set("a", at(7200))
    await asyncio.sleep(1)
    ahead = timedelta(hours=2)
    await asyncio.sleep(61)
    assert due.keys == ["a"]
    running.cancel()


async def test_times_that_are_set_again_and_again_do_not_pile_up(due: Due) -> None:
    for second in range(10_000):
        due.times.set("a", at(1000 + second))
    assert len(due.times._heap) <= 2 + SLACK
