"""The figures over what was sought, as JSON."""

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from webmend.domain.report import Band

from .matching import Came, Sought
from .truth import Fate

CHANGED = frozenset({Fate.RENAMED, Fate.CHANGED})


def figures(sought: Sequence[Sought]) -> dict[str, Any]:
    """All that is said of one round: of upgrades and of rollbacks, each by what had become of the controls."""
    upgrades = [each for each in sought if each.is_upgrade]
    return {
        "upgrades": _of(upgrades),
        "rollbacks": _of([each for each in sought if not each.is_upgrade]),
        "wrong_clicks": [told(each) for each in sought if each.is_wrong_click],
        "milliseconds": _milliseconds(sought),
    }


def told(sought: Sought) -> dict[str, Any]:
    """One answer in a few words."""
    element, verdict = sought.found.element, sought.found.verdict
    return {
        "page": sought.page,
        "from": sought.old,
        "to": sought.new,
        "control": sought.key,
        "fate": sought.fate.value,
        "came": sought.came.value,
        "wanted": sought.wanted,
        "found": element.xpath if element else None,
        "band": verdict.band.value,
        "reason": verdict.reason,
    }


def _of(sought: Sequence[Sought]) -> dict[str, Any]:
    here = [each for each in sought if each.fate is not Fate.GONE]
    return {
        "moved": _shares([each for each in here if each.has_moved]),
        "changed": _shares([each for each in here if each.fate in CHANGED]),
        "in_place": _shares([each for each in here if not each.has_moved]),
        "gone": _shares([each for each in sought if each.fate is Fate.GONE]),
        "by_fate": dict(Counter(each.fate.value for each in sought)),
    }


def _shares(sought: Sequence[Sought]) -> dict[str, Any]:
    """How many, and which share of them was located, mislocated, refused; and of the located, applied at once."""
    shares = {came.value: _share(sought, lambda each, came=came: each.came is came) for came in Came}  # type: ignore[misc]
    return {"count": len(sought), **shares, "applied": _share(sought, _is_applied)}


def _is_applied(sought: Sought) -> bool:
    return sought.came is Came.LOCATED and sought.found.verdict.band is Band.APPLY


def _share(sought: Sequence[Sought], holds: Callable[[Sought], bool]) -> float | None:
    return round(sum(map(holds, sought)) / len(sought), 4) if sought else None


def _milliseconds(sought: Sequence[Sought]) -> dict[str, float]:
    taken = sorted(each.milliseconds for each in sought)
    return {"median": round(median(taken), 1), "p95": round(taken[int(0.95 * len(taken))], 1)} if taken else {}
