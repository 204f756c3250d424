"""What a step asks for, as the fields that answers are judged by."""

from collections.abc import Mapping

from webmend.domain.action import Ask
from webmend.domain.asked import AskedForm, AskedValue, ValueFormat, ValueType
from webmend.domain.duration import seconds
from webmend.domain.workflow import Input, InputType

from . import inputs

SHORTEST, LONGEST = 5.0, 3600.0
"""Seconds for which a step may wait for its answer."""

_TYPES = {
    ValueType.STRING: InputType.STRING,
    ValueType.INTEGER: InputType.INTEGER,
    ValueType.NUMBER: InputType.NUMBER,
    ValueType.BOOLEAN: InputType.BOOLEAN,
}


def fields(ask: Ask) -> tuple[Input, ...]:
    """The values that an answer has; without a schema that is one text, `answer`."""
    if ask.input_schema is None:
        return (Input(name="answer", required=True, description=ask.message[:1024]),)
    form = ask.input_schema
    return tuple(_field(name, value, form) for name, value in form.properties.items())


def wrong_answer(ask: Ask, values: Mapping[str, str]) -> str:
    """What is wrong with an answer as a whole, also with what a Secret has given; empty when nothing is."""
    declared = fields(ask)
    missing = (f"{each.name}: {inputs.NOT_GIVEN}" for each in declared if each.required and each.name not in values)
    return "; ".join((*inputs.wrong_values(declared, values), *missing))


def problem(ask: Ask) -> str:
    """What is wrong with the step beyond its schema; empty when nothing is."""
    fits = SHORTEST <= seconds(ask.timeout) <= LONGEST
    return "" if fits else f"timeout: {ask.timeout} is not between {SHORTEST:.0f}s and {LONGEST / 3600:.0f}h"


def _field(name: str, value: AskedValue, form: AskedForm) -> Input:
    is_text = value.type is ValueType.STRING
    return Input(
        name=name,
        type=InputType.DATE if value.format is ValueFormat.DATE else _TYPES[value.type],
        description=value.description or value.title,
        required=name in form.required,
        secret=value.secret,
        enum=value.enum,
        pattern=_whole(value.pattern) if value.pattern else None,
        minimum=value.min_length if is_text else value.minimum,
        maximum=value.max_length if is_text else value.maximum,
    )


def _whole(pattern: str) -> str:
    """The same for a value as a whole: JSON Schema looks for a pattern anywhere in it."""
    is_whole = pattern.startswith("^") and pattern.endswith("$") and "|" not in pattern and not pattern.endswith(r"\$")
    return pattern if is_whole else f"(?s:.*)(?:{pattern})(?s:.*)"
