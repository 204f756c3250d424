"""Texts of others, such as a page's, on a terminal: none of them may move the cursor, colour, or turn the writing."""

import json
import unicodedata
from functools import cache

_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control characters (those of terminals begin with one), marks that are not seen (those that turn the direction of
writing among them), halves of characters, ends of lines and paragraphs: categories of the Unicode standard."""


def plain(text: str) -> str:
    """The text on one line, with a blank for each character that could do harm."""
    return text if _is_harmless(text) else "".join(" " if is_harmful(c) else c for c in text)


def plain_lines(text: str) -> str:
    """The same, with its lines left."""
    return "\n".join(plain(line) for line in text.split("\n"))


def escaped_in_json(document: str) -> str:
    """A JSON document that says the same with such characters written as JSON's escapes."""
    return "".join(json.dumps(c)[1:-1] if c != "\n" and is_harmful(c) else c for c in document)


def escaped_in_yaml(document: str) -> str:
    """A YAML document, in which they stand between double quotes alone, with YAML's escapes."""
    return "".join(f"\\U{ord(c):08X}" if c != "\n" and is_harmful(c) else c for c in document)


@cache
def is_harmful(character: str) -> bool:
    """Whether the character could do harm on a terminal."""
    return unicodedata.category(character) in _HARMFUL


def _is_harmless(text: str) -> bool:
    return text.isascii() and text.isprintable()
