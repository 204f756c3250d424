"""From the text of a page to typed values."""

from typing import Any

import pytest

from webmend.adapters.browser.extraction.values import convert
from webmend.domain.action import FieldType

STRING, INTEGER, NUMBER, BOOLEAN = FieldType


@pytest.mark.parametrize(
    ("text", "kind", "want"),
    [
        ("Ada", STRING, "Ada"),
        ("", STRING, ""),
        (None, STRING, None),
        ("7", INTEGER, 7),
        ("1,234", INTEGER, 1234),
        ("1.234.567", INTEGER, 1234567),
        ("-3", INTEGER, -3),
        ("2.5", INTEGER, "2.5"),
        ("", INTEGER, None),
        ("  ", NUMBER, None),
        ("12.5", NUMBER, 12.5),
        ("12,5", NUMBER, 12.5),
        ("1,234.50", NUMBER, 1234.5),
        ("1.234,50", NUMBER, 1234.5),
        ("1\u202f234,50", NUMBER, 1234.5),
        ("1 234,50", NUMBER, 1234.5),
        ("1'234.50", NUMBER, 1234.5),
        ("1,234", NUMBER, 1234),
        ("1.234", NUMBER, 1.234),
        ("12,345,678", NUMBER, 12345678),
        ("$1,200.50", NUMBER, 1200.5),
        ("€ 1.234,50", NUMBER, 1234.5),
        ("1200 USD", NUMBER, 1200),
        ("12 %", NUMBER, 12),
        ("-€5.00", NUMBER, -5.0),
        ("−5", NUMBER, -5),
        ("5.00-", NUMBER, -5.0),
        ("(12.00)", NUMBER, -12.0),
        ("Fr. 20.-", NUMBER, 20),
        ("+7", NUMBER, 7),
        ("n/a", NUMBER, "n/a"),
        ("2026-01-02", NUMBER, "2026-01-02"),
        ("1.2.3", NUMBER, "1.2.3"),
        ("1 of 3", NUMBER, "1 of 3"),
        ("yes", BOOLEAN, True),
        ("✓", BOOLEAN, True),
        ("FALSE", BOOLEAN, False),
        ("maybe", BOOLEAN, "maybe"),
        ("", BOOLEAN, None),
    ],
)
def test_what_a_text_stands_for(text: str | None, kind: FieldType, want: Any) -> None:
    value = convert(text, kind)

    assert value == want
    assert type(value) is type(want)
