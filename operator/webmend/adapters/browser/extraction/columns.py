"""A field of all items of a list at once: one question for each of its selectors, however many items there are."""

from collections.abc import Sequence
from typing import Any

from playwright.async_api import ElementHandle, Locator

from webmend.adapters.browser.errors import Failed
from webmend.adapters.browser.locate import not_found
from webmend.adapters.browser.script import call
from webmend.adapters.browser.search import Look
from webmend.adapters.browser.selectors import locator_of
from webmend.domain.action import ExtractField
from webmend.domain.evidence import ErrorKind
from webmend.domain.target import Target

from .values import convert

Texts = list[str | None]
"""What the matches of a selector within one item say."""


async def column(items: Locator, handles: Sequence[ElementHandle], field: ExtractField) -> list[Any]:
    """The field's value in each item, None where an item has no such element; raises Failed where one has several."""
    if field.target is None:
        found = await _said(items, handles, field)
        return [convert(texts[0], field.type) for texts in found]
    if field.target.frame:
        raise Failed(ErrorKind.DEFINITION, f"the field {field.name} is looked for in its item, not in a frame of it")
    by_selector = [await _said(locator_of(items, selector), handles, field) for selector in field.target.selectors]
    return [convert(_only(field.target, matches), field.type) for matches in zip(*by_selector, strict=True)]


async def _said(elements: Locator, handles: Sequence[ElementHandle], field: ExtractField) -> list[Texts]:
    """For each item, what those of the elements say that are in it."""
    given = {"items": list(handles), "attribute": field.attribute}
    found: list[Texts] = await elements.evaluate_all(call("said"), given)
    return found


def _only(target: Target, matches: tuple[Texts, ...]) -> str | None:
    """What the one match of the first selector that has just one says; raises Failed when only several match."""
    unique = next((texts for texts in matches if len(texts) == 1), None)
    if unique is None and any(matches):
        raise not_found(target, Look(tuple(map(len, matches))))
    return unique[0] if unique else None
