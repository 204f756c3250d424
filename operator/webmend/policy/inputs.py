"""The inputs of a run: what is given, what is defaulted, what is wrong with them."""

import re
from collections.abc import Mapping
from datetime import date

from webmend.domain.workflow import Input, InputType

from .redact import MASK

NOT_GIVEN = "required, and not given"
_BOOLEANS = {"true", "false"}


def with_defaults(declared: tuple[Input, ...], given: Mapping[str, str]) -> dict[str, str]:
    """The given values, and the defaults of those that are not given."""
    defaults = {i.name: i.default for i in declared if i.default is not None}
    return {**defaults, **given}


def shown(declared: tuple[Input, ...], given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Every declared input with its value as people may see it; empty where none is known here."""
    values = with_defaults(declared, given)
    return tuple((i.name, MASK if i.secret else values.get(i.name, "")) for i in declared)


def problems(declared: tuple[Input, ...], given: Mapping[str, str], *, more: bool = False) -> tuple[str, ...]:
    """What is wrong with a run's inputs, a sentence each with the path of the field; empty when all is well.

    `more`: a Secret may hold further ones, which only the server knows.
    """
    missing = [i for i in declared if not more and i.required and i.default is None and i.name not in given]
    found = (*wrong_values(declared, given), *(f"{i.name}: {NOT_GIVEN}" for i in missing))
    return tuple(f"spec.inputs.{problem}" for problem in found)


def wrong_values(declared: tuple[Input, ...], given: Mapping[str, str]) -> tuple[str, ...]:
    """What is wrong with values that are given, whatever else is: a sentence each with the name of the input."""
    names = {i.name for i in declared}
    unknown = (f"{name}: there is no such input" for name in given if name not in names)
    wrong = (f"{i.name}: {said}" for i in declared if i.name in given and (said := _wrong(i, given[i.name])))
    return (*unknown, *wrong)


def _wrong(declared: Input, value: str) -> str:
    if declared.enum and value not in declared.enum:
        return f"must be one of {', '.join(declared.enum)}"
    if declared.pattern and not re.fullmatch(declared.pattern, value):
        return f"must match {declared.pattern}"
    return _wrong_type(declared.type, value) or _out_of_range(declared, value)


def _wrong_type(type_: InputType, value: str) -> str:
    match type_:
        case InputType.INTEGER if not re.fullmatch(r"[+-]?\d+", value):
            return "must be a whole number"
        case InputType.NUMBER if _number(value) is None:
            return "must be a number"
        case InputType.BOOLEAN if value not in _BOOLEANS:
            return "must be true or false"
        case InputType.DATE if not _is_date(value):
            return "must be a date such as 2026-11-25"
    return ""


def _out_of_range(declared: Input, value: str) -> str:
    numeric = declared.type in (InputType.INTEGER, InputType.NUMBER)
    size = _number(value) if numeric else float(len(value))
    unit = "" if numeric else " characters"
    if size is not None and declared.minimum is not None and size < declared.minimum:
        return f"must be at least {declared.minimum:g}{unit}"
    if size is not None and declared.maximum is not None and size > declared.maximum:
        return f"must be at most {declared.maximum:g}{unit}"
    return ""


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
