"""What a rule is: a small function over the evidence that says what it sees in it, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from webmend.domain.base import StrEnum
from webmend.domain.evidence import Evidence
from webmend.domain.failure import Fault

from .label import Label
from .need import Need


class Ground(StrEnum):
    """What a rule's answer rests on. Rules that were never counted borrow the record of the others on their ground."""

    DEFINITION = "Definition"
    """The fact is what the label means: nothing to be wrong about."""
    DRIVER = "Driver"
    """The browser's driver or the protocol says so: a status, a count of matches, a refused value."""
    PAGE = "Page"
    """The structure of the page shows it."""
    WORDS = "Words"
    """The site's own words say it, where such words are said."""
    ABSENCE = "Absence"
    """Something is missing, and nothing that was seen says why."""
    CIRCUMSTANCE = "Circumstance"
    """It fits, and other answers would too."""


@dataclass(frozen=True)
class Opinion:
    """What one rule says."""

    label: Label
    because: tuple[str, ...]
    """Clauses that say why, the telling one first."""
    fault: Fault | None = None
    """Whose failure it is, where that differs from what the label implies."""
    reason: str = ""
    """A precise CamelCase word for it."""
    code: str | None = None
    """The error code that the workflow itself gave."""


Ask = Callable[[Evidence], Opinion | None]


@dataclass(frozen=True)
class Rule:
    """A question to the evidence, what its answer rests on, and what it cannot be asked without."""

    ask: Ask
    ground: Ground
    needs: tuple[Need, ...] = ()

    @property
    def name(self) -> str:
        """By which its record is kept in the calibration."""
        return self.ask.__name__

    def answer(self, evidence: Evidence) -> Opinion | None:
        """Its opinion; None when it has none, or when something it needs was not taken."""
        said = self.ask(evidence)
        return said if said and not self._unmet(evidence) else None

    def missed(self, evidence: Evidence) -> tuple[Need, ...]:
        """What kept it from saying what it otherwise would have said."""
        return self._unmet(evidence) if self.ask(evidence) else ()

    def _unmet(self, evidence: Evidence) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if not need.is_met(evidence))


def opinion(
    label: Label, *because: str, fault: Fault | None = None, reason: str = "", code: str | None = None
) -> Opinion:
    """An opinion with the clauses that are not empty."""
    return Opinion(label, tuple(clause for clause in because if clause), fault, reason, code)
