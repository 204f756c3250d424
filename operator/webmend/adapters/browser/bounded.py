"""From what a page said to a value of the domain: redacted first, then cut to the bounds that its model states."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from webmend.domain.base import Model
from webmend.ports.browser import Redact

from .addresses import hide_values

M = TypeVar("M", bound=Model)

PAGE_CUT = 16_384
"""Characters that the page script hands over of any one text (CUT in page.js)."""
LONGEST_SECRET = 4096
"""A text that the page script has cut may end inside a secret that nobody would know again: so much is left out."""
ENTRIES = 16
"""Entries of a map that are kept."""


def fit(kind: type[M], raw: Mapping[str, Any], redact: Redact) -> M:
    """The value of that kind; raises pydantic.ValidationError when the page sent nonsense.

    `raw` names its fields as JSON does, or as Python does; unknown ones are passed over.
    """
    given = {name: raw.get(field.alias or name, raw.get(name)) for name, field in kind.model_fields.items()}
    return kind.model_validate(
        {
            name: _fit(kind.model_fields[name].annotation, _bound(kind.model_fields[name].metadata), value, redact)
            for name, value in given.items()
            if value is not None
        }
    )


def clean(text: str, redact: Redact) -> str:
    """The text without secrets and without the values in addresses."""
    redacted = redact(text)
    return hide_values(redacted if len(text) < PAGE_CUT else redacted[:-LONGEST_SECRET])


def _fit(kind: Any, bound: int | None, value: Any, redact: Redact) -> Any:
    if isinstance(value, str):
        return clean(value, redact)[:bound]
    plain = _plain(kind)
    if isinstance(value, (list, tuple)) and get_origin(plain) is tuple:
        item, item_bound = _unwrap(get_args(plain)[0])
        return tuple(_fit(item, item_bound, each, redact) for each in value[:bound])
    if isinstance(value, Mapping):
        return _fit_mapping(plain, value, redact)
    return value


def _fit_mapping(kind: Any, value: Mapping[str, Any], redact: Redact) -> Any:
    if isinstance(kind, type) and issubclass(kind, Model):
        return fit(kind, value, redact)
    return {clean(str(k), redact)[:64]: clean(str(v), redact)[:256] for k, v in list(value.items())[:ENTRIES]}


def _unwrap(kind: Any) -> tuple[Any, int | None]:
    """A type and the bound that is written on it."""
    if get_origin(kind) is Annotated:
        inner, *metadata = get_args(kind)
        return inner, _bound(metadata)
    return kind, None


def _plain(kind: Any) -> Any:
    """The type without its annotations and without `| None`."""
    kind, _ = _unwrap(kind)
    if get_origin(kind) in (Union, UnionType):
        return _plain(next(arg for arg in get_args(kind) if arg is not NoneType))
    return kind


def _bound(metadata: list[Any]) -> int | None:
    """The largest length that annotations allow."""
    for note in metadata:
        for each in (note, *getattr(note, "metadata", ())):
            if (bound := getattr(each, "max_length", None)) is not None:
                return int(bound)
    return None
