"""Finding an element again by what it looked like: the answer may be that it is gone."""

from .emitting import selectors_of
from .hiding import without
from .match import Lost, Match, match, words

__all__ = ["Lost", "Match", "match", "selectors_of", "without", "words"]
