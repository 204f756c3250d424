"""Channels as the API shows them."""

from .base import Name, ObjectName, Observed
from .channel import ChannelSpec, ChannelStatus


class ChannelItem(Observed):
    """A channel that people are told by."""

    namespace: Name
    name: ObjectName
    spec: ChannelSpec
    status: ChannelStatus = ChannelStatus()


class ChannelList(Observed):
    """The channels of the namespaces asked for."""

    items: tuple[ChannelItem, ...]
