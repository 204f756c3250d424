from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class VirtualClock:
    """A clock that moves only when somebody sleeps on it or pushes it."""

    time: datetime = datetime(2026, 10, 1, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.push(seconds)

    def push(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)
