"""What an API server says of itself, in memory."""

from collections.abc import Mapping
from typing import Any

from webmend.domain.names import PLURALS


class FakeDiscovery:
    """See ports.discovery.Discovery. All kinds are defined; of their fields nothing is known."""

    async def version(self) -> str:
        return "v1.36.3"

    async def kinds(self, group: str, version: str) -> frozenset[str]:
        return frozenset(PLURALS)

    async def schemas(self, group: str, version: str) -> Mapping[str, Mapping[str, Any]]:
        return {}
