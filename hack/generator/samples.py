"""Values that fit a JSON Schema, as examples: short, always the same, and named as in the guide."""

import re
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
DEEPEST = 6
NAMED: Mapping[str, Any] = {
    "action": "click",
    "category": "PAGE_NOT_FOUND",
    "code": "NO_SUCH_RECORD",
    "contentType": "application/pdf",
    "cron": ["0 6 * * 1-5"],
    "id": "019ac8f0-7c00-7000-8000-000000000001",
    "into": "no-such-record",
    "key": "portal",
    "message": "Repeats portal-1 as it was",
    "name": "portal-1",
    "namespace": "clinic",
    "nodeDigest": "5f1d0a9be3d2c4a7",
    "nodeId": "search",
    "note": "Workflow created",
    "patch": {"spec": {"state": "Paused"}},
    "path": "/links/word",
    "requestId": "4f1c09be-a1-s1",
    "run": "portal-1",
    "sessionId": "4f1c09be-6f1c-4b9a-9f43-1f5a3d0c7e11",
    "site": "portal.example",
    "title": "Search",
    "uid": "4f1c09be-6f1c-4b9a-9f43-1f5a3d0c7e11",
    "workflow": "portal",
}
"""Values of fields by their names, wherever they fit."""


def sample(schema: Schema, defs: Schema, name: str = "", depth: int = 0) -> Any:
    """A value that fits: with the fields that it must have, and those that NAMED knows."""
    schema = _resolved(schema, defs)
    if name in NAMED and _suits(NAMED[name], schema):
        return NAMED[name]
    for known in ("const", "default"):
        if known in schema:
            return schema[known]
    if "enum" in schema:
        return schema["enum"][0]
    return _of_type(schema, defs, name, depth)


def _of_type(schema: Schema, defs: Schema, name: str, depth: int) -> Any:
    match schema.get("type"):
        case "object":
            return _object(schema, defs, depth)
        case "array":
            is_wanted = depth < DEEPEST and (schema.get("minItems") or name in ("items", "changes", "fields"))
            return [sample(schema.get("items", {}), defs, "", depth + 1)] if is_wanted else []
        case "string":
            return "2026-12-01T06:00:00Z" if schema.get("format") == "date-time" else "portal"
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
    return {}


def _object(schema: Schema, defs: Schema, depth: int) -> dict[str, Any]:
    required = schema.get("required", ())
    fields = schema.get("properties", {})
    wanted = {name: inner for name, inner in fields.items() if name in required or (depth < 2 and name in NAMED)}
    return {name: sample(inner, defs, name, depth + 1) for name, inner in wanted.items()}


def _resolved(schema: Schema, defs: Schema) -> Schema:
    """Without references, and the first of several kinds."""
    while True:
        if "$ref" in schema:
            schema = defs[schema["$ref"].rpartition("/")[2]]
        elif kinds := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            schema = {**kinds[0], **{key: value for key, value in schema.items() if key == "const"}}
        else:
            return schema


def _suits(value: Any, schema: Schema) -> bool:
    """Whether a known value may stand here."""
    kinds = {str: "string", int: "integer", list: "array", dict: "object"}
    if "enum" in schema:
        return value in schema["enum"]
    fits = re.search(schema.get("pattern", ""), value) if isinstance(value, str) else True
    return bool(fits) and kinds[type(value)] == schema.get("type") and schema.get("format") in (None, "uuid")
