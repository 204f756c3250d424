"""A line of a truth table: what a rule says of a bundle of evidence."""

from dataclasses import dataclass

from webmend.domain.evidence import Evidence


@dataclass(frozen=True)
class Case:
    """A rule, a sentence about what it is shown, and the label it must give; none where it must be silent."""

    rule: str
    sentence: str
    evidence: Evidence
    want: str | None


def cases(
    rule: str, want: str, says: dict[str, Evidence], silent: dict[str, Evidence] | None = None
) -> tuple[Case, ...]:
    """The lines of one rule: what it gives the label for, and what comes nearest to that and leaves it silent."""
    given = (Case(rule, sentence, evidence, want) for sentence, evidence in says.items())
    kept = (Case(rule, sentence, evidence, None) for sentence, evidence in (silent or {}).items())
    return (*given, *kept)
