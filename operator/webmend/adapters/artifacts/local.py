"""The Artifacts port on a folder."""

import asyncio
import os
import re
import tempfile
from pathlib import Path

from webmend.ports.artifacts import ArtifactNotFound

_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
"""No dot in front: neither `..` nor the names of unfinished files can be a segment of a key."""
_UNFINISHED = ".unfinished-"


class LocalArtifacts:
    """Bodies as files below one folder that nobody else writes to. Implements webmend.ports.artifacts.Artifacts.

    A key that is not a relative path of plain segments raises ValueError.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._appending = asyncio.Lock()

    async def put(self, key: str, body: bytes, content_type: str) -> None:
        await asyncio.to_thread(_replace, self._path(key), body)

    async def append(self, key: str, line: bytes) -> None:
        async with self._appending:
            await asyncio.to_thread(_append, self._path(key), line)

    async def get(self, key: str) -> bytes:
        try:
            return await asyncio.to_thread(self._path(key).read_bytes)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise ArtifactNotFound(key) from None

    async def list(self, prefix: str) -> list[str]:
        above, _, _ = prefix.rpartition("/")
        start = self._path(above) if above else self._folder
        return await asyncio.to_thread(_keys, self._folder, start, prefix)

    async def delete(self, key: str) -> None:
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    def _path(self, key: str) -> Path:
        if not all(_SEGMENT.fullmatch(segment) for segment in key.split("/")):
            raise ValueError(f"not a path of plain segments: {key!r}")
        return self._folder / key


def _keys(folder: Path, start: Path, prefix: str) -> list[str]:
    files = (path for path in start.rglob("*") if path.is_file() and not path.name.startswith(_UNFINISHED))
    keys = (path.relative_to(folder).as_posix() for path in files)
    return sorted(key for key in keys if key.startswith(prefix))


def _replace(path: Path, body: bytes) -> None:
    """Written beside it and moved into its place, so that nobody reads half of it, after a crash neither."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _append(path: Path, line: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(_missing_break(path, file.tell()) + line + b"\n")


def _missing_break(path: Path, size: int) -> bytes:
    """A line break where a crash has cut the last line short, so that the new one is not lost with it."""
    if not size:
        return b""
    with path.open("rb") as file:
        file.seek(size - 1)
        return b"" if file.read(1) == b"\n" else b"\n"
