"""Being asked to end: at the end of the step in flight, and at once where the runner only waits."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from webmend.ports.clock import Clock

T = TypeVar("T")


class Stopped(Exception):
    """The runner was asked to end."""


class Stop:
    """Whether somebody has asked the runner to end."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Ask it to end."""
        self._asked.set()

    @property
    def asked(self) -> bool:
        """Whether it was asked to."""
        return self._asked.is_set()

    def check(self) -> None:
        """Raises Stopped when it was asked to."""
        if self._asked.is_set():
            raise Stopped

    async def sleep(self, clock: Clock, seconds: float) -> None:
        """Wait so many seconds; raises Stopped as soon as it is asked to end."""
        await self.unless_asked(clock.sleep(seconds))

    async def unless_asked(self, work: Awaitable[T]) -> T:
        """What the work gives; raises Stopped as soon as it is asked to end, and gives the work up."""
        working, asked = asyncio.ensure_future(work), asyncio.ensure_future(self._asked.wait())
        try:
            await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise Stopped
            return await working
        finally:
            working.cancel()
            asked.cancel()
