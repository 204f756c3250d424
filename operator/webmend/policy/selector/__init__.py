"""Finding an element again by what it looked like: the answer may be that it is gone."""

from .emitting import selectors_of
from .hiding import without
from .match import Lost, Match, match, words
from .mismatch import Suspicion, elsewhere, plainly, suspect

__all__ = [
    "Lost",
    "Match",
    "Suspicion",
    "elsewhere",
    "match",
    "plainly",
    "selectors_of",
    "suspect",
    "without",
    "words",
]
