"""One at a time: runs that want the same login are decided on one after the other, each after the other's write."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from weakref import WeakValueDictionary


class Turns:
    """A lock for each Secret that somebody waits for, forgotten when nobody does."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, namespace: str, secrets: Iterable[str]) -> AsyncIterator[None]:
        """While this lasts, nobody else has a turn with one of these Secrets. Taken in one order, so none waits in a
        ring."""
        async with AsyncExitStack() as stack:
            for name in sorted(set(secrets)):
                await stack.enter_async_context(self._lock(namespace, name))
            yield

    def _lock(self, namespace: str, secret: str) -> asyncio.Lock:
        found = self._locks.get((namespace, secret))
        if found is None:
            found = self._locks[namespace, secret] = asyncio.Lock()
        return found
