"""What every route asks for first: who calls, and whether they may; only then what they send, and what there is."""

import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel

from webmend.domain.names import version_name
from webmend.domain.run import Run
from webmend.ports.cluster import RUNS, VERSIONS, Kind
from webmend.server import limits, problems
from webmend.server.admission import Served
from webmend.server.people.access import CREATE, GET, PROVIDE_INPUT, REPLAY, STOP
from webmend.server.people.users import User
from webmend.server.people.visitor import Visitor
from webmend.server.problems import Refused

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")
"""What Kubernetes takes for the name of a namespace, and of an object."""

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")

Named = tuple[str, str]
"""Namespace and name; of what is not made yet, an empty one."""
Admitted = Callable[..., Awaitable[Any]]
Sent = TypeVar("Sent", bound=BaseModel)


async def _person(request: Request, parts: Served) -> User:
    return await parts.people.users.user(request.headers.get("authorization"))


Person = Annotated[User, Depends(_person)]
"""Whoever calls."""


def who_may(verb: str, kind: Kind = RUNS, parameter: str = "run", *, any_one: bool = False) -> Admitted:
    """A dependency: namespace and name (the parameter of the path), if the caller may do that to it.

    `any_one`: if they may do it to every object of the kind.
    """

    async def admitted(person: Person, parts: Served, request: Request, namespace: str) -> Named:
        name = request.path_params.get(parameter, "")
        if not _LABEL.fullmatch(namespace) or (name and not _SUBDOMAIN.fullmatch(name)):
            raise Refused(404, f"there can be no namespace or {parameter} of that name")
        await parts.people.access.check(person, verb, namespace, "" if any_one else _object(request, kind, name), kind)
        return namespace, name

    return admitted


def _object(request: Request, kind: Kind, name: str) -> str:
    """Name of the object: that of a version is made of its workflow and its number."""
    return version_name(name, number_of(request)) if kind is VERSIONS and "number" in request.path_params else name


def number_of(request: Request, text: str | None = None) -> int:
    """The number of a version in the path, or in this text; refuses what is none."""
    text = request.path_params["number"] if text is None else text
    if not _NUMBER.fullmatch(text):
        raise Refused(404, "there can be no version of that number")
    return int(text)


def sent(model: type[Sent], admitted: Admitted) -> Callable[..., Awaitable[Sent]]:
    """A dependency: the body as a value, which is read once the caller is admitted."""

    async def parsed(request: Request, who: Annotated[Any, Depends(admitted)]) -> Sent:
        return problems.parse(model, await limits.body(request))

    return parsed


ReadNamed = Annotated[Named, Depends(who_may(GET))]
"""A run that the caller may read, be it there or not."""


async def _run(parts: Served, named: ReadNamed) -> Run:
    return await parts.api.runs.named(*named)


reader = who_may(GET)
ReadRun = Annotated[Run, Depends(_run)]
"""The run that the path names, which the caller may read."""


def _visitor(verb: str) -> Admitted:
    """A dependency: the caller with the run of the path, if they may do that to it."""
    admitted = who_may(verb)

    async def visiting(person: Person, parts: Served, named: Annotated[Named, Depends(admitted)]) -> Visitor:
        return Visitor(person, await parts.api.run_actions.run(*named))

    return visiting


may_create = who_may(CREATE)
stopper, answerer, replayer = (_visitor(verb) for verb in (STOP, PROVIDE_INPUT, REPLAY))
