"""The JSON Schema of each kind of event, as receivers get it."""

import json
from typing import Any

from webmend.domain.event import CARRIES, EventType

from .docstrings import member_words

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_json(type_: EventType) -> str:
    """The schema as a file."""
    return json.dumps(schema(type_), indent=2, ensure_ascii=False) + "\n"


def schema(type_: EventType) -> dict[str, Any]:
    """The schema of a body that tells of this kind of event."""
    data = _without_titles(CARRIES[type_].model_json_schema(by_alias=True))
    definitions = data.pop("$defs", {})
    data["required"] = ["sequence", *data.get("required", ())]
    return {
        "$schema": DIALECT,
        "title": str(type_),
        "description": member_words(EventType)[type_],
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"const": str(type_)},
            "timestamp": {"description": "When it happened.", "type": "string", "format": "date-time"},
            "data": data,
        },
        **({"$defs": definitions} if definitions else {}),
    }


def _without_titles(schema: Any) -> Any:
    """Without the names that pydantic makes of those of fields."""
    if isinstance(schema, list):
        return [_without_titles(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _without_titles(value) for key, value in schema.items() if key != "title" or not isinstance(value, str)
    }
