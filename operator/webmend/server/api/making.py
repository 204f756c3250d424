"""Making an object once, however often the same request comes."""

from collections.abc import Iterable
from typing import Any

from fastapi import Request as Http

from webmend.domain.base import Model
from webmend.policy import repeating
from webmend.policy.repeating import Request
from webmend.ports.cluster import AlreadyExists, Kind, Object
from webmend.server.people.users import User
from webmend.server.problems import Refused

from .objects import Objects

HEADER = "Idempotency-Key"
LONGEST = 255


def request_of(user: User, http: Http, asked: Model) -> Request:
    """What is asked for, with the key of its header; refuses one that is none."""
    key = http.headers.get(HEADER, "")
    if HEADER in http.headers and not (1 <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise Refused(422, f"{HEADER}: 1 to {LONGEST} printable characters")
    return Request(user.name, f"{http.method} {http.url.path} {asked.model_dump_json(by_alias=True)}", key)


async def made(
    objects: Objects, kind: Kind, namespace: str, body: dict[str, Any], names: Iterable[str], request: Request
) -> tuple[Object, bool]:
    """The object under the first of these names that is free, or what the same request has made meanwhile; and whether
    it is new.

    Refuses when the key was used for another request, and when every name is taken.
    """
    given = body.get("metadata", {})
    noted = {
        "annotations": {**given.get("annotations", {}), **request.annotations},
        "labels": {**given.get("labels", {}), **request.labels},
    }
    metadata = {**given, **noted}
    name = ""
    for name in names:
        try:
            return await objects.create(kind, namespace, {**body, "metadata": {**metadata, "name": name}}), True
        except AlreadyExists:
            if request.key and is_repeated(request, found := await objects.get(kind, namespace, name)):
                return found, False
    raise Refused(409, f"there is a {kind.name} {name} already")


async def repeated(objects: Objects, kind: Kind, namespace: str, request: Request) -> Object | None:
    """What the same request has made before under whatever name; refuses when the key was used for another one."""
    if not request.key:
        return None
    labels = ",".join(f"{key}={value}" for key, value in request.labels.items())
    found = await objects.list(kind, namespace, labels=labels)
    return next((each for each in found if is_repeated(request, each)), None)


def is_repeated(request: Request, stored: Object) -> bool:
    """Whether the same request has made it; refuses when the key was used for another one."""
    try:
        return repeating.has_made(request, stored)
    except repeating.AnotherRequest as other:
        raise Refused(422, str(other)) from None
