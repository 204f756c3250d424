"""What came of all pages together, and whether it is good enough."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from scoring.measures import share

from .pages import Kind
from .playing import Played

DISMISSED = 0.9
"""Share of the pop-ups that must be dismissed."""
POP_UPS = (Kind.CONSENT, Kind.MODAL)


def figures(played: Sequence[Played], broken: Mapping[str, str]) -> dict[str, Any]:
    """All that is said of the pages. `broken`: by path, why one did not show what it is to show."""
    by_kind = {kind: [each for each in played if each.case.kind is kind] for kind in Kind}
    pop_ups = [each for kind in POP_UPS for each in by_kind[kind]]
    closed = [each for each in pop_ups if each.is_closed]
    return {
        "pages": {kind: len(those) for kind, those in by_kind.items()},
        "broken": dict(broken),
        "dismissed": share(pop_ups, lambda each: each.is_dismissed),
        "dismissed_by_kind": {kind: share(by_kind[kind], lambda each: each.is_dismissed) for kind in POP_UPS},
        "usable_afterwards": share(closed, lambda each: each.is_free),
        "wrongly_pressed": {each.case.path: each.wrong for each in played if each.wrong},
        "taken_for_dismissible": {kind: sum(e.is_dismissible for e in those) for kind, those in by_kind.items()},
        "milliseconds": _milliseconds([each for each in pop_ups if each.is_dismissed]),
        "libraries": {kind: _libraries(by_kind[kind]) for kind in POP_UPS},
        "not_dismissed": [each.case.path for each in pop_ups if not each.is_dismissed],
        "each": {each.case.path: told(each) for each in played},
    }


def is_good(played: Sequence[Played], broken: Mapping[str, str]) -> bool:
    """Every page showed what it is to show, enough pop-ups were dismissed, and nothing was pressed that must not be."""
    pop_ups = [each for each in played if each.case.kind in POP_UPS]
    is_enough = sum(each.is_dismissed for each in pop_ups) >= DISMISSED * len(pop_ups)
    return not broken and is_enough and not any(each.wrong for each in played)


def told(played: Played) -> dict[str, Any]:
    """What came of one page."""
    return {
        "right": played.is_right,
        "milliseconds": played.milliseconds,
        "pressed": played.pressed,
        "wrong": played.wrong,
        "detail": played.detail,
        "label": played.label,
    }


def _milliseconds(dismissed: Sequence[Played]) -> dict[str, float]:
    """From the directive until the step had succeeded, for the pop-ups that were dismissed."""
    took = [each.milliseconds for each in dismissed]
    return {"median": median(took), "most": max(took)} if took else {}


def _libraries(played: Sequence[Played]) -> dict[str, str]:
    """By library, how many of its pages were dismissed, of how many."""
    pages: dict[str, list[Played]] = defaultdict(list)
    for each in played:
        pages[each.case.library].append(each)
    return {name: f"{sum(e.is_dismissed for e in those)} of {len(those)}" for name, those in sorted(pages.items())}
