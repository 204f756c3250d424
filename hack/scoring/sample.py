"""Which cases had been seen when rules were written and records counted: figures on them are in-sample."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .cases import Case

SEEN = frozenset((Path(__file__).parent / "seen.txt").read_text(encoding="utf-8").split())
"""Digests of the cases of the calibration file."""
RULES = {
    "in-sample": "rules and phrases were written with these cases in view",
    "frozen": "nobody had seen these cases when rules and phrases were written",
    "mixed": "some of these cases were in view when rules and phrases were written",
}


def is_seen(case: Case) -> bool:
    """Whether the case is of the calibration file."""
    return case.digest in SEEN


def seen(cases: Sequence[Case], confidences: str) -> dict[str, Any]:
    """What is to be known before the figures on these cases are believed. `confidences`: where the records are from."""
    count = sum(map(is_seen, cases))
    kind = "frozen" if not count else "in-sample" if count == len(cases) else "mixed"
    return {"sample": kind, "cases_seen_before": count, "rules": RULES[kind], "confidences": confidences}
