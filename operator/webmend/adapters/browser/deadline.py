"""How long a step may still take, and looking again and again until something is so."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import chain, repeat
from time import monotonic
from typing import TypeVar

from playwright.async_api import Error

from .errors import is_passing

T = TypeVar("T")

PAUSES = (0.02, 0.05, 0.1)
"""Seconds between the first looks: most elements are there at once or very soon."""
PAUSE = 0.15
"""Seconds between later looks."""
LAST_MOMENT = 1.0
"""Seconds that a call gets however late it is: what came in the last moment came in time, and is still used."""


class Deadline:
    """A span of time that began when it was made, or `spent` seconds before."""

    def __init__(self, seconds: float, spent: float = 0.0) -> None:
        self.seconds = seconds
        self._began = monotonic() - spent

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return monotonic() - self._began

    @property
    def left(self) -> float:
        """Seconds that are left, never negative."""
        return max(0.0, self.seconds - self.elapsed)

    @property
    def left_ms(self) -> float:
        """Milliseconds for a call of the driver: those that are left, and a little in any case."""
        return round(max(LAST_MOMENT, self.left) * 1000)


async def poll(look: Callable[[], Awaitable[T | None]], deadline: Deadline) -> T | None:
    """What `look` gives once it gives anything but None; None when it has not by the deadline.

    It is asked at least once. An answer that a navigation cut off counts as None.
    """
    pauses = chain(PAUSES, repeat(PAUSE))
    while (found := await _answer(look, deadline)) is None and deadline.left:  # noqa: ASYNC110 - a page has no event for this
        await asyncio.sleep(min(next(pauses), deadline.left))
    return found


async def persist(work: Callable[[], Awaitable[T]], deadline: Deadline) -> T:
    """What the work gives; begun anew, until the deadline, whenever a navigation or a re-rendering cut it off."""
    while True:
        try:
            return await work()
        except Error as error:
            if not (is_passing(error) and deadline.left):
                raise


async def _answer(look: Callable[[], Awaitable[T | None]], deadline: Deadline) -> T | None:
    try:
        async with asyncio.timeout(max(deadline.left, 1.0)):
            return await look()
    except TimeoutError:
        return None
    except Error as error:
        if is_passing(error):
            return None
        raise
