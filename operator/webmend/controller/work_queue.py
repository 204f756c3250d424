"""The keys that wait to be worked on."""

import asyncio
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class WorkQueue(Generic[K]):
    """Keys in the order of their first addition, as in client-go: each waits once and is worked on once at a time.

    A key that is added while it is worked on comes again when that is done, so that no change is missed and no two
    workers ever have the same key.
    """

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[K] = asyncio.Queue()
        self._wanted: set[K] = set()
        self._in_work: set[K] = set()

    def __len__(self) -> int:
        return self._waiting.qsize()

    def add(self, key: K) -> None:
        """Have the key worked on, now or, if a worker has it, once more after that."""
        if key in self._wanted:
            return
        self._wanted.add(key)
        if key not in self._in_work:
            self._waiting.put_nowait(key)

    async def take(self) -> K:
        """The next key; it is the caller's until `done`."""
        key = await self._waiting.get()
        self._wanted.discard(key)
        self._in_work.add(key)
        return key

    def done(self, key: K) -> None:
        """Give a key back that was taken."""
        self._in_work.discard(key)
        if key in self._wanted:
            self._waiting.put_nowait(key)
