"""The Artifacts port on a folder."""

import asyncio
import os
import tempfile
from pathlib import Path
from stat import S_ISREG

from webmend.ports.artifacts import ArtifactNotFound, Stored

from .key_path import above, checked

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

    async def list(self, prefix: str) -> list[Stored]:
        return await asyncio.to_thread(_stored, self._folder, self._folder / above(prefix), prefix)

    async def delete(self, key: str) -> None:
        await asyncio.to_thread(_remove, self._folder, self._path(key))

    def _path(self, key: str) -> Path:
        return self._folder / checked(key)


def _stored(folder: Path, start: Path, prefix: str) -> list[Stored]:
    keys = {path.relative_to(folder).as_posix(): path for path in start.rglob("*")}
    sizes = ((key, _size(path)) for key, path in sorted(keys.items()) if key.startswith(prefix))
    return [Stored(key, size) for key, size in sizes if size is not None]


def _size(path: Path) -> int | None:
    """Bytes of a finished file; None of anything else, and of one that has just gone."""
    try:
        known = path.stat()
    except FileNotFoundError:
        return None
    return known.st_size if S_ISREG(known.st_mode) and not path.name.startswith(_UNFINISHED) else None


def _remove(folder: Path, path: Path) -> None:
    """The file, and the folders above it that are empty then: but for those of the first level, which fill again."""
    path.unlink(missing_ok=True)
    for parent in path.relative_to(folder).parents[:-2]:
        try:
            (folder / parent).rmdir()
        except OSError:  # something is in it, or it has gone
            return


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
