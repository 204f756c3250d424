"""Lists: a record for each element that the target matches."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Locator

from webmend.adapters.browser.deadline import poll
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.locate import counts, not_found, refuse_error_page, unique
from webmend.adapters.browser.search import Look
from webmend.adapters.browser.selectors import locators_of
from webmend.adapters.browser.step import Step
from webmend.domain.action import ExtractField, ListShape
from webmend.domain.evidence import ErrorKind
from webmend.domain.target import Target

from .pages import Record
from .values import convert, value_of


@dataclass
class Items:
    """The list that a step reads."""

    step: Step
    shape: ListShape
    _items: Locator | None = field(default=None, init=False)

    async def first(self) -> None:
        """Wait for an item, by the first selector that matches any; raises Failed NO_MATCH."""
        target = self.step.node.target
        if target is None:
            raise Failed(ErrorKind.DEFINITION, "a list needs a target")
        self._items = await poll(lambda: self._look(target), self.step.deadline)
        if self._items is None:
            raise not_found(target, Look((0,) * len(target.selectors)))
        self.step.ready()

    async def _look(self, target: Target) -> Locator | None:
        refuse_error_page(self.step.page)
        locators = locators_of(self.step.page, target)
        found = (locator for locator, count in zip(locators, await counts(locators), strict=True) if count)
        return next(found, None)

    async def read(self) -> Any:
        """The whole texts of the items, which tell whether they change; None while there is no item."""
        return (await self._items.all_inner_texts() if self._items else []) or None

    def is_empty(self, raw: Any) -> bool:
        """Whether there is no item."""
        return not raw

    async def records(self, raw: Any) -> list[Record]:
        """A record for each item."""
        items = await self._items.all() if self._items else []
        return [await self._record(item) for item in items]

    async def _record(self, item: Locator) -> Record:
        values = await asyncio.gather(*(_value(item, each) for each in self.shape.fields))
        return {each.name: value for each, value in zip(self.shape.fields, values, strict=True)}


async def _value(item: Locator, wanted: ExtractField) -> Any:
    """The value of a field of an item; None where the item has no such element."""
    element = await unique(item, wanted.target) if wanted.target else None
    if wanted.target is not None and element is None:
        return None
    return convert(await value_of(element.locator if element else item, wanted), wanted.type)
