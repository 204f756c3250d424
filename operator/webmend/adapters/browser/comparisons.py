"""Comparisons with what the page shows at this moment."""

from playwright.async_api import Page

from webmend.domain.comparison import ABOUT_ELEMENTS, Comparison, Operator, compare
from webmend.domain.target import Target

from .locate import any_visible, unique
from .script import call


async def holds(comparison: Comparison, page: Page) -> bool:
    """Whether it holds. An element that is not there has no text; raises Failed when several match."""
    if comparison.element is None:
        return compare(comparison.operator, comparison.value or "", comparison.to or "")
    if comparison.operator in ABOUT_ELEMENTS:
        return await any_visible(page, comparison.element) == (comparison.operator is Operator.VISIBLE)
    return compare(comparison.operator, await _text(page, comparison.element), comparison.to or "")


async def _text(page: Page, target: Target) -> str:
    element = await unique(page, target)
    text: str = await element.locator.evaluate(call("text")) if element else ""
    return text
