"""The Artifacts port on a bucket that speaks S3."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from obstore.exceptions import BaseError
from obstore.store import S3Store

from webmend.ports.artifacts import ArtifactNotFound, Stored

from .key_path import above, checked

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

T = TypeVar("T")
LINES = ".lines"
"""Folder below a key with the lines that were added to it, an object each: a bucket cannot add to one that is there."""
AT_ONCE = 16
"""Requests for the lines of one body."""
LIMITS: "ClientConfig" = {"connect_timeout": "5s", "timeout": "60s", "allow_http": True}
"""Plain HTTP where the endpoint says so: who installs it knows the way there."""
RETRY: "RetryConfig" = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
"""Whoever hands something over tries again himself."""


class BucketArtifacts:
    """Bodies as objects below one prefix that nobody else writes to. Implements webmend.ports.artifacts.Artifacts.

    `url`: `s3://BUCKET/PREFIX`. Region, endpoint and credentials are those of the usual AWS_... variables, or of the
    machine. A key that is not a relative path of plain segments raises ValueError, a bucket that does not answer
    OSError.
    """

    def __init__(self, url: str) -> None:
        self.store = S3Store.from_url(url, client_options=LIMITS, retry_config=RETRY)
        self._lines = count()

    async def put(self, key: str, body: bytes, content_type: str) -> None:
        with _translated():
            lines = await self._names(key)
            await self.store.put_async(checked(key), body, attributes={"Content-Type": content_type})
            await self._remove(lines)

    async def append(self, key: str, line: bytes) -> None:
        name = f"{checked(key)}/{LINES}/{time.time_ns():020d}-{next(self._lines):09d}-{uuid4().hex[:8]}"
        with _translated():
            await self.store.put_async(name, line + b"\n")

    async def get(self, key: str) -> bytes:
        with _translated():
            whole, names = await asyncio.gather(self._whole(checked(key)), self._names(key))
            lines = await _few_at_once(self._whole(name) for name in names)
        if whole is None and not lines:
            raise ArtifactNotFound(key)
        return b"".join(part for part in (whole, *lines) if part is not None)

    async def list(self, prefix: str) -> list[Stored]:
        sizes: Counter[str] = Counter()
        with _translated():
            async for name, size in self._objects(above(prefix)):
                sizes[name.partition(f"/{LINES}/")[0]] += size
        return [Stored(key, size) for key, size in sorted(sizes.items()) if key.startswith(prefix)]

    async def delete(self, key: str) -> None:
        with _translated():
            await self._remove([checked(key), *await self._names(key)])

    async def _names(self, key: str) -> Sequence[str]:
        """Of the lines that were added to it, in their order."""
        return sorted([name async for name, _ in self._objects(f"{checked(key)}/{LINES}")])

    async def _objects(self, folder: str) -> AsyncIterator[tuple[str, int]]:
        """Name and bytes of each."""
        async for part in self.store.list(folder or None):
            for each in part:
                yield each["path"], each["size"]

    async def _whole(self, name: str) -> bytes | None:
        try:
            found = await self.store.get_async(name)
        except FileNotFoundError:
            return None
        return bytes(await found.bytes_async())

    async def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            try:
                await self.store.delete_async(name)
            except FileNotFoundError:
                continue


@contextmanager
def _translated() -> Iterator[None]:
    """Failures of the bucket as OSError, as a folder has them."""
    try:
        yield
    except BaseError as error:
        raise OSError(f"the bucket of artifacts: {error}") from error


async def _few_at_once(calls: Iterable[Awaitable[T]]) -> list[T]:
    room = asyncio.Semaphore(AT_ONCE)

    async def one(call: Awaitable[T]) -> T:
        async with room:
            return await call

    return await asyncio.gather(*map(one, calls))
