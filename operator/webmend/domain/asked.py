"""What a step asks somebody for: a flat JSON Schema, so that whoever answers fills in a form.

The same bounds as in the elicitation of the Model Context Protocol: one object of plain values.
"""

import re
from typing import Annotated, ClassVar

from pydantic import Field

from .base import Identifier, Line, Model, Sentence, StrEnum
from .rule import Rule


class ValueType(StrEnum):
    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


class ValueFormat(StrEnum):
    DATE = "date"
    PASSWORD = "password"  # noqa: S105


_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,62}")
_NONE = "!has(self.properties)"
"""Of objects that an older release has stored: a rule that cannot be evaluated would forbid every later write."""
_NUMBERS = (ValueType.INTEGER, ValueType.NUMBER)


def _only_of_text(value: "AskedValue") -> bool:
    given = value.enum or value.pattern or value.format
    return value.type is ValueType.STRING or not (given or value.min_length is not None or value.max_length is not None)


class AskedValue(Model):
    """One value."""

    RULES: ClassVar = (
        Rule(
            message="enum, pattern, format, minLength and maxLength go only with type string",
            cel=(
                "(has(self.type) ? self.type : 'string') == 'string' || !((has(self.enum) && size(self.enum) > 0) "
                "|| has(self.pattern) || has(self.format) || has(self.minLength) || has(self.maxLength))"
            ),
            holds=_only_of_text,
            at="type",
        ),
        Rule(
            message="minimum and maximum go only with type integer or number",
            cel="(has(self.type) && self.type in ['integer', 'number']) || !(has(self.minimum) || has(self.maximum))",
            holds=lambda v: v.type in _NUMBERS or (v.minimum is None and v.maximum is None),
            at="type",
        ),
    )

    type: ValueType = ValueType.STRING
    """What kind of value."""
    title: Line = ""
    """What to call it in front of people; default its name."""
    description: Sentence = ""
    """What it is for."""
    enum: Annotated[tuple[Line, ...], Field(max_length=100)] = ()
    """The values allowed."""
    pattern: Annotated[str, Field(max_length=200)] | None = None
    """A regular expression that is found in the value; with ^ and $ it describes all of it."""
    min_length: Annotated[int, Field(ge=0, le=4096)] | None = None
    """Fewest characters."""
    max_length: Annotated[int, Field(ge=0, le=4096)] | None = None
    """Most characters."""
    minimum: float | None = None
    """Smallest number."""
    maximum: float | None = None
    """Largest number."""
    format: ValueFormat | None = None
    """date: such as 2026-11-30; password: masked wherever it is shown."""
    write_only: bool = False
    """Masked wherever it is shown."""

    @property
    def secret(self) -> bool:
        """Whether it is masked wherever it is shown."""
        return self.write_only or self.format is ValueFormat.PASSWORD


class AskedForm(Model):
    """The values that an answer has."""

    RULES: ClassVar = (
        Rule(
            message="names are of letters, digits, _ and -",
            cel=f"{_NONE} || self.properties.all(name, size(name) <= 63 && name.matches('^[A-Za-z_][A-Za-z0-9_-]*$'))",
            holds=lambda form: all(_NAME.fullmatch(name) for name in form.properties),
            at="properties",
        ),
        Rule(
            message="required names properties",
            cel=f"{_NONE} || !has(self.required) || self.required.all(name, name in self.properties)",
            holds=lambda form: all(name in form.properties for name in form.required),
            at="required",
        ),
    )

    type: Annotated[str, Field(max_length=6, pattern="^object$")] = "object"
    """An object."""
    properties: Annotated[dict[str, AskedValue], Field(min_length=1, max_length=16)]
    """The values by name; {{ steps.ID.NAME }} is what was answered."""
    required: Annotated[tuple[Identifier, ...], Field(max_length=16)] = ()
    """Those that an answer must have."""
