"""The machine's own time."""

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """Real time and real waiting."""

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""
        await asyncio.sleep(seconds)
