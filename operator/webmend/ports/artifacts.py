"""Where bodies live: evidence, screenshots, outputs, step logs, fingerprints."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Stored:
    """A body that is there."""

    key: str
    size_bytes: int


class ArtifactNotFound(Exception):
    """Nothing is stored under that key."""


class Artifacts(Protocol):
    """A store of bytes by key. Keys are relative paths of plain segments, chosen by the server."""

    async def put(self, key: str, body: bytes, content_type: str) -> None:
        """Store the body whole, in the place of an older one; a reader never sees half of it."""
        ...

    async def append(self, key: str, line: bytes) -> None:
        """Add a line to the body (made if it is not there)."""
        ...

    async def get(self, key: str) -> bytes:
        """The body; raises ArtifactNotFound."""
        ...

    async def list(self, prefix: str) -> list[Stored]:
        """The bodies whose keys begin with the prefix, sorted by key."""
        ...

    async def delete(self, key: str) -> None:
        """Remove the body; nothing when it is gone."""
        ...
