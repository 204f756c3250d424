"""A table for people: a line a thing, and no more columns than fit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from .plain import plain

Item = TypeVar("Item")
GAP = 3
"""Blanks between columns, as kubectl has them."""
NARROWEST = 8
"""Cells of the terminal below which a column is not cut."""
MORE = "…"


def _unstyled(_: object) -> str:
    return ""


@dataclass(frozen=True)
class Column(Generic[Item]):
    """What a column says of each thing."""

    head: str
    cell: Callable[[Item], str]
    worth: int = 0
    """Of columns that do not fit, those of the least worth go first; 0: this one never goes."""
    is_wide: bool = False
    """Whether it is shown only where everything is wanted."""
    is_long: bool = False
    """Whether its cells may be cut."""
    style: Callable[[Item], str] = _unstyled
    """How a cell is coloured, in the words of `rich`."""


def lines(columns: Sequence[Column[Item]], items: Sequence[Item], width: int | None = None) -> list[Text]:
    """A line each under a head. `width`: the cells that a line may have; None: as many as it takes."""
    cells = {id(column): [column.head, *(plain(column.cell(item)) for item in items)] for column in columns}
    widths = {key: max(map(cell_len, column)) for key, column in cells.items()}
    shown = _fitting(columns, widths, width)
    if width is not None:
        widths |= _cut(shown, widths, width)
    return [
        _line([(cells[id(c)][row], widths[id(c)], _style(c, items, row)) for c in shown])
        for row in range(len(items) + 1)
    ]


def _fitting(columns: Sequence[Column[Item]], widths: dict[int, int], width: int | None) -> list[Column[Item]]:
    """The columns without those that go."""
    shown = list(columns)
    while width is not None and _wanted(shown, widths) > width:
        spare = [column for column in shown if column.worth]
        if not spare:
            break
        shown.remove(min(spare, key=lambda column: column.worth))
    return shown


def _cut(columns: Sequence[Column[Item]], widths: dict[int, int], width: int) -> dict[int, int]:
    """Narrower widths of the columns that may be cut, the last one first, until all fit."""
    over, narrower = _total([widths[id(column)] for column in columns]) - width, {}
    for column in reversed(columns):
        if column.is_long and over > 0:
            narrower[id(column)] = max(NARROWEST, widths[id(column)] - over)
            over -= widths[id(column)] - narrower[id(column)]
    return narrower


def _wanted(columns: Sequence[Column[Item]], widths: dict[int, int]) -> int:
    """Cells of a line in which all that may be cut is cut."""
    return _total([min(widths[id(c)], NARROWEST) if c.is_long else widths[id(c)] for c in columns])


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _style(column: Column[Item], items: Sequence[Item], row: int) -> str:
    return column.style(items[row - 1]) if row else "bold"


def _line(cells: Sequence[tuple[str, int, str]]) -> Text:
    line = Text()
    for text, width, style in _padded(cells):
        line.append(text, style)
        line.append(" " * width)
    line.rstrip()
    return line


def _padded(cells: Sequence[tuple[str, int, str]]) -> Iterator[tuple[str, int, str]]:
    """Each text, cut where it is too long, with the blanks behind it."""
    for text, width, style in cells:
        fitted = set_cell_size(text, width - 1).rstrip() + MORE if cell_len(text) > width else text
        yield fitted, width - cell_len(fitted) + GAP, style
