"""How long a key that failed waits before it is tried again."""

from collections import Counter
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

FIRST = 0.005
LONGEST = 900.0
"""Seconds. The bounds of client-go's rate limiter, the upper one lowered to what a person would still wait for."""


class Backoff(Generic[K]):
    """Exponential back-off for each key by itself, up to half of it taken off at random.

    `chance` gives numbers in [0, 1).
    """

    def __init__(self, chance: Callable[[], float], first: float = FIRST, longest: float = LONGEST) -> None:
        self._chance = chance
        self._first = first
        self._longest = longest
        self._failures: Counter[K] = Counter()

    def failed(self, key: K) -> float:
        """Note a failure; seconds until the next try."""
        # 2^30 times the first delay is beyond any bound; more would only overflow
        ceiling = min(self._longest, self._first * 2.0 ** min(self._failures[key], 30))
        self._failures[key] += 1
        return ceiling * (1 - self._chance() / 2)

    def failures(self, key: K) -> int:
        """How often it has failed in a row."""
        return self._failures[key]

    def succeeded(self, key: K) -> None:
        """Start over with this key."""
        self._failures.pop(key, None)
