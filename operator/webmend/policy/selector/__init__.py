"""Finding an element again by what it looked like: the answer may be that it is gone."""

from .emitting import selectors_of
from .hiding import without
from .match import Lost, Match, match, placeless, words
from .mismatch import Suspicion, elsewhere, plainly, suspect
from .moved import came, is_said, moved_in

__all__ = [
    "Lost",
    "Match",
    "Suspicion",
    "came",
    "elsewhere",
    "is_said",
    "match",
    "moved_in",
    "placeless",
    "plainly",
    "selectors_of",
    "suspect",
    "without",
    "words",
]
