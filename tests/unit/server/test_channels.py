"""What people see and do of channels, and of what is on its way to them, by way of the API."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.person import Person
from tests.support.server import Server
from tests.support.telling import World, telling
from webmend.ports.cluster import CHANNELS, EVENTS
from webmend.ports.notifier import Answer
from webmend.server.telling.delivering import Pace

pytestmark = pytest.mark.looptime

OPS = "/namespaces/clinic/channels/ops"
NOBODY = "00000000-0000-0000-0000-000000000000"
QUICK = Pace(schedule=(1.0,) * 9, pause=1.0)
"""Ten attempts in some seconds, in place of days."""


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """One that tries again soon."""
    async with telling(QUICK) as world:
        yield world


def people(world: World) -> Person:
    """Somebody who may see and change channels."""
    return Person(world.server, "list notificationchannels", "get notificationchannels", "patch notificationchannels")


async def told(world: World, person: Person, query: str = "") -> list[dict[str, Any]]:
    answer = await person.get(f"/deliveries{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def dead(world: World) -> str:
    """Id of a delivery that was tried for days."""
    world.poster.answer = lambda _: Answer(500)
    await world.channel(events=["execution.succeeded"])
    await world.ends()
    await asyncio.sleep(3600)
    (item,) = await world.found()
    assert item.state == "Dead"
    return str(item.id)


async def test_channels_are_listed_and_read(world: World) -> None:
    await world.channel("ops", webhook={"secretRef": "signing"})
    await world.channel("dev", events=["workflow_failed"])
    person = people(world)

    listed = (await person.get("/channels?namespace=clinic")).json()["items"]
    one = (await person.get(OPS)).json()

    assert [item["name"] for item in listed] == ["dev", "ops"]
    assert one == listed[1]
    assert one["spec"]["webhook"] == {"url": "https://hooks.example/webmend", "secretRef": "signing"}
    assert {each["type"] for each in one["status"]["conditions"]} == {"Accepted", "Ready"}
    assert (await person.get("/namespaces/clinic/channels/none")).status_code == 404


async def test_a_test_is_sent_when_somebody_asks_for_it(world: World) -> None:
    await world.channel()

    answers = [await people(world).post(f"{OPS}/test") for _ in range(2)]
    await world.server.settled()

    assert [answer.status_code for answer in answers] == [202, 202]
    assert world.poster.types()[0] == "channel.test"
    assert [event["reason"] for event in await world.server.cluster.list(EVENTS, "clinic")] == ["Tested"] * 2
    uid = (await world.server.cluster.get(CHANNELS, "clinic", "ops"))["metadata"]["uid"]
    line = world.server.artifacts.bodies[f"notificationchannels/{uid}/audit.jsonl"].splitlines()[0]
    assert (json.loads(line)["verb"], json.loads(line)["user"]) == ("test", "ada")


async def test_a_disabled_channel_is_enabled_by_a_test(world: World) -> None:
    world.poster.answer = lambda _: Answer(410)
    await world.channel()
    await world.ends()
    assert (await world.says())["Ready"] == ("False", "Disabled")

    world.poster.answer = lambda _: Answer(200)
    await people(world).post(f"{OPS}/test")
    await world.server.settled()

    assert (await world.says())["Ready"] == ("True", "Ready")


@pytest.mark.parametrize(
    ("query", "want"),
    [
        ("", ["succeeded ops", "succeeded dev", "started ops", "started dev"]),
        ("?channel=ops", ["succeeded ops", "started ops"]),
        ("?event=execution.started", ["started ops", "started dev"]),
        ("?state=Delivered&channel=dev", ["succeeded dev", "started dev"]),
        ("?state=Dead,Retrying", []),
        ("?namespace=other", []),
    ],
)
async def test_deliveries_are_listed_by_what_is_asked_for(world: World, query: str, want: list[str]) -> None:
    await world.channel("ops")
    await world.channel("dev")
    await world.ends()

    found = [f"{each['type'].partition('.')[2]} {each['channel']}" for each in await told(world, people(world), query)]

    assert sorted(found) == sorted(want)


async def test_the_pages_of_deliveries_hold_each_once(world: World) -> None:
    await world.channel()
    for number in range(3):
        await world.ends(f"portal-{number}")
    person = people(world)
    whole = await told(world, person)

    first = await person.get("/deliveries?limit=4")
    second = await person.get(f"/deliveries?limit=4&cursor={first.json()['next']}")

    assert first.json()["items"] + second.json()["items"] == whole
    assert "next" not in second.json()
    assert first.headers["Link"].endswith('rel="next"')


async def test_a_delivery_is_told_with_its_message_and_every_attempt(world: World) -> None:
    id_ = await dead(world)

    details = (await people(world).get(f"{OPS}/deliveries/{id_}")).json()

    assert details["delivery"]["state"] == "Dead"
    assert details["delivery"]["attempts"] == 10
    assert [each["number"] for each in details["attempts"]] == list(range(1, 11))
    assert details["attempts"][-1]["error"] == "the receiver answers 500"
    assert details["message"]["data"]["run"] == "portal-1"


async def test_a_dead_delivery_is_replayed_at_once_and_delivered(world: World) -> None:
    id_ = await dead(world)
    world.poster.answer = lambda _: Answer(200)
    before = len(world.poster.sent)

    answer = await people(world).post(f"{OPS}/deliveries/{id_}/replay")
    await world.server.settled()

    assert (answer.status_code, answer.json()["delivery"]["state"]) == (200, "Pending")
    assert await world.standing() == ["Delivered"]
    assert [each.headers["webhook-id"] for each in world.poster.sent[before:]] == [
        world.poster.sent[0].headers["webhook-id"]
    ]


async def test_what_waits_for_its_next_attempt_is_discarded(world: World) -> None:
    world.poster.answer = lambda _: Answer(500)
    await world.channel(events=["execution.succeeded"])
    await world.ends()
    ((item,), person) = (await world.found(), people(world))

    answer = await person.post(f"{OPS}/deliveries/{item.id}/discard")
    sent = len(world.poster.sent)
    await asyncio.sleep(60)

    assert answer.json()["delivery"]["state"] == "Discarded"
    assert len(world.poster.sent) == sent
    assert (await person.post(f"{OPS}/deliveries/{item.id}/discard")).status_code == 409


@pytest.mark.parametrize("query", ["?state=Lost", "?event=run.lost", "?colour=red", "?namespace=../x", "?limit=0"])
async def test_a_question_that_makes_no_sense_is_refused(world: World, query: str) -> None:
    answer = await people(world).get(f"/deliveries{query}")
    assert answer.status_code == 422
    assert query[1:].partition("=")[0] in answer.json()["detail"]


@pytest.mark.parametrize("cursor", ["x", "AAAA", "AAAAAAAAAAAxLzI"])
async def test_a_cursor_that_no_list_has_given_out_is_refused(world: World, cursor: str) -> None:
    assert (await people(world).get(f"/deliveries?cursor={cursor}")).status_code == 400


@pytest.mark.parametrize("deed", ["", "/replay", "/discard"])
@pytest.mark.parametrize("place", [f"{OPS}/deliveries/{NOBODY}", f"{OPS}/deliveries/x", "other"])
async def test_what_is_on_its_way_to_no_such_channel_is_not_there(world: World, deed: str, place: str) -> None:
    await world.channel("dev")
    await world.channel("ops")
    await world.ends()
    item = (await world.found("dev"))[0]
    path = f"{OPS}/deliveries/{item.id}" if place == "other" else place

    answer = await people(world).call("POST" if deed else "GET", path + deed)

    assert answer.status_code == 404


async def test_a_server_that_tells_nobody_says_so(server: Server) -> None:
    answer = await Person(server, "list notificationchannels").get("/deliveries")
    assert (answer.status_code, answer.json()["detail"]) == (503, "this server tells nobody")
