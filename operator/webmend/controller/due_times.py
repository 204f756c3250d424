"""Keys and the times at which they are to be looked at though nothing has changed."""

import asyncio
import heapq
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

LONGEST_WAIT = 60.0
"""Seconds. The waiting task looks at the clock at least this often, in case the clock was set."""
SLACK = 64
"""How many outdated entries the heap may hold beyond as many as there are keys."""


class DueTimes(Generic[K]):
    """One time for each key, in one heap with one task that waits.

    A key's new time replaces its old one; the old entry stays in the heap and is passed over when it comes up.
    """

    def __init__(self, now: Callable[[], datetime], is_due: Callable[[K], None]) -> None:
        self._now = now
        self._is_due = is_due
        self._heap: list[tuple[datetime, int, K]] = []
        self._times: dict[K, tuple[datetime, int]] = {}
        self._sequence = 0
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._times)

    def set(self, key: K, when: datetime | None) -> None:
        """Look at the key then, and not at the time set before; None: at no time."""
        if when is None:
            self._times.pop(key, None)
            return
        self._sequence += 1
        self._times[key] = (when, self._sequence)
        heapq.heappush(self._heap, (when, self._sequence, key))
        self._drop_outdated()
        if self._heap[0][1] == self._sequence:
            self._changed.set()

    async def run(self) -> None:
        """Report each key when its time has come, the longest overdue first; for ever."""
        while True:
            self._changed.clear()
            for key in self._taken(self._now()):
                self._is_due(key)
            try:
                async with asyncio.timeout(self._wait()):
                    await self._changed.wait()
            except TimeoutError:
                pass

    def _taken(self, now: datetime) -> list[K]:
        due = []
        while self._heap and self._heap[0][0] <= now:
            when, sequence, key = heapq.heappop(self._heap)
            if self._times.get(key) == (when, sequence):
                del self._times[key]
                due.append(key)
        return due

    def _wait(self) -> float:
        if not self._heap:
            return LONGEST_WAIT
        return min(LONGEST_WAIT, max(0.0, (self._heap[0][0] - self._now()) / timedelta(seconds=1)))

    def _drop_outdated(self) -> None:
        if len(self._heap) > 2 * len(self._times) + SLACK:
            self._heap = [(when, sequence, key) for key, (when, sequence) in self._times.items()]
            heapq.heapify(self._heap)
