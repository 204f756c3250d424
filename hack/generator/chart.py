"""The schema of the chart's values and the page that lists them."""

import json
from typing import Any

from .values import Value, values

PLACE = "<!-- values -->\n"
"""Where the table goes in the page."""


def values_schema(text: str) -> str:
    """values.schema.json for this values.yaml: what is not a value of the chart is refused.

    A group that is missing comes of `helm upgrade --reuse-values`, which leaves the new chart's defaults out.
    """
    # Helm hands `global` to every chart that another one depends on
    root = {"$schema": "http://json-schema.org/draft-07/schema#", **_group("Values of the chart.")}
    root["properties"]["global"] = {"type": "object", "description": "Values of a chart that depends on this one."}
    for value in values(text):
        schema = value.schema()
        place = _place(root, value.path)
        if value.is_group:
            place.setdefault("required", []).append(value.path[-1])
        place["properties"][value.path[-1]] = _group(value.description) if value.is_group else schema
    return json.dumps(root, indent=2) + "\n"


def readme(page: str, text: str) -> str:
    """The page with the table of all values in its place."""
    rows = "".join(_row(value) for value in values(text) if not value.is_group)
    return page.replace(PLACE, f"| value | default | |\n|---|---|---|\n{rows}")


def _group(description: str) -> dict[str, Any]:
    return {"type": "object", "description": description, "additionalProperties": False, "properties": {}}


def _place(root: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for name in path[:-1]:
        root = root["properties"][name]
    return root


def _row(value: Value) -> str:
    default = json.dumps(value.default) if value.default != "" else ""
    return f"| `{'.'.join(value.path)}` | {f'`{default}`' if default else ''} | {_words(value)} |\n"


def _words(value: Value) -> str:
    choices = value.extra.get("enum")
    return f"{value.description} One of {', '.join(choices)}." if choices else value.description
