"""How often a label could be defended, and how often not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """A count of answers."""

    right: int = 0
    wrong: int = 0

    @property
    def mean(self) -> float:
        """The share of right ones: the mean of the posterior under Jeffreys' prior."""
        return (self.right + 0.5) / (self.right + self.wrong + 1)
