"""How often a password or a second factor may be changed: begun once a day, gone on with as often as it is cut off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

PERIOD = timedelta(days=1)
MOST_CANDIDATES = 2
"""For one change: a second one when the site has refused the first."""


@dataclass(frozen=True)
class Turn:
    """The last change that was begun, as the Secret's annotation says it."""

    begun: datetime
    run: str
    """UID of the run that began it, or went on with it."""
    candidates: int = 1
    """How many values were made for it."""

    def __str__(self) -> str:
        return f"{self.begun.isoformat()} {self.run} {self.candidates}"


def read(annotation: str) -> Turn | None:
    """The turn that an annotation says; None where it says none, or something that people wrote."""
    match annotation.split():
        case [begun, run, candidates] if candidates.isascii() and candidates.isdigit():
            try:
                time = datetime.fromisoformat(begun)
            except ValueError:
                return None
            return Turn(time, run, int(candidates)) if time.tzinfo else None
    return None


def refusal(last: Turn | None, now: datetime, *, is_open: bool) -> str:
    """Why no change may be begun or gone on with now; empty when it may.

    `is_open`: the last one was cut off before anybody saw how it ended; one that ended is not begun again that day.
    """
    if last is None or now - last.begun >= PERIOD or (is_open and last.candidates < MOST_CANDIDATES):
        return ""
    return f"it was begun at {last.begun:%Y-%m-%dT%H:%M:%SZ}, and may be once a day"


def next_turn(last: Turn | None, now: datetime, run: str) -> Turn:
    """The turn with one candidate more: a new one a day after the last."""
    if last is None or now - last.begun >= PERIOD:
        return Turn(now, run)
    return Turn(last.begun, run, last.candidates + 1)
