"""Virtual time: the clock of an event loop that jumps (pytest.mark.looptime), so that hours of waiting take no time."""

import asyncio
from datetime import datetime, timedelta

from tests.support.builders import NOW


class VirtualClock:
    """It is `start` when the loop's own time is 0."""

    def __init__(self, start: datetime = NOW):
        self._start = start

    def now(self) -> datetime:
        return self._start + timedelta(seconds=asyncio.get_running_loop().time())

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def elapsed(self) -> float:
        """Seconds since the start."""
        return (self.now() - self._start).total_seconds()
