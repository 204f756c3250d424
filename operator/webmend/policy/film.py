"""A film of an attempt: which of the pictures after its steps are in it, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

MOST_FRAMES = 80
"""Encoding one takes some 50 ms of a processor, and all of them lie in memory then."""
MOST_BYTES = 24 * 1024 * 1024
"""Bytes of all pictures while they are gathered."""
SHORTEST, LONGEST = 0.5, 2.0
"""Seconds that a picture is in view: long enough to be seen, and nobody watches a page that waits."""
FEWEST = 4
"""So many are kept however big they are."""


@dataclass(frozen=True)
class Frame:
    """A picture of the page."""

    picture: bytes
    """A PNG, with what is secret painted over."""
    at: datetime
    """When it was taken."""


def with_frame(frames: Sequence[Frame], frame: Frame) -> tuple[Frame, ...]:
    """The film with one more picture; where it gets too long, every second one of its older half is left out."""
    film = (*frames, frame)
    while len(film) > FEWEST and (len(film) > MOST_FRAMES or sum(len(each.picture) for each in film) > MOST_BYTES):
        half = len(film) // 2
        film = (*film[:half:2], *film[half:])
    return film


def seconds(frames: Sequence[Frame]) -> tuple[float, ...]:
    """How long each picture is in view: as long as it was, within bounds."""
    lasted = ((after.at - before.at).total_seconds() for before, after in pairwise(frames))
    return (*(min(max(each, SHORTEST), LONGEST) for each in lasted), LONGEST)[: len(frames)]
