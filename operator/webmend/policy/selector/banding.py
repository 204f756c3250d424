"""What may be done with an element that was found: how sure it is that it is the lost one."""

from dataclasses import dataclass

from webmend.domain.report import Band

from .score import AGREES, Score

MARGIN_COUNTS, MOST_MARGIN = 2.0, 0.25
"""The lead over the best rival counts double, up to a quarter (measured in docs/decisions/0010)."""
ONLY_ONE = 0.07
"""What it counts that something which is exactly as it was tells it apart: as much as a further signal."""
LEAST_SCORE = 0.55
"""Below this an element has too little in common with the lost one to be shown to anybody."""
APPLY, PROPOSE = 0.9, 0.75
"""Thresholds of confidence. The classifier asks 0.85 before anything is looked for at all."""


@dataclass(frozen=True)
class Verdict:
    """How sure, and why."""

    band: Band
    confidence: float
    reason: str


def judge(best: Score, rival: float, stands_out: bool = False) -> Verdict:
    """`rival`: the highest total among the elements that are neither it, nor around it, nor in it.

    `stands_out`: something that is exactly as it was tells it apart from all of those: it is as far ahead as counts.
    """
    margin = max(0.0, best.total - rival)
    confidence = _confidence(best, margin, stands_out)
    told = f"likeness {best.total:.2f}, {margin:.2f} ahead of the next, {best.agreeing} of 3 independent signals agree"
    if best.total < LEAST_SCORE or confidence < PROPOSE:
        return Verdict(Band.REFUSE, confidence, f"nothing on the page is like it: {told}")
    if doubt := _doubt(best):
        return Verdict(doubt.band, confidence, f"{doubt.reason}: {told}")
    if confidence < APPLY:
        return Verdict(Band.PROPOSE, confidence, f"it may be this one: {told}")
    return Verdict(Band.APPLY, confidence, f"it is this one: {told}")


@dataclass(frozen=True)
class _Doubt:
    """What keeps an element from being used, however sure."""

    band: Band
    reason: str


def _doubt(best: Score) -> _Doubt | None:
    """The first that holds."""
    if best.is_silent:
        return _Doubt(Band.PROPOSE, "what was lost said nothing and had no name, and this stands in its place")
    if not best.is_named:
        return _Doubt(Band.REFUSE, "what stands in its place says something else and is called otherwise")
    if best.is_left_over and (best.beside < AGREES or best.is_renamed):
        band = Band.PROPOSE if best.stands_as_before else Band.REFUSE
        return _Doubt(band, "of several that said the same one is gone, and this may be another")
    return None


def _confidence(best: Score, margin: float, stands_out: bool) -> float:
    """0 to 1 from likeness, lead and agreement."""
    lead = MARGIN_COUNTS * (MOST_MARGIN if stands_out else min(margin, MOST_MARGIN))
    return round(min(1.0, 0.6 * best.total + 0.6 * lead + 0.07 * best.agreeing + ONLY_ONE * stands_out), 3)
