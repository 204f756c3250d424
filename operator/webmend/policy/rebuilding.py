"""Making a value anew with some of its parts changed."""

from collections.abc import Callable
from typing import Any

from webmend.domain.base import Model


def given(model: Model) -> list[str]:
    """The fields that were given, in the order of their declaration."""
    return [name for name in type(model).model_fields if name in model.model_fields_set]


def rebuilt(value: Any, change: Callable[[Any], Any]) -> Any:
    """The same value with its parts changed; enum members, numbers and flags have none and stay."""
    if isinstance(value, Model):
        return value.with_(**{name: change(getattr(value, name)) for name in given(value)})
    if isinstance(value, tuple):
        return tuple(change(item) for item in value)
    if isinstance(value, dict):
        return {key: change(item) for key, item in value.items()}
    return value
