"""The document of the API, as OpenAPI 3.1 has it, from the routes of the server."""

import json
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from webmend.adapters.clock import SystemClock
from webmend.domain.api import NewAnswer, NewReplay, NewRun
from webmend.domain.api_workflows import CodeChange, NewClone, NewMerge, NewRevert, SettingsChange
from webmend.domain.session import Problem
from webmend.domain.settings import RunnerSettings, Settings
from webmend.server.api.operations import Call, calls
from webmend.server.app import create_app
from webmend.server.parts import Outside

from .samples import sample

Json = dict[str, Any]
Asked = tuple[type[BaseModel], JsonSchemaMode]
_NOTHING: Any = object()
"""The world outside: nothing of it is touched by putting parts together."""
_REFERENCE = "#/components/schemas/{model}"
_PROBLEM = "application/problem+json"
_SETTINGS = Settings(runner=RunnerSettings(image="runner", server_url="http://server"))

REFUSALS: Mapping[int, str] = {
    400: "The cursor is none, or of another list; or the connection ended before the body did.",
    401: "No token, or not one of this cluster.",
    403: "The right is missing: the caller's, or one of the server's own account.",
    404: "There is no such thing.",
    408: "The body took too long.",
    409: "Not as things are.",
    412: "It has changed since.",
    413: "The body is too long.",
    422: "What was sent makes no sense; the detail names the field.",
    429: "Too many requests.",
    500: "A defect of the server.",
    503: "The Kubernetes API or a store does not answer.",
}
EXAMPLES: Mapping[type[BaseModel], Json] = {
    NewRun: {"workflow": "portal", "inputs": {"patientId": "P-1001"}, "dryRun": True},
    NewReplay: {"version": "active", "inputs": {"patientId": "P-1002"}},
    NewAnswer: {"inputs": {"patientId": "P-1002"}},
    SettingsChange: {"state": "Paused", "errorHandling": {"serviceUnavailableRecovery": True}},
    NewClone: {"name": "portal-trial"},
    NewRevert: {"note": "the new button was the wrong one"},
    CodeChange: {"code": "NO_SUCH_RECORD", "action": "Cancel"},
    NewMerge: {"into": "no-such-record"},
}
"""What is sent, where a sample of the schema would say too little."""


def document_json() -> str:
    """The document as it is kept."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def document() -> Json:
    """The document."""
    outside = Outside(_NOTHING, _NOTHING, SystemClock(), _SETTINGS)
    table = sorted(calls(create_app(outside).routes), key=lambda call: (call.path, call.method))
    schemas = Schemas(table)
    paths: Json = {}
    for call in table:
        paths.setdefault(_plain(call.path), {})[call.method.lower()] = _operation(call, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "webmend", "version": "v1", "description": "Runs of browser workflows that mend themselves."},
        "servers": [{"url": "http://localhost:8080", "description": "webmend-server, forwarded by kubectl"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas.defs,
            "responses": {str(status): _refusal(status, schemas) for status in REFUSALS},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token of the cluster."}
            },
        },
    }


class Schemas:
    """The schemas of all that is sent and answered."""

    def __init__(self, table: Iterable[Call]) -> None:
        operations = [call.operation for call in table]
        sent: list[Asked] = [(each.takes, "validation") for each in operations if each.takes]
        told: list[Asked] = [(each.gives, "serialization") for each in operations if not isinstance(each.gives, str)]
        problem: Asked = (Problem, "serialization")
        asked = dict.fromkeys([problem, *sent, *told])
        self._references, whole = models_json_schema(list(asked), ref_template=_REFERENCE)
        self.defs: Json = {name: _without_nulls(schema) for name, schema in sorted(whole["$defs"].items())}

    def sent(self, model: type[BaseModel]) -> Json:
        """The schema of what is sent, with an example."""
        return self._content(model, "validation", EXAMPLES.get(model))

    def answered(self, model: type[BaseModel]) -> Json:
        """The schema of an answer, with an example."""
        return self._content(model, "serialization")

    def _content(self, model: type[BaseModel], mode: JsonSchemaMode, example: Json | None = None) -> Json:
        schema = self._references[(model, mode)]
        return {"schema": schema, "example": example if example is not None else sample(schema, self.defs)}


def _without_nulls(schema: Json) -> Json:
    """An answer leaves out what is null: no such field is there for sure."""
    fields = schema.get("properties", {})
    sure = [name for name in schema.get("required", ()) if {"type": "null"} not in fields[name].get("anyOf", ())]
    return {**schema, "required": sure} if sure else {key: value for key, value in schema.items() if key != "required"}


def _operation(call: Call, schemas: Schemas) -> Json:
    operation = call.operation
    summary, _, more = call.about.partition("\n")
    right = f"Needs the right `{operation.verb}` on `{operation.kind.plural}`."
    said: Json = {
        "operationId": operation.id,
        "summary": summary.rstrip("."),
        "description": " ".join(f"{more} {right}".split()),
        "tags": [_tag(call.path)],
        "parameters": [*_of_path(call.path), *operation.query, *_headers(call)],
    }
    if operation.takes:
        said["requestBody"] = {"required": True, "content": {"application/json": schemas.sent(operation.takes)}}
    said["responses"] = {str(operation.status): _answer(call, schemas), **_refusals(call)}
    return said


def _answer(call: Call, schemas: Schemas) -> Json:
    gives = call.operation.gives
    if isinstance(gives, str):
        table = {"schema": {"type": "string"}, "example": "namespace,name,workflow,phase\r\n"}
        content = {gives: table} if gives == "text/csv" else {"*/*": {"example": "(the body)"}}
    else:
        content = {"application/json": schemas.answered(gives)}
    return {"description": "The answer.", "content": content}


def _refusals(call: Call) -> Json:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(_statuses(call))}


def _statuses(call: Call) -> set[int]:
    """What may be answered instead."""
    found = {401, 403, 422, 429, 500, 503}
    if any(each["name"] == "cursor" for each in call.operation.query):
        found |= {400}
    if "{" in call.path:
        found |= {404, 409}
    return found | {400, 408, 409, 412, 413} if call.method != "GET" else found


def _refusal(status: int, schemas: Schemas) -> Json:
    content = schemas.answered(Problem)
    example = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": REFUSALS[status]}
    return {"description": REFUSALS[status], "content": {_PROBLEM: {**content, "example": example}}}


def _of_path(path: str) -> list[Json]:
    names = re.findall(r"{(\w+)", path)
    return [{"name": name, "in": "path", "required": True, "schema": _of_name(name)} for name in names]


def _of_name(name: str) -> Json:
    if name == "number":
        return {"type": "integer", "minimum": 1, "maximum": 999_999_999}
    if name == "delivery":
        return {"type": "string", "format": "uuid"}
    return {"type": "string", "minLength": 1, "maxLength": 1024 if name == "name" else 253}


def _headers(call: Call) -> list[Json]:
    key = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"}
    found = []
    if call.operation.makes:
        about = "The same request with the same key makes one thing, however often it comes."
        found.append({"name": "Idempotency-Key", "in": "header", "description": about, "schema": key})
    if call.operation.guards:
        about = "The ETag of what is to be changed: 412 when it has changed since."
        found.append({"name": "If-Match", "in": "header", "description": about, "schema": {"type": "string"}})
    return found


def _tag(path: str) -> str:
    found = re.findall(r"/(runs|steps|versions|workflows|errorcodes|questions|channels|deliveries|capacity)", path)
    return str(found[-1]) if found else "other"


def _plain(path: str) -> str:
    return re.sub(r"{(\w+):\w+}", r"{\1}", path)
