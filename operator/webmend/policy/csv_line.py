"""Lines of CSV (RFC 4180) that no spreadsheet takes for formulas."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

FORMULA = frozenset("=+-@\t\r")
"""What spreadsheets take for the beginning of a formula (OWASP, CSV Injection)."""


def lines(rows: Iterable[Iterable[Any]]) -> str:
    """The rows with their line ends: texts as they are, nothing for None, all else as JSON."""
    text = io.StringIO()
    csv.writer(text).writerows([value if type(value) is int else _cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return f"'{value}" if value[:1] in FORMULA else value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
