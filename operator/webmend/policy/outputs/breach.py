"""A place where data do not hold to a schema, in words that tell nothing of the data."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jsonschema import ValidationError


@dataclass(frozen=True)
class Breach:
    """One thing that the schema asks for and that is not so, wherever it is not."""

    key: Hashable
    """What makes it one thing: where the schema asks for it, and what is missing."""
    output: str
    """The output that it is about; empty: no single one."""
    sentence: str
    """What is wrong, without its subject."""
    place: str
    """The first place where it is so."""
    others: int = 0
    """How many more places there are."""
    last: str = ""
    """The last of them."""

    def also_at(self, place: str) -> "Breach":
        """The same with this place counted; the library tells each missing field of a row by itself."""
        if place in (self.last, self.place):
            return self
        return replace(self, others=self.others + 1, last=place)

    def __str__(self) -> str:
        more = f", and {self.others} more like it" if self.others else ""
        return f"{self.place} {self.sentence}{more}"


def breach_of(error: ValidationError) -> Breach:
    """What the library has found, in our own words: its own repeat the value."""
    path, missing = tuple(error.absolute_path), _missing(error)
    output = str(path[0]) if path else missing[0] if len(missing) == 1 else ""
    sentence = f"lacks {', '.join(missing)}" if missing else _sentence(error)
    return Breach((*error.absolute_schema_path, *missing), output, sentence, _place(path))


def _missing(error: ValidationError) -> tuple[str, ...]:
    """The fields that are required here and not there."""
    if error.validator != "required" or not isinstance(error.instance, Mapping):
        return ()
    return tuple(str(name) for name in error.validator_value if name not in error.instance)


def _place(path: Iterable[str | int]) -> str:
    """Such as visits[3].amount."""
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return written.removeprefix(".") or "what was extracted"


def _sentence(error: ValidationError) -> str:
    word, wanted = str(error.validator or "false"), error.validator_value
    say = SENTENCES.get(word)
    return say(wanted) if say else f"does not hold to {word} of the schema"


def _type(wanted: Any) -> str:
    return f"is not of type {' or '.join(wanted) if isinstance(wanted, list) else wanted}"


SENTENCES: Mapping[str, Callable[[Any], str]] = {
    "type": _type,
    "false": lambda _: "has a field that the schema forbids",
    "enum": lambda _: "is none of the values of enum",
    "const": lambda _: "is not the value of const",
    "pattern": lambda wanted: f"does not match {wanted}",
    "minLength": lambda wanted: f"is shorter than {wanted} characters",
    "maxLength": lambda wanted: f"is longer than {wanted} characters",
    "minimum": lambda wanted: f"is less than {wanted}",
    "maximum": lambda wanted: f"is more than {wanted}",
    "exclusiveMinimum": lambda wanted: f"is not more than {wanted}",
    "exclusiveMaximum": lambda wanted: f"is not less than {wanted}",
    "multipleOf": lambda wanted: f"is no multiple of {wanted}",
    "minItems": lambda wanted: f"has fewer than {wanted} items",
    "maxItems": lambda wanted: f"has more than {wanted} items",
    "uniqueItems": lambda _: "has an item twice",
    "additionalProperties": lambda _: "has a field that the schema does not name",
    "unevaluatedProperties": lambda _: "has a field that the schema does not name",
}
"""What is said where a keyword does not hold, by the keyword, from what the schema asks for."""
