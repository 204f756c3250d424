"""Which option of a list is meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from webmend.domain.action import Select

CLOSE = 0.75
"""Similarity below which an option does not come close to what was asked for."""
MARGIN = 0.08
"""Lead over the second best that makes the best one clear."""


@dataclass(frozen=True)
class Option:
    """An option of a list."""

    value: str
    label: str
    disabled: bool = False


def is_filled(options: Sequence[Option]) -> bool:
    """Whether the list offers anything yet: more than an invitation to choose, or a note that it is still loading."""
    offered = [option for option in options if option.value and not option.disabled]
    return len(offered) > 1 or (len(offered) == 1 and not offered[0].label.endswith(("…", "...")))


def choose(options: Sequence[Option], wanted: Select) -> Option | None:
    """The option that is meant; None when there is none, it cannot be chosen, or two come equally close."""
    offered = [option for option in options if not option.disabled]
    if wanted.match is not None:
        return _closest(offered, wanted.match)
    return next((option for option in offered if _is(option, wanted)), None)


def is_exactly(option: Option, wanted: Select) -> bool:
    """Whether it is what is wanted, however alike the others are."""
    return wanted.match is None and not option.disabled and _is(option, wanted)


def is_tied(options: Sequence[Option], wanted: Select) -> bool:
    """Whether two options come equally close to what is meant."""
    if wanted.match is None or not is_filled(options):
        return False
    text = wanted.match
    return max((similarity(text, option.label) for option in options if not option.disabled), default=0.0) >= CLOSE


def why_none(options: Sequence[Option], wanted: Select) -> str:
    """Why no option could be chosen, in a sentence."""
    if not is_filled(options):
        return "the list offers nothing to choose"
    if any(option.disabled and _is(option, wanted) for option in options):
        return "the option is disabled"
    if wanted.match is not None:
        return "no option of the list comes clearly closest"
    return "the list has no such option"


def _is(option: Option, wanted: Select) -> bool:
    if wanted.label is not None:
        return option.label == " ".join(wanted.label.split())
    return option.value == wanted.value


def _closest(options: Sequence[Option], text: str) -> Option | None:
    ranked = sorted(options, key=lambda option: -similarity(text, option.label))
    if not ranked or similarity(text, ranked[0].label) < CLOSE:
        return None
    second = similarity(text, ranked[1].label) if len(ranked) > 1 else 0.0
    return ranked[0] if similarity(text, ranked[0].label) - second >= MARGIN else None


def similarity(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1, whatever their case and the order of their words; 1 only for the same words."""
    from rapidfuzz import fuzz, utils  # few workflows need it, and every start would pay for it

    words = fuzz.token_sort_ratio(one, other, processor=utils.default_process)
    part = fuzz.token_set_ratio(one, other, processor=utils.default_process)
    return min(1.0, max(words, 0.9 * part) / 100)
