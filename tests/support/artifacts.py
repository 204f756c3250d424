"""An artifact store in memory."""

import re

from webmend.ports.artifacts import ArtifactNotFound, Stored

_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,199})*")


class FakeArtifacts:
    """Implements webmend.ports.artifacts.Artifacts."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}

    async def put(self, key: str, body: bytes, content_type: str) -> None:
        self.bodies[_checked(key)] = body

    async def append(self, key: str, line: bytes) -> None:
        self.bodies[_checked(key)] = self.bodies.get(key, b"") + line + b"\n"

    async def get(self, key: str) -> bytes:
        if _checked(key) not in self.bodies:
            raise ArtifactNotFound(key)
        return self.bodies[key]

    async def list(self, prefix: str) -> list[Stored]:
        return [Stored(key, len(body)) for key, body in sorted(self.bodies.items()) if key.startswith(prefix)]

    async def delete(self, key: str) -> None:
        self.bodies.pop(_checked(key), None)


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a path of plain segments: {key!r}")
    return key
