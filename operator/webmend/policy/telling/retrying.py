"""When a message is tried again, and when no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from webmend.domain.delivery import DeliveryState

MINUTE, HOUR = 60.0, 3600.0
SCHEDULE = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds from one attempt to the next: ten attempts in three days, as the Standard Webhooks specification proposes."""
JITTER = 0.1
"""Share by which a delay may be shorter or longer, so that what has failed together is not tried together."""
MOST_DELAY = 24 * HOUR
"""A receiver that asks for more time than that is asked again all the same."""
GONE = 410


@dataclass(frozen=True)
class Verdict:
    """What becomes of a message after an attempt."""

    state: DeliveryState
    due_at: datetime | None = None


def verdict(
    status: int | None, asked: float | None, attempt: int, now: datetime, chance: float, schedule: Sequence[float]
) -> Verdict:
    """What follows from an attempt.

    `status`: the HTTP status, None where there was no answer. `asked`: the seconds that the receiver asks for.
    `chance` in [0, 1) places the jitter. A redirect is a failure: it would lead to an address that nobody has named.
    """
    if status is not None and 200 <= status < 300:
        return Verdict(DeliveryState.DELIVERED)
    if status == GONE:
        return Verdict(DeliveryState.DISABLED)
    if attempt > len(schedule):
        return Verdict(DeliveryState.DEAD)
    own = schedule[attempt - 1] * (1 - JITTER + 2 * JITTER * chance)
    return Verdict(DeliveryState.RETRYING, now + timedelta(seconds=max(own, min(asked or 0.0, MOST_DELAY))))


def asked_delay(retry_after: str, now: datetime) -> float | None:
    """The seconds that a header Retry-After (RFC 9110, 10.2.3) asks for; None where it says nothing readable."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (when - now).total_seconds()) if when.tzinfo else None
