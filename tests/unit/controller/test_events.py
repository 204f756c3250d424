import asyncio

import pytest

from tests.support import builders
from tests.support.cluster import FakeCluster
from webmend.controller.events import WAITING, EventRecorder
from webmend.policy.run import EmitEvent
from webmend.ports.cluster import EVENTS, Forbidden, Object

STARTED = EmitEvent("Started", "Attempt 1 with version 1", "Started-1-0")


async def sent(*told: EmitEvent, cluster: FakeCluster | None = None) -> list[Object]:
    cluster = cluster or FakeCluster()
    recorder = EventRecorder(cluster, "replica-a", lambda: builders.NOW)
    for event in told:
        recorder.tell(builders.run(), event)
    sending = asyncio.create_task(recorder.run())
    async with asyncio.timeout(5):
        while recorder._waiting.qsize():
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
    sending.cancel()
    return await cluster.list(EVENTS)


async def test_an_event_says_what_happened_to_which_run() -> None:
    [event] = await sent(STARTED)
    assert event["regarding"]["name"] == "portal-1"
    assert (event["reason"], event["note"], event["type"]) == ("Started", "Attempt 1 with version 1", "Normal")
    assert event["eventTime"] == "2026-11-25T12:00:00.000000Z"


async def test_a_transition_told_twice_is_one_event() -> None:
    assert len(await sent(STARTED, STARTED)) == 1


async def test_the_same_reason_in_another_attempt_is_another_event() -> None:
    assert len(await sent(STARTED, EmitEvent("Started", "Attempt 2", "Started-2-1"))) == 2


async def test_one_that_is_refused_does_not_keep_back_the_next() -> None:
    cluster = FakeCluster()
    cluster.fail("create", Forbidden("no events for you"))
    assert len(await sent(STARTED, EmitEvent("Failed", "x", "Failed-1-0", warning=True), cluster=cluster)) == 1


@pytest.mark.parametrize("many", [WAITING + 50])
async def test_what_is_too_much_is_dropped_and_never_waited_for(many: int) -> None:
    recorder = EventRecorder(FakeCluster(), "replica-a", lambda: builders.NOW)
    for number in range(many):
        recorder.tell(builders.run(), EmitEvent("Started", "x", str(number)))
    assert recorder._waiting.qsize() == WAITING
