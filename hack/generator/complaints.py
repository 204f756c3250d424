"""What a good schema never lacks: a description of every field, and a bound on everything that can grow."""

from collections.abc import Iterator

from .structural import PRESERVE, Schema


def complaints(schema: Schema, path: str) -> list[str]:
    """Everything wrong with the schema, each as `path: what is missing`."""
    return list(_walk(schema, path))


def _walk(schema: Schema, path: str) -> Iterator[str]:
    if missing := _missing_bound(schema):
        yield f"{path}: no {missing}"
    for name, value in schema.get("properties", {}).items():
        if not value.get("description"):
            yield f"{path}.{name}: no description"
        yield from _walk(value, f"{path}.{name}")
    for part, mark in (("items", "[]"), ("additionalProperties", "{}")):
        if part in schema:
            yield from _walk(schema[part], f"{path}{mark}")


def _missing_bound(schema: Schema) -> str | None:
    """The keyword that would bound the value, where it is not bounded."""
    if schema.get("type") == "string":
        is_bounded = "maxLength" in schema or "enum" in schema or schema.get("format") == "date-time"
        return None if is_bounded else "maxLength"
    if schema.get("type") == "array":
        return None if "maxItems" in schema else "maxItems"
    if "additionalProperties" in schema:
        return None if "maxProperties" in schema else "maxProperties"
    return None if "type" in schema or PRESERVE in schema else "type"
