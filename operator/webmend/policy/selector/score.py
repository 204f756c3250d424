"""How much an element looks like the one that was lost."""

from dataclasses import dataclass

from webmend.domain.target import Fingerprint

from .attributes import COMPARE, is_another_of_a_series
from .weights import WEIGHTS

_IDENTITY = ("text",), ("name", "id", "test_id", "href", "aria_label", "alt"), ("path", "id_xpath", "neighbours")
"""Signals that are independent of one another: what it says, what the page's authors call it, where it stands."""
_AGREES = 0.75


@dataclass(frozen=True)
class Score:
    """The likeness of one element to the lost one."""

    total: float
    """0 to 1: what the element reaches of what the lost one would reach itself."""
    parts: dict[str, float]
    """By attribute, of those that the lost one has."""
    is_sibling: bool = False
    """It is called as the lost one, but for a number: another row's."""

    @property
    def agreeing(self) -> int:
        """How many of the three independent signals say that it is the one."""
        return sum(any(self.parts.get(name, 0.0) >= _AGREES for name in signal) for signal in _IDENTITY)

    @property
    def exact(self) -> frozenset[str]:
        """The attributes by which people and programs tell elements apart that are the same as they were."""
        return frozenset(name for names in _IDENTITY[:2] for name in names if self.parts.get(name) == 1.0)

    @property
    def beside(self) -> float:
        """How much of what stands beside it is what stood beside the lost one."""
        return self.parts.get("neighbours", 0.0)

    @property
    def is_named(self) -> bool:
        """Whether what it says or what it is called speaks for it, not only where it stands."""
        names = (*_IDENTITY[0], *_IDENTITY[1])
        return any(self.parts.get(name, 0.0) >= _AGREES for name in names)


def score(lost: Fingerprint, seen: Fingerprint) -> Score:
    """Compare the two over the attributes that the lost one has. A fingerprint without any is like nothing."""
    parts = {name: value for name, compare in COMPARE.items() if (value := compare(lost, seen)) is not None}
    possible = sum(WEIGHTS[name] for name in parts)
    reached = sum(WEIGHTS[name] * value for name, value in parts.items())
    return Score(reached / possible if possible else 0.0, parts, is_another_of_a_series(lost, seen))
