"""What sites have answered: style sheets, without which no snapshot looks as the page did, and data as JSON.

Documents are left out: the snapshots show them, and their source holds pictures, tokens and states that no rule knows.
"""

import hashlib
import json
from typing import Any

from .clean import MASK, Clean, is_telling

STYLE, DATA = ".css", ".json"
FOLDER = "resources/"
LONGEST = 2 * 1024 * 1024
"""Bytes of one that is gone through: it takes some seconds, in which nothing else could be said or stopped."""


def is_known(name: str) -> bool:
    """Whether this may be kept; the driver names bodies by their media type."""
    return name.startswith(FOLDER) and name.endswith((STYLE, DATA))


def is_style(name: str) -> bool:
    """Whether this is a style sheet, also one that scripts have changed: sites are not sent any."""
    return name.endswith(STYLE)


def rewritten(name: str, body: bytes, clean: Clean) -> bytes | None:
    """The body as it may be kept; None where it is too long, or cannot be read."""
    if len(body) > LONGEST:
        return None
    try:
        text = body.decode()
        if "\0" in text:  # another encoding, in which no secret would be found
            return None
        return (clean(text) if is_style(name) else _json(text, clean)).encode(errors="replace")
    except (ValueError, RecursionError):
        return None


def new_name(name: str, body: bytes) -> str:
    """A name that tells only what is in it now."""
    digest = hashlib.sha1(body, usedforsecurity=False).hexdigest()
    return f"{FOLDER}{digest}{STYLE if is_style(name) else DATA}"


def _json(text: str, clean: Clean) -> str:
    return json.dumps(_value(json.loads(text), clean), ensure_ascii=False)


def _value(value: Any, clean: Clean) -> Any:
    """The value, masked where a member's name says that it is secret."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(name): MASK if is_telling(name) else _value(each, clean) for name, each in value.items()}
    if isinstance(value, list):
        return [_value(each, clean) for each in value]
    return value if clean(str(value)) == str(value) else MASK
