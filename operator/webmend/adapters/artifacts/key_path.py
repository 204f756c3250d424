"""What can be a key."""

import re

_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
"""No dot in front: neither `..` nor a name that a store uses for itself can be a segment of a key."""


def checked(key: str) -> str:
    """The key; raises ValueError for what is not a relative path of plain segments."""
    if not all(_SEGMENT.fullmatch(segment) for segment in key.split("/")):
        raise ValueError(f"not a path of plain segments: {key!r}")
    return key


def above(prefix: str) -> str:
    """The folder that everything with this prefix is in; empty: any. Raises ValueError as `checked` does."""
    folder, _, _ = prefix.rpartition("/")
    return checked(folder) if folder else ""
