"""How much an element looks like the one that was lost."""

from collections.abc import Iterable
from dataclasses import dataclass

from webmend.domain.target import Fingerprint

from .attributes import COMPARE, is_another_of_a_series, keeps_company
from .weights import WEIGHTS

_IDENTITY = ("text",), ("name", "id", "test_id", "href", "aria_label", "alt"), ("path", "id_xpath", "neighbours")
"""Signals that are independent of one another: what it says, what the page's authors call it, where it stands."""
_NAMES = (*_IDENTITY[0], *_IDENTITY[1])
AGREES = 0.75
"""So alike a signal speaks for the element."""


@dataclass(frozen=True)
class Score:
    """The likeness of one element to the lost one."""

    total: float
    """0 to 1: what the element reaches of what the lost one would reach itself."""
    parts: dict[str, float]
    """By attribute, of those that the lost one has."""
    is_sibling: bool = False
    """It is called as the lost one, but for a number: another row's."""
    is_left_over: bool = False
    """Fewer of the page say what the lost one said than did then: one of them is gone, and this may be another."""
    keeps_company: bool = False
    """Every text that stood beside the lost one stands beside it."""
    is_silent: bool = False
    """The lost one neither said anything nor was called anything: it is known by its place alone."""

    @property
    def agreeing(self) -> int:
        """How many of the three independent signals say that it is the one."""
        return sum(map(self._agrees, _IDENTITY))

    @property
    def exact(self) -> frozenset[str]:
        """The attributes by which people and programs tell elements apart that are the same as they were."""
        return frozenset(name for name in _NAMES if self.parts.get(name) == 1.0)

    @property
    def beside(self) -> float:
        """How much of what stands beside it is what stood beside the lost one."""
        return self.parts.get("neighbours", 0.0)

    @property
    def is_renamed(self) -> bool:
        """Whether its authors called the lost one something, and nothing of that is as it was."""
        called = self.parts.keys() & set(_IDENTITY[1])
        return bool(called) and not called & self.exact

    @property
    def stands_as_before(self) -> bool:
        """Whether where it stands speaks for it."""
        return self._agrees(_IDENTITY[2])

    @property
    def is_named(self) -> bool:
        """Whether what it says or what it is called speaks for it, not only where it stands."""
        return self._agrees(_NAMES)

    def _agrees(self, signal: Iterable[str]) -> bool:
        return any(self.parts.get(name, 0.0) >= AGREES for name in signal)


def score(lost: Fingerprint, seen: Fingerprint) -> Score:
    """Compare the two over the attributes that the lost one has. A fingerprint without any is like nothing."""
    parts = {name: value for name, compare in COMPARE.items() if (value := compare(lost, seen)) is not None}
    possible = sum(WEIGHTS[name] for name in parts)
    reached = sum(WEIGHTS[name] * value for name, value in parts.items())
    return Score(
        reached / possible if possible else 0.0,
        parts,
        is_sibling=is_another_of_a_series(lost, seen),
        is_left_over=parts.get("text") == 1.0 and seen.namesakes < lost.namesakes,
        keeps_company=keeps_company(lost, seen),
        is_silent=not any(name in parts for name in _NAMES),
    )
