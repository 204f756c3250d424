"""The document in a snapshot: a tree of `[NAME, ATTRIBUTES, CHILD...]`, texts, and places in snapshots before it.

Those places are counted: an element is never left out, only emptied.
"""

from collections.abc import Mapping
from typing import Any

from .clean import MASK, Clean, is_telling
from .fields import VALUES, is_hidden, is_password

EMPTY = ["HTML", {}, ["BODY"]]
"""Stands for a document that is too deep to be gone through."""


def document(html: Any, clean: Clean) -> Any:
    """The document as it may be kept."""
    try:
        return _node(html, clean, is_drawn=False)
    except RecursionError:
        return EMPTY


def _node(node: Any, clean: Clean, is_drawn: bool) -> Any:
    if isinstance(node, str):
        return "" if is_drawn else clean(node)
    if not isinstance(node, list) or not node:
        return ""
    if not isinstance(node[0], str):
        return _place(node)
    name, attributes = node[0], node[1] if len(node) > 1 else {}
    kept = [_name(name, clean), {} if is_drawn else _attributes(name, attributes, clean)]
    is_drawn = is_drawn or name.lower() == "svg"  # a drawing may be the QR code of a second factor
    for child in node[2:]:
        kept.append(_node(child, clean, is_drawn))
    return kept


def _place(node: list[Any]) -> Any:
    """`[[HOW MANY SNAPSHOTS BEFORE, WHICH NODE]]`."""
    numbers = node[0]
    return [numbers] if isinstance(numbers, list) and all(type(n) is int for n in numbers) else ""


def _name(name: str, clean: Clean) -> str:
    return name if clean(name) == name else "SPAN"


def _attributes(name: str, attributes: Any, clean: Clean) -> dict[str, str]:
    if not isinstance(attributes, Mapping):
        return {}
    shown = {key: value for key, value in attributes.items() if isinstance(value, str) and clean(key) == key}
    masked = _masked(name, shown)
    return {key: MASK if value and key in masked else clean(value) for key, value in shown.items()}


def _masked(name: str, attributes: Mapping[str, str]) -> set[str]:
    """The attributes whose values nobody may see, whatever they are."""
    masked = {key for key in attributes if is_telling(key)}
    if is_password(name, attributes) or is_hidden(name, attributes):
        masked.update(VALUES)
    if name.lower() == "meta" and is_telling(attributes.get("name", "")):
        masked.add("content")
    return masked
