"""What the server looks at again and again."""

from collections.abc import Awaitable, Callable

import structlog

from webmend.domain.base import Duration
from webmend.domain.duration import seconds
from webmend.ports.clock import Clock
from webmend.ports.cluster import ClusterError
from webmend.ports.store import StoreFailed

_log = structlog.get_logger()


async def cycle(once: Callable[[], Awaitable[object]], pause: Duration, clock: Clock, left: str) -> None:
    """Do it, and again after a pause, for ever; where the world does not answer, the next time makes up for it.

    `left`: what is logged then.
    """
    while True:
        try:
            await once()
        except (StoreFailed, ClusterError, OSError) as error:
            _log.warning(left, error=str(error))
        await clock.sleep(seconds(pause))
