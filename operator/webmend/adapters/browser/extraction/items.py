"""Lists: a record for each element that the target matches."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Locator

from webmend.adapters.browser.deadline import poll
from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.locate import counts, not_found, refuse_error_page
from webmend.adapters.browser.search import Look
from webmend.adapters.browser.selectors import locators_of
from webmend.adapters.browser.step import Step
from webmend.domain.action import ListShape
from webmend.domain.evidence import ErrorKind
from webmend.domain.target import Target

from .columns import column
from .pages import Record


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
        if self._items is None:
            return []
        handles = await self._items.element_handles()
        try:
            columns = [await column(self._items, handles, field) for field in self.shape.fields]
        finally:
            await asyncio.gather(*(handle.dispose() for handle in handles), return_exceptions=True)
        names = [field.name for field in self.shape.fields]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
