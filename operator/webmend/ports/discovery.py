"""What an API server says of itself to everybody."""

from collections.abc import Mapping
from typing import Any, Protocol


class Discovery(Protocol):
    """Asks it. Every method may raise a ClusterError."""

    async def version(self) -> str:
        """The version of Kubernetes, such as `v1.36.3`."""
        ...

    async def kinds(self, group: str, version: str) -> frozenset[str]:
        """The kinds of a group and version; raises NotFound where there are none."""
        ...

    async def schemas(self, group: str, version: str) -> Mapping[str, Mapping[str, Any]]:
        """The OpenAPI schemas of these kinds, by kind; raises NotFound where there are none."""
        ...
