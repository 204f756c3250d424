"""One at a time: runs that share a limit are decided on one after the other, each after the other's write."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from weakref import WeakValueDictionary


class Turns:
    """A lock for each limit that somebody is about to count towards, forgotten when nobody is."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, limits: Iterable[str]) -> AsyncIterator[None]:
        """While this lasts, nobody else has a turn with one of these. Taken in one order, so none waits in a ring."""
        async with AsyncExitStack() as stack:
            for key in sorted(set(limits)):
                await stack.enter_async_context(self._lock(key))
            yield

    def _lock(self, key: str) -> asyncio.Lock:
        found = self._locks.get(key)
        if found is None:
            found = self._locks[key] = asyncio.Lock()
        return found
