"""One list in every form that a command offers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from .documents import as_csv, as_json, as_yaml
from .paper import Paper
from .table import Column, Item

TABLE, WIDE, JSON, YAML, CSV, NAME = "table", "wide", "json", "yaml", "csv", "name"
FORMS = (TABLE, WIDE, JSON, YAML, CSV, NAME)
"""What -o takes."""


@dataclass(frozen=True)
class Listing(Generic[Item]):
    """Things of one kind."""

    items: Sequence[Item]
    columns: Sequence[Column[Item]]
    document: Callable[[Item], Any]
    """One as JSON has it."""
    name: Callable[[Item], str]
    """One as `KIND/NAME`, which kubectl takes."""
    nothing: str
    """What is said to people where there is none."""
    head: Sequence[str] = ()
    """Of the CSV; none: the columns."""
    row: Callable[[Item], Sequence[Any]] | None = None


def show(paper: Paper, form: str, listing: Listing[Item]) -> None:
    """Write the list in that form, one of FORMS."""
    if form in (TABLE, WIDE):
        _table(paper, listing, everything=form == WIDE)
        return
    if form == NAME:
        for item in listing.items:
            paper.line(listing.name(item))
        return
    paper.document(_WRITERS[form](listing))


def _table(paper: Paper, listing: Listing[Item], *, everything: bool) -> None:
    if listing.items:
        paper.table(listing.columns, listing.items, everything=everything)
    else:
        paper.line(listing.nothing)


def _json(listing: Listing[Item]) -> str:
    return as_json([listing.document(item) for item in listing.items])


def _yaml(listing: Listing[Item]) -> str:
    return as_yaml([listing.document(item) for item in listing.items])


def _csv(listing: Listing[Item]) -> str:
    if listing.row is not None:
        return as_csv(listing.head, map(listing.row, listing.items))
    head = [column.head for column in listing.columns]
    return as_csv(head, ([column.cell(item) for column in listing.columns] for item in listing.items))


_WRITERS: dict[str, Callable[[Listing[Any]], str]] = {JSON: _json, YAML: _yaml, CSV: _csv}
