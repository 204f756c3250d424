"""What several checks need."""

from collections.abc import Iterator, Sequence
from typing import Any

from webmend.cli.doctor.facts import Seen
from webmend.cli.doctor.finding import Finding, Level

Findings = Iterator[Finding]
COMPONENT = "app.kubernetes.io/component"
"""The label of the chart's objects that says what they are of."""
MOST = 5
"""Objects that are named for one kind of finding; the others are counted."""


def unseen(area: str, seen: Seen[Any]) -> Finding:
    """That it could not be looked at."""
    return Finding(Level.UNSEEN, area, f"could not be looked at: {seen.why_not}")


def named(found: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    return ", ".join(found[:MOST]) + more
