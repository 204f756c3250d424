"""The rows of an output: those of a list, or the one record that is no list."""

from collections.abc import Iterable, Mapping
from typing import Any

from webmend.domain.data import MOST_OUTPUTS, OutputRows


def rows_of(data: Any) -> list[Any]:
    """The rows; none where nothing was extracted."""
    if isinstance(data, list | tuple):
        return list(data)
    return [] if data is None else [data]


def record_count(data: Any) -> int:
    """How many rows an output has."""
    return len(rows_of(data))


def counted(values: Mapping[str, Any], first: Iterable[str] = ()) -> tuple[OutputRows, ...]:
    """The rows of each output; those named in `first` before the others, MOST_OUTPUTS in all."""
    named = [name for name in dict.fromkeys((*first, *values)) if name in values]
    return tuple(OutputRows(output=name, rows=record_count(values[name])) for name in named[:MOST_OUTPUTS])
