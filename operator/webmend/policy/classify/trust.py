"""How far a model is believed: by its record with us, never by what it says of itself."""

from collections.abc import Mapping
from types import MappingProxyType

from .record import Record

UNTRIED = 0.6
"""The most that a model without a record is believed: enough to wait or to tell people, never to change anything."""
TRIED = 30
"""Answers whose outcome is known, from which on a record counts."""
BANDS = (0.5, 0.7, 0.85, 1.0)
"""Upper ends of the bands of stated confidence that records are kept by."""
_BORROWED = 4
_DOUBTFUL = 0.5
"""What an answer is worth before anything is known of it."""

Trust = Mapping[str, Mapping[float, Record]]
"""By the model's id, and by band: a model that changed its id begins anew."""
UNKNOWN: Trust = MappingProxyType({})
"""No model has a record."""


def believed(stated: float, model: str, trust: Trust) -> float:
    """The confidence that an answer deserves which the model states so much confidence in."""
    record = trust.get(model, {})
    if sum(band.right + band.wrong for band in record.values()) < TRIED:
        return min(stated, UNTRIED)
    own = record.get(band_of(stated), Record())
    return (own.right + _BORROWED * _DOUBTFUL) / (own.right + own.wrong + _BORROWED)


def band_of(stated: float) -> float:
    """The band that a stated confidence falls into, by its upper end."""
    return next((end for end in BANDS if stated <= end), BANDS[-1])
