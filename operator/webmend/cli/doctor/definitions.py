"""Whether the definitions in a cluster have all the fields of this release."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from webmend.domain import names
from webmend.domain.channel import ChannelSpec, ChannelStatus
from webmend.domain.error_code import ErrorCodeSpec, ErrorCodeStatus
from webmend.domain.run import RunSpec, RunStatus
from webmend.domain.version import VersionSpec
from webmend.domain.workflow import WorkflowSpec, WorkflowStatus

MODELS: dict[str, dict[str, type[BaseModel]]] = {
    names.WORKFLOW: {"spec": WorkflowSpec, "status": WorkflowStatus},
    names.WORKFLOW_RUN: {"spec": RunSpec, "status": RunStatus},
    names.WORKFLOW_VERSION: {"spec": VersionSpec},
    names.ERROR_CODE: {"spec": ErrorCodeSpec, "status": ErrorCodeStatus},
    names.NOTIFICATION_CHANNEL: {"spec": ChannelSpec, "status": ChannelStatus},
}
DEEPEST = 8
"""Levels of fields that are looked at."""

Schema = Mapping[str, Any]


def lacking(schemas: Mapping[str, Schema]) -> tuple[str, ...]:
    """The fields of this release that the schemas do not have, as `Workflow.spec.browser.proxy`.

    Only of kinds that are there; a field below one that is lacking is not named.
    """
    return tuple(
        path
        for kind, parts in MODELS.items()
        if kind in schemas
        for part, model in parts.items()
        for path in _lacking(model, _property(schemas[kind], part), f"{kind}.{part}", DEEPEST)
    )


def _lacking(model: type[BaseModel], schema: Schema | None, path: str, depth: int) -> Iterator[str]:
    if schema is None:
        yield path
        return
    if depth == 0 or schema.get("x-kubernetes-preserve-unknown-fields"):
        return
    for name, field in model.model_fields.items():
        alias = field.alias or name
        found = _property(schema, alias)
        if found is None:
            yield f"{path}.{alias}"
            continue
        for inner in _models(field.annotation):
            yield from _lacking(inner, _element(found), f"{path}.{alias}", depth - 1)


def _property(schema: Schema, name: str) -> Schema | None:
    found: Schema | None = (schema.get("properties") or {}).get(name)
    return found


def _element(schema: Schema) -> Schema:
    """The schema of what a list or a map holds; itself where it is neither."""
    inner = schema.get("items") or schema.get("additionalProperties")
    return _element(inner) if isinstance(inner, Mapping) else schema


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a field holds, however it holds them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _models(each)
