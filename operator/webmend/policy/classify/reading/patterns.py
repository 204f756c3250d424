"""Patterns written as lists: one alternative a line."""

import re

_NOT_DENIED = r"(?<!no )(?<!not )(?<!without )(?<!any )\b"


def any_of(*patterns: str) -> re.Pattern[str]:
    """Any of the patterns, in whatever case."""
    return re.compile("|".join(patterns), re.IGNORECASE)


def said(*patterns: str) -> re.Pattern[str]:
    """Any of the patterns, from the beginning of a word, and not denied right before."""
    return re.compile(f"{_NOT_DENIED}(?:{'|'.join(patterns)})", re.IGNORECASE)
