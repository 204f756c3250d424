"""How often a password or a second factor may be changed: begun once a day, gone on with as often as it is cut off."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from webmend.domain.password import Stage

PERIOD = timedelta(days=1)
MOST_CANDIDATES = 2
"""For one change: a second one when the site has refused the first."""
MOST_UNDONE = 3
"""Times that one change is gone on with after the old value was seen to be still in force."""


@dataclass(frozen=True)
class Turn:
    """The last change that was begun, as the Secret's annotation says it."""

    begun: datetime
    run: str
    """UID of the run that began it, or went on with it."""
    candidates: int = 1
    """How many values were made for it."""
    undone: int = 0
    """How often the old value was seen to be still in force after it; 0 once the new one is."""

    def __str__(self) -> str:
        return f"{self.begun.isoformat()} {self.run} {self.candidates} {self.undone}"


def read(annotation: str) -> Turn | None:
    """The turn that an annotation says; None where it says none, or something that people wrote."""
    match annotation.split():
        case [begun, run, *counts] if 1 <= len(counts) <= 2 and all(c.isascii() and c.isdigit() for c in counts):
            try:
                time = datetime.fromisoformat(begun)
            except ValueError:
                return None
            return Turn(time, run, *map(int, counts)) if time.tzinfo else None
    return None


def is_undone(last: Turn | None) -> bool:
    """Whether the last change has not come about, and may be gone on with."""
    return last is not None and 0 < last.undone <= MOST_UNDONE


def settled(last: Turn | None, stage: Stage) -> Turn | None:
    """The turn after a value of that stage was seen to be in force."""
    if last is None:
        return None
    return replace(last, undone=0 if stage is Stage.PENDING else last.undone + 1)


def refusal(last: Turn | None, now: datetime, *, is_open: bool) -> str:
    """Why no change may be begun or gone on with now; empty when it may.

    `is_open`: the last one was cut off before anybody saw how it ended; one that ended is not begun again that day.
    """
    if last is None or now - last.begun >= PERIOD:
        return ""
    if (is_open or is_undone(last)) and last.candidates < MOST_CANDIDATES:
        return ""
    return f"it was begun at {last.begun:%Y-%m-%dT%H:%M:%SZ}, and may be once a day"


def next_turn(last: Turn | None, now: datetime, run: str) -> Turn:
    """The turn with one candidate more: a new one a day after the last."""
    if last is None or now - last.begun >= PERIOD:
        return Turn(now, run)
    return replace(last, run=run, candidates=last.candidates + 1)
