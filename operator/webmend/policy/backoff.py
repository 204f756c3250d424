"""When to try again: exponential back-off with jitter drawn once."""

from datetime import datetime, timedelta

from webmend.domain.duration import seconds
from webmend.domain.settings import RecoverySettings


def delay(retry: int, chance: float, base: float, jitter: float) -> float:
    """Seconds before retry number `retry` (from 0): base x 2^retry, plus or minus `jitter` of it.

    `chance` in [0, 1) picks the place within the jitter: 0 the shortest, 0.5 the nominal delay.
    """
    return base * 2.0**retry * (1 - jitter + 2 * jitter * chance)


def next_attempt(
    now: datetime, retry: int, chance: float, settings: RecoverySettings, retry_after: float | None = None
) -> datetime:
    """When the site is tried again; a Retry-After of the site (seconds) that is longer wins."""
    own = delay(retry, chance, seconds(settings.backoff_base), settings.backoff_jitter)
    return now + timedelta(seconds=max(own, retry_after or 0.0))


def next_platform_attempt(now: datetime, retry: int, chance: float, settings: RecoverySettings) -> datetime:
    """When an attempt that failed by a fault of our own is made again."""
    return now + timedelta(seconds=delay(retry, chance, seconds(settings.platform_delay), settings.backoff_jitter))
