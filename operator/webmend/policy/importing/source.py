"""What may be wrong with a file that is to be imported, and how large one may be. Recordings are untrusted input."""

import json
from typing import Any

from . import syntax
from .recording import clean

MOST_BYTES = 4 * 1024 * 1024
"""Bounds time and memory: 1.6 MB with 40,000 steps take some seconds to read, and are then refused."""
MOST_LEVELS = 150
"""Nesting of JSON and of code; a link of a call chain counts as two."""


MOST_CHARACTERS = 4096
"""Of a text that a step can hold; longer ones are not even searched for variables."""


class NotImportable(Exception):
    """The file cannot be imported, and nothing of it was. Its text holds no value that was typed."""

    def __init__(self, text: str, line: int | None = None):
        super().__init__(f"line {line}: {text}" if line is not None else text)


class Unsupported(Exception):
    """Something in a recording that a workflow cannot say. Its text says what, and holds no value that was typed."""


class Record(dict[str, Any]):
    """A JSON object that knows the line it begins on. Its getters pass over values of another type."""

    line = 0

    def text(self, name: str) -> str:
        """The text there; numbers and flags as JSON writes them; empty where there is none."""
        value = self.get(name)
        if isinstance(value, str):
            return value
        return json.dumps(value) if isinstance(value, bool | int | float) else ""

    def number(self, name: str) -> float | None:
        """The number there, also where it is written as a text."""
        return number(self.get(name))

    def record(self, name: str) -> "Record":
        """The object there; an empty one where there is none."""
        value = self.get(name)
        return value if isinstance(value, Record) else Record()

    def records(self, name: str) -> tuple["Record", ...]:
        """The objects in the list there."""
        return tuple(item for item in self.items_of(name) if isinstance(item, Record))

    def items_of(self, name: str) -> list[Any]:
        """The list there; an empty one where there is none."""
        value = self.get(name)
        return value if isinstance(value, list) else []

    def is_on(self, name: str) -> bool:
        """Whether the flag there is true."""
        return self.get(name) is True


def number(value: Any) -> float | None:
    """A finite number, also one written as a text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if abs(found) < 1e12 else None


def check_length(text: str) -> None:
    """Raises Unsupported for a text that no step can hold."""
    if len(text) > MOST_CHARACTERS:
        raise Unsupported(f"{len(text)} characters; a text has at most {MOST_CHARACTERS}")


def check_size(text: str) -> None:
    """Raises NotImportable for a file that is too large."""
    size = len(text.encode(errors="replace"))
    if size > MOST_BYTES:
        raise NotImportable(f"{size} bytes; at most {MOST_BYTES} are read")


def read_json(text: str) -> Record:
    """The JSON object in a text; raises NotImportable with the place of the first error.

    The standard library says whether it is JSON. The lines come from a JavaScript parser, of whose expressions JSON is
    a part (ECMAScript 2019), since the standard library does not tell them.
    """
    check_size(text)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        ended = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        raise NotImportable(
            f"the JSON ends in the middle ({error.msg}): the file is cut off" if ended else f"no JSON: {error.msg}",
            error.lineno,
        ) from None
    except (RecursionError, ValueError):
        raise NotImportable(f"nested deeper than {MOST_LEVELS} levels, or a number too long") from None
    if not isinstance(value, dict):
        raise NotImportable("the JSON is no object", 1)
    return _placed_text(text)


def _placed_text(text: str) -> Record:
    # A line break, not a bracket alone, keeps columns; the line it adds is taken off again.
    root = syntax.parse_javascript(f"(\n{text}\n)")
    statement = next(iter(root.named_children), None)
    expression = next(iter(statement.named_children), None) if statement is not None else None
    found = _placed(expression.named_children[0], 1) if expression is not None and expression.named_children else None
    if root.has_error or not isinstance(found, Record):
        raise NotImportable("no JSON that JavaScript would read")
    return found


def _placed(node: syntax.Node, level: int) -> Any:
    if level > MOST_LEVELS:
        raise NotImportable(f"nested deeper than {MOST_LEVELS} levels", syntax.line(node) - 1)
    if node.type == "object":
        record = Record()
        record.line = syntax.line(node) - 1
        for pair in node.named_children:
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is not None and value is not None:
                record[json.loads(syntax.text(key))] = _placed(value, level + 1)
        return record
    if node.type == "array":
        return [_placed(child, level + 1) for child in node.named_children]
    value = json.loads(syntax.text(node))
    return clean(value) if isinstance(value, str) else value
