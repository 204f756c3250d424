"""From a run that has changed to receivers that have taken the message: what is sent when, and what is said of it."""

import asyncio
import base64
from typing import Any

import pytest

from tests.support.installation import NAMESPACE
from tests.support.poster import Sent
from tests.support.telling import URL, World
from webmend.domain.delivery import DeliveryState
from webmend.ports.cluster import CHANNELS, Unavailable
from webmend.ports.notifier import Answer, NotSent

pytestmark = pytest.mark.looptime
OTHER = "https://other.example/"
SECRET = "whsec_" + base64.b64encode(b"canary-canary-canary-canary-1234").decode()
DAY = 86_400
ENDED = ("execution.started", "execution.succeeded")


def refusing(times: int, answer: Answer | NotSent) -> Any:
    """What answers so the first times, and takes everything then."""
    left = iter(range(times))
    return lambda _: Answer(200) if next(left, None) is None else answer


async def test_what_happens_to_a_run_is_told_to_a_channel_in_its_namespace(world: World) -> None:
    await world.channel()
    await world.ends()
    assert tuple(world.poster.types()) == ENDED
    assert await world.standing() == ["Delivered", "Delivered"]
    assert await world.says() == {"Accepted": ("True", "Accepted"), "Ready": ("True", "Ready")}


async def test_a_channel_is_not_told_what_has_happened_before_it_was_there(world: World) -> None:
    await world.channel()
    await world.ends("portal-1", ago=3600)
    await world.ends("portal-2")
    assert [each.body["data"]["run"] for each in world.poster.sent] == ["portal-2", "portal-2"]


async def test_each_channel_gets_what_it_asks_for_under_the_same_id(world: World) -> None:
    await world.channel("ops", events=["workflow_failed"])
    await world.channel("dev", OTHER)
    await world.ends("portal-1")
    await world.ends("portal-2", "Failed")
    assert world.poster.types(URL) == ["execution.failed"]
    assert len(world.poster.types(OTHER)) == 4
    assert len({each.id for each in world.poster.sent if each.type == "execution.failed"}) == 1


async def test_a_message_is_signed_with_every_secret(world: World) -> None:
    await world.server.installed.secret("signing", old=SECRET, new=SECRET)
    await world.channel(webhook={"secretRef": "signing"})
    await world.ends()
    assert [len(each.headers["webhook-signature"].split()) for each in world.poster.sent] == [2, 2]


async def test_slack_and_pagerduty_are_told_by_what_their_secrets_say(world: World) -> None:
    hook = "https://hooks.slack.example/services/canary"
    await world.server.installed.secret("slack", url=hook)
    await world.server.installed.secret("pagerduty", routingKey="canary-key")
    for name, way in (("chat", "slack"), ("pager", "pagerduty")):
        spec = {way: {"secretRef": way}, "events": ["execution.failed"]}
        await world.server.cluster.create(CHANNELS, NAMESPACE, {"metadata": {"name": name}, "spec": spec})
    await world.server.settled()
    await world.ends("portal-1", "Failed")
    await world.ends("portal-2")
    assert [each.body["text"] for each in world.poster.sent if each.url == hook] == ["portal-1 of portal has failed"]
    pages = [each.body for each in world.poster.sent if each.url == "https://events.pagerduty.com/v2/enqueue"]
    assert [(each["event_action"], each["routing_key"]) for each in pages] == [
        ("trigger", "canary-key"),
        ("resolve", "canary-key"),
    ]
    assert {name: (await world.says(name))["Ready"][0] for name in ("chat", "pager")} == {
        "chat": "True",
        "pager": "True",
    }


async def test_a_message_that_is_not_taken_is_tried_again_under_the_same_id(world: World) -> None:
    world.poster.answer = refusing(3, Answer(500))
    await world.channel(events=["execution.succeeded"])
    await world.ends()
    await asyncio.sleep(DAY)
    assert len(world.poster.sent) == 4
    assert len({each.id for each in world.poster.sent}) == 1
    assert len({str(each.body) for each in world.poster.sent}) == 1
    assert len({each.headers["webhook-timestamp"] for each in world.poster.sent}) == 4
    assert await world.standing() == ["Delivered"]


async def test_after_three_days_nothing_more_is_tried_and_the_message_is_kept(world: World) -> None:
    world.poster.answer = lambda _: NotSent("the receiver does not answer: ConnectError")
    await world.channel(events=["execution.succeeded"])
    await world.ends()
    await asyncio.sleep(4 * DAY)
    assert len(world.poster.sent) == 10
    assert await world.standing() == ["Dead"]
    assert (await world.says())["Ready"] == ("False", "Failing")
    assert "ConnectError" in await world.message()


async def test_a_receiver_that_asks_for_time_gets_it(world: World) -> None:
    world.poster.answer = refusing(1, Answer(429, "120"))
    await world.channel(events=["execution.succeeded"])
    await world.ends()
    await asyncio.sleep(110)
    assert len(world.poster.sent) == 1
    await asyncio.sleep(30)
    assert len(world.poster.sent) == 2


async def test_a_receiver_that_fails_is_left_alone_and_gets_everything_once_it_is_back(world: World) -> None:
    world.poster.answer = lambda _: Answer(503)
    await world.channel()
    for number in range(20):
        await world.ends(f"portal-{number}")
    tried = len(world.poster.sent)
    assert tried < 20
    assert (await world.says())["Ready"] == ("False", "Failing")
    world.poster.answer = lambda _: Answer(200)
    await asyncio.sleep(DAY)
    assert await world.standing() == ["Delivered"] * 40
    assert (await world.says())["Ready"] == ("True", "Ready")


async def test_one_that_fails_keeps_no_other_waiting(world: World) -> None:
    world.poster.answer = lambda sent: NotSent("it hangs") if sent.url == OTHER else Answer(200)
    await world.channel("ops")
    await world.channel("bad", OTHER)
    await world.ends()
    assert await world.standing("ops") == ["Delivered", "Delivered"]


async def test_a_receiver_that_is_gone_is_told_nothing_more_and_the_others_are_told_of_that(world: World) -> None:
    world.poster.answer = lambda sent: Answer(410 if sent.url == URL else 200)
    await world.channel("ops")
    await world.channel("dev", OTHER, events=["channel.disabled"])
    await world.ends("portal-1")
    await world.ends("portal-2")
    assert len(world.poster.types(URL)) <= 2
    assert world.poster.types(OTHER) == ["channel.disabled"]
    assert (await world.says())["Ready"] == ("False", "Disabled")
    assert set(await world.standing()) == {"Disabled"}


async def test_a_disabled_channel_is_enabled_by_a_test(world: World) -> None:
    world.poster.answer = refusing(1, Answer(410))
    await world.channel(events=["execution.succeeded"])
    await world.ends("portal-1")
    await world.annotate("again")
    await world.ends("portal-2")
    assert world.poster.types() == ["execution.succeeded", "channel.test", "execution.succeeded"]
    assert (await world.says())["Ready"] == ("True", "Ready")


async def test_a_test_is_sent_once_for_each_value_whatever_the_channel_asks_for(world: World) -> None:
    await world.channel(events=["execution.failed"])
    await world.channel("dev", OTHER)
    await world.annotate("1")
    await asyncio.sleep(60)
    await world.annotate("2")
    assert world.poster.types(URL) == ["channel.test", "channel.test"]
    assert len({each.id for each in world.poster.sent}) == 2
    assert world.poster.types(OTHER) == []


@pytest.mark.parametrize(
    ("url", "want"),
    [("https://10.0.0.1/", "no public address"), ("http://hooks.example/", "over https only")],
)
async def test_an_address_that_is_refused_is_said_with_the_reason(world: World, url: str, want: str) -> None:
    await world.channel(url=url)
    assert (await world.says())["Accepted"] == ("False", "AddressRefused")
    assert want in await world.message("Accepted")


@pytest.mark.parametrize(
    ("values", "want"),
    [(None, "there is no Secret signing"), ({"key": "canary-not-a-secret"}, "openssl rand"), ({}, "is empty")],
)
async def test_a_secret_that_cannot_be_used_is_said_and_its_message_waits(
    world: World, values: dict[str, str] | None, want: str
) -> None:
    if values is not None:
        await world.server.installed.secret("signing", **values)
    await world.channel(webhook={"secretRef": "signing"}, events=["execution.succeeded"])
    await world.ends()
    assert (await world.says())["Ready"] == ("False", "SecretUnusable")
    assert want in await world.message()
    assert "canary" not in await world.message()
    assert world.poster.sent == []
    assert await world.standing() == ["Retrying"]


async def test_what_a_receiver_answers_is_kept_without_secrets(world: World) -> None:
    world.poster.answer = lambda _: Answer(500, "", f"bad signature by {SECRET}")
    await world.server.installed.secret("signing", key=SECRET)
    await world.channel(webhook={"secretRef": "signing"}, events=["execution.succeeded"])
    await world.ends()
    assert [tried.answer for tried in world.outbox.attempts] == ["bad signature by ***"]


async def test_messages_of_a_channel_that_was_deleted_are_given_up(world: World) -> None:
    world.poster.answer = lambda _: Answer(500)
    await world.channel(events=["execution.succeeded"])
    await world.ends()
    uid = (await world.server.cluster.get(CHANNELS, NAMESPACE, "ops"))["metadata"]["uid"]
    await world.server.cluster.delete(CHANNELS, NAMESPACE, "ops", uid)
    await asyncio.sleep(DAY)
    (item,) = await world.found()
    assert (item.state, item.error) == (DeliveryState.DEAD, "the channel is gone")


async def test_what_happens_while_the_history_is_away_is_told_afterwards(world: World) -> None:
    await world.channel()
    world.store.is_down = True
    await world.ends()
    assert world.poster.sent == []
    world.store.is_down = False
    await asyncio.sleep(60)
    assert tuple(world.poster.types()) == ENDED


async def test_while_channels_cannot_be_listed_events_wait(world: World) -> None:
    await world.channel()
    world.server.cluster.fail("list", Unavailable("down"), 3, CHANNELS)
    await world.ends()
    await asyncio.sleep(30)
    assert tuple(world.poster.types()) == ENDED


async def test_an_attempt_whose_end_nobody_has_written_down_is_made_again_under_the_same_id(world: World) -> None:
    def lost(sent: Sent) -> Answer:
        world.store.is_down = len(world.poster.sent) == 1
        return Answer(200)

    world.poster.answer = lost
    await world.channel(events=["execution.succeeded"])
    await world.ends()
    world.store.is_down = False
    await asyncio.sleep(120)
    assert len(world.poster.sent) == 2
    assert len({each.id for each in world.poster.sent}) == 1
    assert await world.standing() == ["Delivered"]


async def test_a_channel_that_cannot_be_read_harms_no_other(world: World) -> None:
    await world.server.cluster.create(CHANNELS, NAMESPACE, {"metadata": {"name": "bad"}, "spec": {"events": 7}})
    await world.channel()
    await world.ends()
    assert tuple(world.poster.types()) == ENDED


async def test_when_nothing_happens_nothing_is_written(world: World) -> None:
    await world.channel()
    await world.ends()
    before = list(world.server.cluster.writes)
    await asyncio.sleep(DAY)
    assert world.server.cluster.writes == before
    assert world.poster.sent
