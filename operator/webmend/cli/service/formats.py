"""Data as text."""

from collections.abc import Callable, Mapping
from typing import Any

from webmend.cli.output import documents

WHOLE = frozenset({"json", "yaml"})
"""The forms that hold all outputs of a run at once."""


def as_json_lines(value: Any) -> str:
    """A line of JSON a record."""
    return documents.as_json_lines(_records(value))


def as_csv(value: Any) -> str:
    """RFC 4180, with a head. Columns are the fields of all records, in the order in which they first come."""
    records = [record if isinstance(record, dict) else {"value": record} for record in _records(value)]
    columns = list(dict.fromkeys(name for record in records for name in record))
    return documents.as_csv(columns, ([record.get(name) for name in columns] for record in records))


WRITERS: Mapping[str, Callable[[Any], str]] = {
    "json": documents.as_json,
    "jsonl": as_json_lines,
    "yaml": documents.as_yaml,
    "csv": as_csv,
}
"""By the name of the form."""


def _records(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
