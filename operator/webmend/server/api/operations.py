"""What is said of each call of the API: its name, the right that it needs, what it takes and gives.

The document and the test of the rights are made of it; the routes enforce the rights themselves.
"""

import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from webmend.ports.cluster import RUNS, Kind

Schema = dict[str, Any]
KEY = "x-operation"


@dataclass(frozen=True)
class Operation:
    """One call."""

    id: str
    """Its name in generated clients: never changed."""
    verb: str
    """What the caller must be allowed to do."""
    gives: type[BaseModel] | str
    """The answer: a value, or the type of a body that is none."""
    kind: Kind = RUNS
    """To objects of this kind."""
    takes: type[BaseModel] | None = None
    """What is sent."""
    status: int = 200
    """Of the answer."""
    query: tuple[Schema, ...] = ()
    """Parameters of the query, as OpenAPI has them."""
    makes: bool = False
    """It makes something, and may have an Idempotency-Key."""
    guards: bool = False
    """It may have an If-Match with the ETag of what it changes."""


def described(id_: str, verb: str, gives: type[BaseModel] | str, **more: Any) -> dict[str, Any]:
    """Arguments of a route, with its Operation."""
    operation = Operation(id_, verb, gives, **more)
    return {
        "operation_id": operation.id,
        "status_code": operation.status,
        "response_model": None,
        "openapi_extra": {KEY: operation},
    }


@dataclass(frozen=True)
class Call:
    """An operation with its place."""

    method: str
    path: str
    about: str
    """What it does, in a sentence or more."""
    operation: Operation


def calls(routes: Iterable[Any]) -> list[Call]:
    """Every call of the API among the routes of an application."""
    return [
        Call(method, route.path, inspect.cleandoc(route.endpoint.__doc__ or ""), route.openapi_extra[KEY])
        for route in flat(routes)
        for method in sorted(route.methods)
        if KEY in (route.openapi_extra or {})
    ]


def flat(routes: Iterable[Any]) -> list[Any]:
    """All routes, those of included routers too."""
    found: list[Any] = []
    for route in routes:
        included = getattr(route, "original_router", None)
        found += flat(included.routes) if included else [route]
    return found
