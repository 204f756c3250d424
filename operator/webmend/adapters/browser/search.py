"""Which of a target's selectors to trust, judged from repeated looks at how many elements each matches."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

SETTLE = 0.5
"""Seconds that a doubtful picture must last before it is believed: pages pass through odd states while they render."""


class Picture(StrEnum):
    """What one look shows."""

    UNIQUE = "Unique"
    """The best selector matches exactly one element."""
    FALLBACK = "Fallback"
    """Another selector does; the best one may only be late."""
    AMBIGUOUS = "Ambiguous"
    """Every selector matches several."""
    WAITING = "Waiting"
    """None matches one element, and at least one matches nothing yet."""


@dataclass(frozen=True)
class Look:
    """The match counts of the selectors, in order, at one moment."""

    counts: tuple[int, ...]

    @property
    def chosen(self) -> int | None:
        """Index of the first selector that matches exactly one element."""
        return self.counts.index(1) if 1 in self.counts else None

    @property
    def picture(self) -> Picture:
        """What the counts mean."""
        if self.chosen is not None:
            return Picture.FALLBACK if self.chosen else Picture.UNIQUE
        return Picture.AMBIGUOUS if all(self.counts) else Picture.WAITING


class Search:
    """What the looks so far have shown."""

    def __init__(self) -> None:
        self.last = Look(())
        self._since = 0.0

    def is_settled(self, counts: Sequence[int], now: float) -> bool:
        """Take in a look made at `now` (seconds); whether it is to be believed without looking on."""
        look = Look(tuple(counts))
        if (look.picture, look.chosen) != (self.last.picture, self.last.chosen) or not self.last.counts:
            self._since = now
        self.last = look
        if look.picture is Picture.UNIQUE:
            return True
        return look.picture is not Picture.WAITING and now - self._since >= SETTLE
