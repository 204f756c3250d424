"""When a call is made again, and after how long."""

from webmend.ports.cluster import ClusterError

from .errors import Unanswered

TRIES = 5
FIRST_DELAY = 0.1
LONGEST_DELAY = 10.0
"""Seconds; where the API server asks for more, the caller is told instead of kept."""
_REPEATABLE = frozenset({"GET", "PUT", "PATCH", "DELETE"})
"""Done twice they do no more than once: what they change is named, or guarded by a resource version."""


def delay(method: str, error: ClusterError, tries: int, chance: float) -> float | None:
    """Seconds until the call is made again after so many tries; None: give up. `chance` is in [0, 1)."""
    if not isinstance(error, Unanswered) or tries >= TRIES or error.after > LONGEST_DELAY:
        return None
    if method not in _REPEATABLE and not error.undone:
        return None
    return max(error.after, growing(tries, chance))


def growing(tries: int, chance: float, longest: float = LONGEST_DELAY) -> float:
    """Exponential back-off with full jitter above one half: 0.05 to 0.1 s after the first try, doubled each time."""
    ceiling = min(longest, FIRST_DELAY * 2.0 ** min(tries - 1, 30))
    return ceiling * (0.5 + chance / 2)
