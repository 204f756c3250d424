"""The message by which a channel is told, whichever way it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from webmend.domain.channel import ChannelSpec
from webmend.domain.event import ChannelTest, Event, EventType, Posted

from . import pagerduty, slack, webhook


@dataclass(frozen=True)
class Message:
    """What is posted, and where."""

    url: str
    headers: Mapping[str, str]
    body: bytes


def message(spec: ChannelSpec, posted: Posted, values: Mapping[str, str], now: datetime) -> Message:
    """The message that tells of the event. `values`: of the channel's Secret. Raises Lacking."""
    if spec.slack is not None:
        return Message(*slack.request(posted, values))
    if spec.pagerduty is not None:
        return Message(spec.pagerduty.url, *pagerduty.request(posted, values))
    assert spec.webhook is not None
    secrets = [value for _, value in sorted(values.items())]
    return Message(spec.webhook.url, *webhook.request(posted, secrets, now))


def sample(now: datetime) -> Posted:
    """What a message can be made of to see whether one can be made."""
    about = ChannelTest(namespace="sample", channel="sample", channel_uid="sample")
    event = Event(id=UUID(int=0), type=EventType.CHANNEL_TEST, at=now, namespace="sample", data=about.stored())
    return Posted(sequence=0, event=event)
