"""Which runs are meant, in SQL. Values are always bound, never written into it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_

from webmend.domain.base import Observed
from webmend.domain.record import RunFilter

from .tables import run_labels, runs

EITHER = {
    "namespaces": runs.c.namespace,
    "workflows": runs.c.workflow,
    "phases": runs.c.phase,
    "triggers": runs.c.trigger,
    "versions": runs.c.version,
    "categories": runs.c.category,
    "sub_types": runs.c.sub_type,
    "codes": runs.c.code,
    "sites": runs.c.site,
    "types": runs.c.type,
}
"""Fields of the filter with several values, and the column that must have one of them."""
_TEXTS = (runs.c.name, runs.c.workflow, runs.c.message)
_ESCAPE = "\\"


def conditions(asked: RunFilter) -> Iterator[ColumnElement[bool]]:
    """What must hold of a row of `runs`."""
    yield from either(asked, EITHER)
    yield from _between(asked)
    for key, value in asked.labels.items():
        yield exists().where(
            and_(run_labels.c.run_id == runs.c.id, run_labels.c.key == key, run_labels.c.value == value)
        )
    if asked.recovered is not None:
        yield runs.c.recovered.is_(asked.recovered)
    if asked.text:
        like = f"%{_literal(asked.text)}%"
        yield or_(*(text.ilike(like, escape=_ESCAPE) for text in _TEXTS))


def either(asked: Observed, columns: Mapping[str, ColumnElement[Any]]) -> Iterator[ColumnElement[bool]]:
    """What must hold of these columns, each named by its field of the filter: to have one of the field's values."""
    for name, column in columns.items():
        values = getattr(asked, name)
        if values or (name == "namespaces" and values is not None):
            yield column.in_(values)


def _between(asked: RunFilter) -> Iterator[ColumnElement[bool]]:
    yield from between(asked, runs.c.id)
    if asked.min_duration_ms is not None:
        yield runs.c.duration_ms >= asked.min_duration_ms
    if asked.max_duration_ms is not None:
        yield runs.c.duration_ms <= asked.max_duration_ms


def between(asked: RunFilter, id_: ColumnElement[UUID]) -> Iterator[ColumnElement[bool]]:
    """What must hold of an id that begins with the time of creation."""
    if asked.since is not None:
        yield id_ >= first_id(asked.since)
    if asked.until is not None:
        yield id_ < first_id(asked.until)


def first_id(created: datetime) -> UUID:
    """The least id of a run that was created then: ids begin with that time, and lists are read along them."""
    return UUID(int=max(0, round(created.timestamp() * 1000)) << 80)


def _literal(text: str) -> str:
    """The text with nothing in it that stands for other letters."""
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text
