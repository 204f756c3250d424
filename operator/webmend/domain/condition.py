"""Conditions as Kubernetes knows them (KEP-1623)."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from .base import Observed, Sentence, StrEnum

RECORDED = "Recorded"
"""Type of the condition of a run that the history has."""


class ConditionStatus(StrEnum):
    TRUE = "True"
    FALSE = "False"
    UNKNOWN = "Unknown"


class Condition(Observed):
    """One aspect of an object's state, with its reason."""

    type: Annotated[str, Field(max_length=64)]
    """The aspect, such as Accepted or Succeeded."""
    status: ConditionStatus
    """Whether it holds."""
    reason: Annotated[str, Field(max_length=64)]
    """Why, in one CamelCase word."""
    message: Sentence = ""
    """Why, in a sentence."""
    observed_generation: int | None = None
    """The generation of the spec this was said of."""
    last_transition_time: datetime
    """When the status last changed."""


def find(conditions: tuple[Condition, ...], type_: str) -> Condition | None:
    """The condition of that type, if it is there."""
    return next((c for c in conditions if c.type == type_), None)


def is_true(conditions: tuple[Condition, ...], type_: str) -> bool:
    """Whether the condition of that type is there and True."""
    found = find(conditions, type_)
    return found is not None and found.status is ConditionStatus.TRUE


def put(conditions: tuple[Condition, ...], new: Condition) -> tuple[Condition, ...]:
    """The conditions with `new` in the place of its type; the transition time moves only when the status does."""
    old = find(conditions, new.type)
    if old is None:
        return (*conditions, new)
    if old.status is new.status:
        new = new.with_(last_transition_time=old.last_transition_time)
    return tuple(new if c.type == new.type else c for c in conditions)
