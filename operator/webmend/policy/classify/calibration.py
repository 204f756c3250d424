"""How often each rule was right: the records from which its confidence is computed, never set by hand.

There are two books, since the same rule is surer of what a probe saw than of what somebody told. Sources and dates of
every number: docs/decisions/0002-classification.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .record import Record
from .records import seen, told
from .rule import Ground, Rule

BORROWED = 4
"""Cases that the record of its ground weighs in the confidence of a rule."""


@dataclass(frozen=True)
class Book:
    """The records of the rules on one kind of evidence."""

    rules: Mapping[str, Record]
    """By the rule's name. A rule that was never counted has none."""
    grounds: Mapping[Ground, Record]
    """Of all rules on a ground together."""
    borrowed: int = BORROWED

    def confidence(self, rule: Rule) -> float:
        """Share of the rule's answers that are expected to be right.

        The mean of a Beta posterior over the rule's own record. The prior is the ground's: its mean, itself a posterior
        under Jeffreys' prior, with the weight of so many borrowed cases. A ground without a record cannot be wrong.
        """
        if rule.ground not in self.grounds:
            return 1.0
        own = self.rules.get(rule.name, Record())
        return (own.right + self.borrowed * self.grounds[rule.ground].mean) / (own.right + own.wrong + self.borrowed)


SEEN = Book(seen.RULES, seen.GROUNDS)
"""What the runner's probe saw on the page."""
TOLD = Book(told.RULES, told.GROUNDS)
"""What was told in words and read by `reading`."""
