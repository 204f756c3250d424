"""Where the site's pages get their time from, so that tests can do without waiting."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """The present moment, and a way to let some time pass."""

    def now(self) -> datetime:
        """The present moment, with its time zone."""

    async def sleep(self, seconds: float) -> None:
        """Return when that many seconds have passed."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the clock that everything else asks

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
