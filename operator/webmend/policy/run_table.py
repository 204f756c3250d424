"""Runs as lines of a table: the fields of a summary, by the names that JSON has for them."""

from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from webmend.domain.record import RunSummary

_LEFT_OUT = frozenset({"seen", "labels", "duration_bucket", "artifacts"})
_FIELDS = {name: field.alias or name for name, field in RunSummary.model_fields.items() if name not in _LEFT_OUT}
_values = attrgetter(*_FIELDS)
HEAD = (*_FIELDS.values(), "labels")


def row(run: RunSummary) -> list[Any]:
    """The cells of a run, in the order of HEAD. There may be a million of them."""
    cells = [_TEXTS[kind](value) if (kind := type(value)) in _TEXTS else value for value in _values(run)]
    cells.append(",".join([f"{key}={value}" for key, value in sorted(run.labels.items())]))
    return cells


_TEXTS: dict[type, Any] = {datetime: datetime.isoformat, UUID: str}
