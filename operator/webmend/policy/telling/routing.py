"""Which channels are told of an event."""

from webmend.domain.channel import MEANS, Channel
from webmend.domain.event import Event, EventType

from .pagerduty import RESOLVES


def is_told(channel: Channel, event: Event) -> bool:
    """Whether the channel is to be told: it was there when that happened, wants anything, and asks for it."""
    if channel.namespace != event.namespace or channel.is_disabled:
        return False
    if event.type is EventType.CHANNEL_TEST:
        return bool(event.data["channelUid"] == channel.uid)
    return channel.created <= event.at and _asks_for(channel, event)


def _asks_for(channel: Channel, event: Event) -> bool:
    spec = channel.spec
    if spec.pagerduty is not None and event.type in RESOLVES:
        spec = spec.with_(events=(), categories=())
    return (
        (not spec.events or any(event.type in MEANS[subject] for subject in spec.events))
        and (not spec.workflows or event.workflow in spec.workflows)
        and (not spec.categories or event.category in spec.categories)
        and spec.labels.items() <= event.data.get("labels", {}).items()
    )
