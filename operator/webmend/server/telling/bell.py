"""Waking somebody up who waits for something to do."""

import asyncio
from contextlib import suppress


class Bell:
    """Rung when there may be something to do; heard once."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake up who waits, or who waits next."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Until it is rung, or for so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), seconds)
        self._rung.clear()
