"""The channels that there are, read as they are now."""

import structlog

from webmend.domain.channel import Channel
from webmend.domain.resource import Malformed, channel_from
from webmend.ports.cluster import CHANNELS, Cluster

_log = structlog.get_logger()


class Channels:
    """Of the namespaces that are served (none named: of all)."""

    def __init__(self, cluster: Cluster, namespaces: tuple[str, ...]) -> None:
        self._cluster = cluster
        self._namespaces: tuple[str | None, ...] = namespaces or (None,)

    async def all(self) -> tuple[Channel, ...]:
        """All that can be read; raises ClusterError.

        Read anew each time: an event that is spread without a channel that is there would never get to it.
        """
        found: list[Channel] = []
        for namespace in self._namespaces:
            for obj in await self._cluster.list(CHANNELS, namespace):
                try:
                    found.append(channel_from(obj))
                except Malformed as malformed:
                    _log.warning("a channel cannot be read", error=str(malformed))
        return tuple(found)
