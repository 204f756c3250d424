"""Tables: rows by the heads of their columns."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.async_api import TimeoutError as DriverTimeout

from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.script import call
from webmend.adapters.browser.step import Step
from webmend.domain.action import FieldType, TableShape
from webmend.domain.evidence import ErrorKind

from .pages import Record
from .values import convert

PATIENCE_MS = 1000


@dataclass(frozen=True)
class Place:
    """Where a value of a record stands in a row."""

    name: str
    index: int
    type: FieldType

    def value(self, row: list[str]) -> Any:
        """The value; None where the row is too short for it."""
        return convert(row[self.index], self.type) if self.index < len(row) else None


@dataclass
class Table:
    """The table that a step reads."""

    step: Step
    shape: TableShape

    async def first(self) -> None:
        """Wait for the table; raises Failed."""
        await self.step.target()

    async def read(self) -> Any:
        """Its heads and the texts of its rows; None while it is not there."""
        element = self.step.element
        if element is None or await element.locator.count() != 1:
            return None
        with suppress(DriverTimeout):  # it went away in between
            return await element.locator.evaluate(call("table"), timeout=PATIENCE_MS)
        return None

    def is_empty(self, raw: Any) -> bool:
        """Whether it has no row."""
        return not raw["rows"]

    async def records(self, raw: Any) -> list[Record]:
        """A record for each row; raises Failed WRONG_ELEMENT when it is no table, or lacks a column."""
        if not raw["isTable"]:
            raise self._wrong("the target is no table")
        rows = await self._whole() if raw.get("isWindow") else raw["rows"]
        places = self._places(raw["headers"]) if self.shape.columns else every_column(raw)
        return [{place.name: place.value(row) for place in places} for row in rows]

    async def _whole(self) -> list[list[str]]:
        """All rows, where some come only as one scrolls; raises Failed where that takes too long or leaves gaps."""
        assert self.step.element is not None
        whole = await self.step.element.locator.evaluate(call("wholeTable"), self.step.deadline.seconds * 1000)
        if whole is None:
            told = "the table has more rows than can be scrolled through in the step's waitTime"
            raise Failed(ErrorKind.TIMEOUT, told, expectation="all rows of the table")
        if whole["gaps"]:
            raise Failed(ErrorKind.DETACHED, f"{whole['gaps']} rows of the table did not come as it was scrolled")
        rows: list[list[str]] = whole["rows"]
        return rows

    def _places(self, headers: list[str]) -> list[Place]:
        heads = [normal(head) for head in headers]
        wanted = [(column, normal(column.header or column.name)) for column in self.shape.columns]
        missing = [column.header or column.name for column, head in wanted if head not in heads]
        if missing:
            raise self._wrong(f"the table has no column {missing[0]}; it has {', '.join(headers) or 'no heads'}")
        return [Place(column.name, heads.index(head), column.type) for column, head in wanted]

    def _wrong(self, message: str) -> Failed:
        selector = str(self.step.element.selector) if self.step.element else ""
        return Failed(ErrorKind.WRONG_ELEMENT, message, selector=selector)


def every_column(raw: Any) -> list[Place]:
    """All columns under the texts of their heads; those without one, or with one that is taken, by their number."""
    width = max((len(row) for row in raw["rows"]), default=len(raw["headers"]))
    heads = [*raw["headers"], *[""] * width][:width]
    return [
        Place(head if head and head not in heads[:index] else f"column{index + 1}", index, FieldType.STRING)
        for index, head in enumerate(heads)
    ]


def normal(head: str) -> str:
    """A head as it is compared: without case, spaces and signs."""
    return "".join(filter(str.isalnum, head.casefold()))
