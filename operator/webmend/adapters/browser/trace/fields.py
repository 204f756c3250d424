"""Fields of forms in the snapshots of a trace, whose values nobody may see."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

VALUES = ("__playwright_value_", "value")
"""Attributes with a field's value: the recorder's own, as it is now, and the one that the page came with."""
CURRENT, NEW = "current-password", "new-password"
LONG = 4
"""Characters from which on a value is looked for elsewhere; shorter ones stand in any text."""

_FIELD = re.compile(r'\["input",\s*(?=\{)', re.IGNORECASE)


def is_password(name: str, attributes: Mapping[str, Any]) -> bool:
    """Whether this is a field for a password, also while the page shows what is typed."""
    filled_with = str(attributes.get("autocomplete", "")).lower().split()
    return name.lower() == "input" and (_type(attributes) == "password" or CURRENT in filled_with or NEW in filled_with)


def is_hidden(name: str, attributes: Mapping[str, Any]) -> bool:
    """Whether this is a field that only the site knows: its tokens are there."""
    return name.lower() == "input" and _type(attributes) == "hidden"


def secrets_in(trace: str) -> frozenset[str]:
    """What stood in fields for passwords, whoever has put it there: a secret that nobody has told us."""
    values = (value for attributes in _fields(trace) for value in map(attributes.get, VALUES))
    return frozenset(value for value in values if isinstance(value, str) and len(value) >= LONG)


def _fields(trace: str) -> Iterator[Mapping[str, Any]]:
    decode = json.JSONDecoder().raw_decode
    for match in _FIELD.finditer(trace):
        try:
            attributes, _ = decode(trace, match.end())
        except ValueError:  # the recording was cut off here
            continue
        if is_password("input", attributes):
            yield attributes


def _type(attributes: Mapping[str, Any]) -> str:
    return str(attributes.get("type", "")).strip().lower()
