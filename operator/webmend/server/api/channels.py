"""Channels as people see and test them by way of the API."""

from webmend.domain.api_channels import ChannelItem, ChannelList
from webmend.domain.channel import Channel
from webmend.domain.names import ANNOTATION_TEST
from webmend.domain.resource import channel_from
from webmend.ports.clock import Clock
from webmend.ports.cluster import CHANNELS
from webmend.server.people.access import LIST
from webmend.server.people.deeds import Deeds
from webmend.server.people.users import User

from .objects import Objects, read
from .scope import Scope


class Channels:
    """Reads them from the cluster, as they are now."""

    def __init__(self, objects: Objects, scope: Scope, deeds: Deeds, clock: Clock):
        self._objects = objects
        self._scope = scope
        self._deeds = deeds
        self._clock = clock

    async def listed(self, user: User, named: tuple[str, ...] | None) -> ChannelList:
        """Those that the user may list, by namespace and name; refuses as Scope does."""
        allowed = await self._scope.namespaces(user, LIST, named, CHANNELS)
        found = await self._objects.readable(CHANNELS, allowed, channel_from)
        return ChannelList(items=tuple(map(item, sorted(found, key=lambda each: (each.namespace, each.name)))))

    async def one(self, namespace: str, name: str) -> Channel:
        """The channel as it is now; refuses when there is none."""
        return read(channel_from, await self._objects.get(CHANNELS, namespace, name))

    async def test(self, user: User, channel: Channel) -> ChannelItem:
        """Have a test message sent to it, which enables it where its receiver had wanted nothing more."""
        await self._deeds.note(user, channel, "test")
        change = {"metadata": {"annotations": {ANNOTATION_TEST: self._clock.now().isoformat()}}}
        stored = await self._objects.patch(CHANNELS, channel.namespace, channel.name, change)
        await self._deeds.tell(user, channel, "Tested", "A test message is sent")
        return item(read(channel_from, stored))


def item(channel: Channel) -> ChannelItem:
    """The channel as it is answered."""
    return ChannelItem(namespace=channel.namespace, name=channel.name, spec=channel.spec, status=channel.status)
