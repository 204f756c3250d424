"""Which events the server lets go of: on virtual time."""

import asyncio

import pytest

from tests.support.telling import World, telling
from webmend.domain.settings import RetentionSettings
from webmend.ports.notifier import Answer
from webmend.server.forgetting import PART, Forgetting

pytestmark = pytest.mark.looptime
HOUR = 3600
AN_HOUR = RetentionSettings(events="1h", cycle="10m")


def told(world: World) -> list[str]:
    return [each.event.data["run"] for each in world.store.events.values()]


def forgetting(world: World, settings: RetentionSettings = AN_HOUR) -> Forgetting:
    return Forgetting(world.outbox, settings, world.server.clock)


async def test_events_go_when_their_time_has_come_with_their_deliveries() -> None:
    async with telling() as world:
        await world.channel(events=["execution.succeeded"])
        await world.ends()
        await asyncio.sleep(HOUR - 60)
        assert (await forgetting(world).once(), told(world)) == (0, ["portal-1", "portal-1"])
        await asyncio.sleep(120)
        assert (await forgetting(world).once(), told(world)) == (2, [])
        assert await world.found() == ()


async def test_what_is_still_to_be_delivered_stays() -> None:
    async with telling() as world:
        world.poster.answer = lambda _: Answer(500)
        await world.channel(events=["execution.succeeded"])
        await world.ends()
        await asyncio.sleep(2 * HOUR)
        assert (await forgetting(world).once(), told(world)) == (1, ["portal-1"])
        assert [item.state for item in await world.found()] == ["Retrying"]


async def test_events_are_kept_for_ever_where_that_is_asked_for() -> None:
    async with telling() as world:
        await world.ends(ago=2 * HOUR)
        assert (await forgetting(world, RetentionSettings(events="0s")).once(), len(told(world))) == (0, 2)
        assert PART > 2
        assert await forgetting(world).once() == 2


async def test_a_history_that_is_away_is_asked_again() -> None:
    async with telling() as world:
        await world.ends(ago=2 * HOUR)
        world.store.is_down = True
        running = asyncio.create_task(forgetting(world).run())
        await asyncio.sleep(60)
        assert len(told(world)) == 2
        world.store.is_down = False
        await asyncio.sleep(HOUR)
        assert told(world) == []
        running.cancel()
