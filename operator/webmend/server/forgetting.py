"""Events that are kept no longer, out of the history, with their deliveries."""

from datetime import timedelta

import structlog

from webmend.domain.duration import seconds
from webmend.domain.settings import RetentionSettings
from webmend.ports.clock import Clock
from webmend.ports.outbox import Outbox

from .cycling import cycle

PART = 1_000
"""Events that are let go in one transaction: recording waits for it."""
PAUSE = 1.0
"""Seconds between two of them."""
_log = structlog.get_logger()


class Forgetting:
    """Lets go of events whose time has come and of which nothing is still to be delivered, a few at a time."""

    def __init__(self, outbox: Outbox, settings: RetentionSettings, clock: Clock) -> None:
        self._outbox = outbox
        self._settings = settings
        self._clock = clock

    async def run(self) -> None:
        """Once a cycle, for ever."""
        await cycle(self.once, self._settings.cycle, self._clock, "events not let go of yet")

    async def once(self) -> int:
        """Let go of all that may go now; how many events there were."""
        kept_for, gone = seconds(self._settings.events), 0
        if not kept_for:
            return 0
        before = self._clock.now() - timedelta(seconds=kept_for)
        while part := await self._outbox.forget(before, PART):
            gone += part
            await self._clock.sleep(PAUSE)
        if gone:
            _log.info("events let go of", events=gone)
        return gone
