"""From a pydantic model to the structural schema (KEP-2335) that a custom resource definition wants."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from webmend.domain.report import FailureReport

from .docstrings import enum_description
from .lists import FIXED_ITEMS, MAP_KEYS

Schema = dict[str, Any]

PRESERVE = "x-kubernetes-preserve-unknown-fields"
RULES = "x-kubernetes-validations"
FREE_FORM = frozenset({FailureReport})
"""Models too deep to be worth their bytes in a schema: written by our own software, read by it alone."""
_DROPPED = frozenset({"title", "default", "examples", "$defs", "propertyNames"})


class NotStructural(ValueError):
    """A model says something that a structural schema cannot."""


def structural(model: type[BaseModel], *, say_defaults: bool = False) -> Schema:
    """The schema of a model, references resolved. With say_defaults, descriptions end with the field's default.

    Raises NotStructural for unions, recursion, and models without a docstring.
    """
    schema = model.model_json_schema(by_alias=True, schema_generator=_Generator)
    return _Converter(schema.get("$defs", {}), say_defaults).convert(schema)


def rule(message: str, cel: str, at: str = "") -> Schema:
    """One entry of x-kubernetes-validations; `at` is the path of the field to blame, below the value."""
    entry = {"rule": cel, "message": message}
    return {**entry, "fieldPath": f".{at}"} if at else entry


class _Generator(GenerateJsonSchema):
    """Pydantic's own, with the rules of models, the words of enums and the keys of lists added."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        cls = schema["cls"]
        if not cls.__doc__:
            raise NotStructural(f"{cls.__name__} has no docstring")
        if cls in FREE_FORM:
            return {"type": "object", "description": cls.__doc__, PRESERVE: True}
        found = super().model_schema(schema)
        if rules := [rule(r.message, r.cel, r.at) for r in cls.RULES] + _fixed(cls):
            found[RULES] = rules
        for field, keys in MAP_KEYS.get(cls, {}).items():
            found["properties"][field] |= {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": list(keys)}
        return found

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        # as a comment, because pydantic puts the enum's own docstring over the description afterwards
        return {**super().enum_schema(schema), "$comment": enum_description(schema["cls"])}


class _Converter:
    def __init__(self, definitions: Mapping[str, Schema], say_defaults: bool) -> None:
        self._definitions = definitions
        self._say_defaults = say_defaults
        self._open: list[str] = []

    def convert(self, schema: Schema) -> Schema:
        if "$ref" in schema:
            return self._resolved(schema)
        if "anyOf" in schema:
            return self.convert(_without_null(schema))
        found = {key: value for key, value in schema.items() if key not in _DROPPED}
        if words := found.pop("$comment", ""):
            found["description"] = words
        if found.get("additionalProperties") is False:
            del found["additionalProperties"]
        if "properties" in found:
            found["properties"] = {name: self._property(value) for name, value in found["properties"].items()}
        if "items" in found:
            found["items"] = self.convert(found["items"])
        return _without_empty(self._with_map(found))

    def _resolved(self, schema: Schema) -> Schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        if name in self._open:
            raise NotStructural(f"{name} contains itself: {' > '.join(self._open)}")
        self._open.append(name)
        target = self.convert(self._definitions[name])
        self._open.pop()
        rest = {key: value for key, value in schema.items() if key != "$ref" and key not in _DROPPED}
        words = _joined(schema.get("description"), target.get("description"))
        return _without_empty({**target, **rest, "description": words})

    def _property(self, schema: Schema) -> Schema:
        found = self.convert(schema)
        default = _default_of(schema) if self._say_defaults else ""
        if default and "default" not in found.get("description", "").lower():
            found["description"] = f"{found['description']} Default {default}."
        return found

    def _with_map(self, schema: Schema) -> Schema:
        values = schema.pop("additionalProperties", None)
        if values is None:
            return schema
        value = {} if values is True else self.convert(values)
        return {**schema, **({"additionalProperties": value} if "type" in value else {PRESERVE: True})}


def _fixed(cls: type[BaseModel]) -> list[Schema]:
    return [rule(FIXED_ITEMS[cls], "self == oldSelf")] if cls in FIXED_ITEMS else []


def _without_empty(schema: Schema) -> Schema:
    """Without what the API server would leave out, so that what it stores is what we wrote."""
    return {key: value for key, value in schema.items() if value or key not in {"properties", "description"}}


def _without_null(schema: Schema) -> Schema:
    variants = [variant for variant in schema["anyOf"] if variant.get("type") != "null"]
    if len(variants) != 1:
        raise NotStructural(f"a union of {len(variants)} types: {schema}")
    return {**variants[0], **{key: value for key, value in schema.items() if key != "anyOf"}}


def _joined(of_field: str | None, of_type: str | None) -> str:
    """What the field says, then what its type says, unless that is the same."""
    first, second = of_field or "", " ".join((of_type or "").split())
    return second if second.startswith(first) else f"{first} {second}".strip()


def _default_of(schema: Schema) -> str:
    """How to say the default of a field; nothing where it is empty or has parts with defaults of their own."""
    default = schema.get("default")
    if isinstance(default, bool):
        return str(default).lower()
    return str(default) if isinstance(default, str | int | float) and default != "" else ""
