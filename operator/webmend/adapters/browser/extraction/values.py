"""From the text of a page to typed values."""

import re
from collections.abc import Callable
from typing import Any

from playwright.async_api import Locator

from webmend.adapters.browser.glance import ask
from webmend.domain.action import ExtractField, FieldType

_TRUE = frozenset({"true", "yes", "y", "on", "1", "x", "✓", "✔", "☑"})
_FALSE = frozenset({"false", "no", "n", "off", "0", "-", "–", "✗", "✘", "☐"})
_NUMBER = re.compile(r"(\D*)(\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?|\d[\d.,]*\d|\d)(\D*)")
_SPACING = re.compile(r"[\s'’]")
_MINUS = ("-", "−")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")


async def value_of(locator: Locator, field: ExtractField) -> str | None:
    """The text of an element (of a form field: what it holds), or one of its attributes."""
    if field.attribute is not None:
        return await locator.get_attribute(field.attribute)
    text: str = await ask(locator, "text")
    return text


def convert(text: str | None, kind: FieldType) -> Any:
    """The value that a text stands for; None for no text.

    What is no value of that kind stays as it is: nothing is lost, and the workflow's rules for its outputs will tell.
    """
    if text is None or (not text.strip() and kind is not FieldType.STRING):
        return None
    value = _CONVERTERS[kind](text.strip())
    return text if value is None else value


def number(text: str) -> float | int | None:
    """`€ 1.234,50`, `1,234.50`, `(12.00)`, `12 %`: without currency and grouping signs; None when it is no number.

    A single sign with three digits behind it is read as English does: a comma groups, a point divides.
    """
    match = _NUMBER.fullmatch(text)
    if not match or not (_is_unit(match[1]) and _is_unit(match[3])):
        return None
    digits = _with_point(_SPACING.sub("", match[2]))
    if digits.count(".") > 1:
        return None
    value = float(digits) if "." in digits else int(digits)
    return -value if _is_negative(match[1], match[3]) else value


def _is_unit(beside: str) -> bool:
    """Whether what stands beside the digits can be a currency or a unit: `USD`, `Fr.`, `%`, but no word."""
    return sum(map(str.isalpha, beside)) <= 3


def _is_negative(before: str, after: str) -> bool:
    """`-5`, `5-` and, as accountants write it, `(5)`; the dash of `20.-` stands for no cents."""
    return any(sign in before for sign in _MINUS) or after.startswith(_MINUS) or ("(" in before and ")" in after)


def _with_point(digits: str) -> str:
    """The digits with a point before the decimals and no grouping signs."""
    if "," in digits and "." in digits:
        group = "," if digits.rindex(".") > digits.rindex(",") else "."
        return digits.replace(group, "").replace(",", ".")
    match = _GROUPED.fullmatch(digits)
    if match and (match[1] == "," or digits.count(".") > 1):
        return digits.replace(match[1], "")
    return digits.replace(",", ".")


def _integer(text: str) -> int | None:
    value = number(text)
    return int(value) if value is not None and value == int(value) else None


def _boolean(text: str) -> bool | None:
    word = text.casefold()
    return True if word in _TRUE else False if word in _FALSE else None


_CONVERTERS: dict[FieldType, Callable[[str], Any]] = {
    FieldType.STRING: lambda text: text,
    FieldType.INTEGER: _integer,
    FieldType.NUMBER: number,
    FieldType.BOOLEAN: _boolean,
}
