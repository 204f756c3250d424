"""The measures: shares with Wilson intervals, calibration, risk against coverage."""

from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any, Protocol, TypeVar

from webmend.domain.failure import Failure

from .answers import Answer


class Answering(Protocol):
    """An answer to anything."""

    @property
    def failure(self) -> Failure:
        """What was said, and how surely."""
        ...


T = TypeVar("T")
A = TypeVar("A", bound=Answering)
Z = 1.959964
"""Of the 95 % interval."""
BANDS = ((0.0, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))


def share(answers: Sequence[T], holds: Callable[[T], bool]) -> dict[str, Any]:
    """How many of the answers something holds for, as a share with its Wilson interval at 95 %."""
    hits, count = sum(map(holds, answers)), len(answers)
    if not count:
        return {"share": None, "of": 0}
    low, high = wilson(hits, count)
    return {"share": round(hits / count, 3), "right": hits, "of": count, "low": round(low, 3), "high": round(high, 3)}


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The Wilson score interval of a share (Wilson 1927)."""
    p, square = hits / count, Z * Z / count
    middle = (p + square / 2) / (1 + square)
    half = Z * sqrt(p * (1 - p) / count + square / (4 * count)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def macro_f1(answers: Sequence[Answer]) -> float:
    """The mean over the label's categories of the harmonic mean of precision and recall; silence counts as a miss."""
    categories = sorted({answer.case.label[0] for answer in answers})
    return round(sum(_f1(answers, category) for category in categories) / len(categories), 3) if categories else 0.0


def _f1(answers: Sequence[Answer], category: str) -> float:
    said = sum(answer.category == category for answer in answers)
    meant = sum(answer.case.label[0] == category for answer in answers)
    both = sum(answer.category == category == answer.case.label[0] for answer in answers)
    return 2 * both / (said + meant) if said + meant else 0.0


def calibration_error(answers: Sequence[A], is_right: Callable[[A], bool]) -> float | None:
    """Expected calibration error: the mean distance of confidence and accuracy over bands, weighed by their size."""
    if not answers:
        return None
    bands = (_in(answers, low, high) for low, high in BANDS)
    off = (len(band) * abs(_mean_confidence(band) - sum(map(is_right, band)) / len(band)) for band in bands if band)
    return round(sum(off) / len(answers), 3)


def by_band(answers: Sequence[A], is_right: Callable[[A], bool]) -> list[dict[str, Any]]:
    """Accuracy by confidence."""
    bands = ((low, high, _in(answers, low, high)) for low, high in BANDS)
    return [
        {"from": low, "to": min(high, 1.0), "confidence": round(_mean_confidence(band), 3), **share(band, is_right)}
        for low, high, band in bands
        if band
    ]


def risk_by_coverage(answers: Sequence[Answer], steps: int = 10) -> list[dict[str, float]]:
    """Share of wrong answers among the surest ones, for growing shares of all cases."""
    given = sorted((answer for answer in answers if answer.is_given), key=lambda answer: -answer.failure.confidence)
    cuts = sorted({len(given) * step // steps for step in range(1, steps + 1)} - {0})
    return [
        {
            "coverage": round(cut / len(answers), 3),
            "risk": round(sum(not answer.is_lenient for answer in given[:cut]) / cut, 3),
        }
        for cut in cuts
    ]


def _in(answers: Sequence[A], low: float, high: float) -> list[A]:
    return [answer for answer in answers if low <= answer.failure.confidence < high]


def _mean_confidence(answers: Sequence[A]) -> float:
    return sum(answer.failure.confidence for answer in answers) / len(answers)
