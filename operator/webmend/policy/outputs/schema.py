"""JSON Schema (draft 2020-12): whether one can be used, and what of some data does not hold to it.

Schemas are of people who may make mistakes, data of sites that may mean harm. So nothing is ever fetched, patterns are
matched in time that is linear in the text (RE2), and judging stops after so many comparisons. What is told of data
names places in them, and none of their values.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2
from jsonschema import Draft202012Validator, ValidationError, validators
from jsonschema.exceptions import SchemaError
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from .breach import Breach, breach_of

Schema = Mapping[str, Any]
Path = tuple[str | int, ...]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LONGEST = 32 * 1024
"""Characters that a schema may have as JSON."""
DEEPEST = 32
"""How deep it may be nested."""
MOST_COMPARISONS = 2_000_000
"""Keywords of the schema compared with values: 10 to 20 seconds or so, enough for 100,000 rows of a few fields."""
_COSTS = {"$ref": 10, "$dynamicRef": 10}
"""Those that take so many times as long as others; they alone can make much of a small schema."""
_DATA = frozenset({"const", "enum", "default", "examples"})
"""Keywords that hold values and no schemas."""
_NAMED = frozenset({"properties", "$defs", "definitions", "dependentSchemas"})
"""Keywords that hold schemas by names of somebody's own."""
_SEEN_TO = (RecursionError, Unresolvable)
"""What judging may raise that is the schema's or the data's doing."""


@dataclass(frozen=True)
class Flaw:
    """Why a schema cannot be used: where in it, and a sentence."""

    path: Path
    sentence: str


class TooMuch(Exception):
    """The data could not be judged in so many comparisons, or at such a depth."""


def flaws(schema: Schema) -> tuple[Flaw, ...]:
    """All that is wrong with the schema, or the first of it that hides the rest; empty when it can be used."""
    try:
        places = tuple(_walk(schema))
    except TooMuch:
        return (Flaw((), f"is nested deeper than {DEEPEST}"),)
    if len(json.dumps(schema)) > LONGEST:
        return (Flaw((), f"is longer than {LONGEST} characters of JSON"),)
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return (Flaw(tuple(error.absolute_path), error.message[:256]),)
    resolver = Registry().resolver_with_root(DRAFT202012.create_resource(schema))
    return tuple(
        Flaw((*path, word), said) for path, word, value in places if (said := _wrong(path, word, value, resolver))
    )


def breaches(schema: Schema, values: Mapping[str, Any], most: int = MOST_COMPARISONS) -> tuple[Breach, ...]:
    """What of the values does not hold to the schema, each thing once with the places where it does not.

    Raises TooMuch.
    """
    # A schema that names its dialect would be handed on to the library's own class for that.
    plain = {name: value for name, value in schema.items() if name != "$schema"}
    found: dict[Any, Breach] = {}
    try:
        for error in _bounded(most)(plain, registry=Registry()).iter_errors(values):
            breach = breach_of(error)
            found[breach.key] = found.get(breach.key, breach).also_at(breach.place)
    except _SEEN_TO as error:
        raise TooMuch(type(error).__name__) from None
    return tuple(found.values())


def _walk(schema: Any) -> Iterator[tuple[Path, str, Any]]:
    """Every keyword with its value, and the path of the schema that it stands in. Raises TooMuch."""
    todo: list[tuple[Path, Any, bool]] = [((), schema, False)]
    while todo:
        path, value, is_named = todo.pop()
        if len(path) > DEEPEST:
            raise TooMuch("depth")
        if isinstance(value, list):
            todo += [((*path, place), each, False) for place, each in enumerate(value)]
        elif isinstance(value, Mapping):
            yield from () if is_named else ((path, word, each) for word, each in value.items())
            todo += [
                ((*path, word), each, not is_named and word in _NAMED)
                for word, each in value.items()
                if is_named or word not in _DATA
            ]


def _wrong(path: Path, word: str, value: Any, resolver: Any) -> str:
    """What is wrong with a keyword that is well formed; empty when nothing is."""
    match word:
        case "$schema" if path or str(value).rstrip("#") != DIALECT:
            return f"is {DIALECT} or left out, and stands at the top" if path else f"is {DIALECT} or left out"
        case "$id" if path:
            return "stands at the top alone: references are within one schema"
        case "patternProperties":
            return "is not judged here: name the fields under properties"
        case "pattern":
            return _bad_pattern(value)
        case "$ref" | "$dynamicRef":
            return _bad_reference(value, resolver)
    return ""


def _bad_pattern(pattern: str) -> str:
    try:
        _compiled(pattern)
    except re2.error:
        return "is no regular expression of RE2, which has no look-around and no back-references"
    return ""


def _bad_reference(reference: str, resolver: Any) -> str:
    if not reference.startswith("#"):
        return "leads out of the schema, and nothing is fetched: begin with #/$defs/"
    try:
        resolver.lookup(reference)
    except Unresolvable:
        return "leads nowhere in the schema"
    return ""


Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError] | None]


def _bounded(most: int) -> Any:
    """The validator of the dialect, whose keywords are judged so many times at most, then raise TooMuch."""
    left = most

    def counted(keyword: Keyword, cost: int) -> Keyword:
        def judge(validator: Any, wanted: Any, value: Any, schema: Any) -> Iterator[ValidationError] | None:
            nonlocal left
            left -= cost
            if left < 0:
                raise TooMuch("comparisons")
            return keyword(validator, wanted, value, schema)

        return judge

    own = {**Draft202012Validator.VALIDATORS, "pattern": _pattern, "uniqueItems": _unique_items}
    bounded = {word: counted(keyword, _COSTS.get(word, 1)) for word, keyword in own.items()}
    return validators.extend(Draft202012Validator, bounded)


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and not _compiled(pattern).search(value):
        yield ValidationError("pattern")


def _unique_items(_validator: Any, wanted: bool, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """In one pass, where the library compares each item with each other."""
    if (
        wanted
        and isinstance(value, list)
        and len({json.dumps(_same(each), sort_keys=True) for each in value}) < len(value)
    ):
        yield ValidationError("uniqueItems")


def _same(value: Any) -> Any:
    """The value with whole numbers written in one way, as 1 and 1.0 are the same."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_same(each) for each in value]
    return {name: _same(each) for name, each in value.items()} if isinstance(value, dict) else value


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    """The pattern, ready to be searched for; raises re2.error."""
    options = re2.Options()
    options.log_errors = False  # onto the error stream
    return re2.compile(pattern, options)
