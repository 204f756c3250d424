"""What is said of a channel: whether its spec can be followed, and whether messages get there."""

from datetime import datetime

from webmend.domain.channel import ACCEPTED, DISABLED, READY, Channel, ChannelStatus
from webmend.domain.condition import Condition, ConditionStatus, find, put
from webmend.domain.event import ChannelDisabled, ChannelTest, Event, EventType
from webmend.domain.names import ANNOTATION_TEST

from .happened import event

FAILING = "Failing"
UNUSABLE = "SecretUnusable"
AGAIN = f"change its spec, or ask for a test with the annotation {ANNOTATION_TEST}, to enable it again"


def looked_at(channel: Channel, refused: str, lacking: str, now: datetime) -> ChannelStatus:
    """The status by what the spec says. `refused`: why its address is; `lacking`: what is wrong with its Secret."""
    ready = find(channel.status.conditions, READY)
    status = _said(channel, ACCEPTED, not refused, "AddressRefused" if refused else "Accepted", refused, now)
    if refused or lacking:
        return _with(channel, status, refused or lacking, UNUSABLE if lacking and not refused else "NotAccepted", now)
    is_said_by_receiver = ready is not None and ready.reason in (DISABLED, FAILING)
    if ready is not None and is_said_by_receiver and ready.observed_generation == channel.generation:
        return status.with_(conditions=put(status.conditions, ready))
    return _with(channel, status, "", "Ready", now)


def took(channel: Channel, now: datetime) -> ChannelStatus:
    """The status once its receiver has taken something."""
    if channel.is_disabled:
        return channel.status
    return _with(channel, channel.status, "", "Ready", now)


def failed(channel: Channel, why: str, now: datetime) -> ChannelStatus:
    """The status while its receiver takes nothing."""
    if channel.is_disabled:
        return channel.status
    return _with(channel, channel.status, f"{why}; messages are kept and tried again", FAILING, now)


def disabled(channel: Channel, why: str, now: datetime) -> ChannelStatus:
    """The status once its receiver wants nothing more."""
    return _with(channel, channel.status, f"{why}; {AGAIN}", DISABLED, now)


def test_asked_for(channel: Channel, now: datetime) -> Event | None:
    """The test message that somebody has asked for and that was not made yet."""
    value = channel.annotations.get(ANNOTATION_TEST, "")[:256]
    if not value or value == channel.status.tested:
        return None
    about = ChannelTest(namespace=channel.namespace, channel=channel.name, channel_uid=channel.uid)
    return event(EventType.CHANNEL_TEST, now, about, channel.uid, value)


def tested(channel: Channel, status: ChannelStatus, now: datetime) -> ChannelStatus:
    """The status with that test made; a channel that was disabled is enabled by it."""
    status = status.with_(tested=channel.annotations.get(ANNOTATION_TEST, "")[:256])
    return _with(channel, status, "", "Ready", now) if channel.is_disabled else status


def was_disabled(channel: Channel, why: str, now: datetime) -> Event:
    """What the others are told of it, once for each generation of its spec."""
    about = ChannelDisabled(
        namespace=channel.namespace, channel=channel.name, reason=DISABLED, message=f"{why}; {AGAIN}"
    )
    return event(EventType.CHANNEL_DISABLED, now, about, channel.uid, channel.generation)


def is_same(one: ChannelStatus, other: ChannelStatus) -> bool:
    """Whether they say the same, but for sentences: those are not worth a write."""
    return _gist(one) == _gist(other)


def _gist(status: ChannelStatus) -> tuple[object, ...]:
    said = frozenset((c.type, c.status, c.reason, c.observed_generation) for c in status.conditions)
    return status.observed_generation, status.tested, said


def _with(channel: Channel, status: ChannelStatus, why: str, reason: str, now: datetime) -> ChannelStatus:
    return _said(channel.with_(status=status), READY, not why, reason, why, now)


def _said(channel: Channel, type_: str, holds: bool, reason: str, message: str, now: datetime) -> ChannelStatus:
    new = Condition(
        type=type_,
        status=ConditionStatus.TRUE if holds else ConditionStatus.FALSE,
        reason=reason,
        message=message[:1024],
        observed_generation=channel.generation,
        last_transition_time=now,
    )
    conditions = put(channel.status.conditions, new)
    return channel.status.with_(observed_generation=channel.generation, conditions=conditions)
