"""When a receiver is left alone for a while, whatever waits for it: a circuit breaker."""

from dataclasses import dataclass
from datetime import datetime, timedelta

AT_ONCE = 4
"""Messages on their way to one receiver at most."""
FAILURES = 5
"""So many in a row, and it is left alone."""
FIRST_PAUSE = 5.0
"""Seconds of the first pause; doubled after each further failure."""
LONGEST_PAUSE = 60 * FIRST_PAUSE


@dataclass(frozen=True)
class Pause:
    """How it stands with a receiver."""

    failures: int = 0
    """Those since it has taken anything."""
    until: datetime | None = None
    """It is left alone until then."""

    @property
    def is_failing(self) -> bool:
        """Whether it has failed so often that it is tried with one message at a time."""
        return self.failures >= FAILURES


def free(pause: Pause, under_way: int, now: datetime) -> int:
    """How many messages may be sent to it now, besides those that are under way."""
    if pause.until is not None and now < pause.until:
        return 0
    return max(0, (1 if pause.is_failing else AT_ONCE) - under_way)


def after(pause: Pause, is_success: bool, asked: float | None, now: datetime, unit: float = FIRST_PAUSE) -> Pause:
    """How it stands after an attempt.

    `asked`: the seconds for which it wants to be left alone, if it says so. `unit`: seconds of the first pause; none is
    longer than 60 of them.
    """
    if is_success:
        return Pause()
    failures = pause.failures + 1
    doubled = 2.0 ** min(failures - FAILURES, 9)
    own = unit * min(doubled, LONGEST_PAUSE / FIRST_PAUSE) if failures >= FAILURES else 0.0
    rest = max(own, min(asked or 0.0, LONGEST_PAUSE))
    return Pause(failures, now + timedelta(seconds=rest) if rest else pause.until)
