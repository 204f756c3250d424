"""Lists of values, cut: databases take a limited number in one statement."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Value = TypeVar("Value")
MOST_BOUND = 500


def batches(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """Parts of them that one statement takes."""
    for first in range(0, len(values), MOST_BOUND):
        yield values[first : first + MOST_BOUND]
