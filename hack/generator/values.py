"""The chart's values.yaml as a list of described values: what its schema and the table in its README are made from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import TypeAdapter

from webmend.domain.base import Duration

_KEY = re.compile(r"(?P<indent> *)(?P<key>[A-Za-z][A-Za-z0-9_]*):")
_COMMENT = re.compile(r" *# ?(?P<text>.*)")
_SCHEMA = "@schema "
_KINDS = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
NAMED_TYPES: dict[str, dict[str, Any]] = {"duration": TypeAdapter(Duration).json_schema()}
"""What `@schema NAME` stands for."""


class Undescribed(ValueError):
    """A value has no comment, or its default does not say what it may hold."""


@dataclass(frozen=True)
class Value:
    """One value of the chart."""

    path: tuple[str, ...]
    default: Any
    description: str
    extra: dict[str, Any] = field(default_factory=dict)
    """What `@schema` says of it."""

    @property
    def is_group(self) -> bool:
        """Whether it only holds other values."""
        return isinstance(self.default, dict) and bool(self.default) and "additionalProperties" not in self.extra

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema, without that of what a group holds. Raises Undescribed."""
        kind = _KINDS[type(self.default)]
        needed = {"array": "items", "object": "additionalProperties"}.get(kind)
        if needed and not self.is_group and needed not in self.extra:
            raise Undescribed(f"{'.'.join(self.path)}: `# @schema {{{needed}: ...}}` is missing")
        return {"type": kind, "description": self.description, **self.extra}


def values(text: str) -> list[Value]:
    """All values in the order of the file, groups before what they hold. Raises Undescribed."""
    defaults = yaml.safe_load(text)
    return [_value(path, _at(defaults, path), comments) for path, comments in _commented(text)]


def _value(path: tuple[str, ...], default: Any, comments: list[str]) -> Value:
    words = " ".join(line for line in comments if not line.startswith(_SCHEMA))
    if not words:
        raise Undescribed(f"{'.'.join(path)}: no comment above it")
    extra: dict[str, Any] = {}
    for line in comments:
        if line.startswith(_SCHEMA):
            said = yaml.safe_load(line.removeprefix(_SCHEMA))
            extra |= NAMED_TYPES[said] if isinstance(said, str) else said
    return Value(path, default, words, extra)


def _commented(text: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Path and comment lines of every key. Only a group is written over several lines, so that each key is a value."""
    path: list[tuple[int, str]] = []
    comments: list[str] = []
    for line in text.splitlines():
        if comment := _COMMENT.fullmatch(line):
            comments.append(comment["text"])
        elif key := _KEY.match(line):
            path = [(indent, name) for indent, name in path if indent < len(key["indent"])]
            path.append((len(key["indent"]), key["key"]))
            yield tuple(name for _, name in path), comments
            comments = []
        else:
            comments = []


def _at(tree: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        tree = tree[name]
    return tree
