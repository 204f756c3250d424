"""What every route asks for first: who is calling, then what is brought. Nothing is read of a stranger's body."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel

from . import limits, problems, protocol
from .identity import Caller
from .parts import Parts

Message = TypeVar("Message", bound=BaseModel)


async def _parts(request: Request) -> Parts:  # a plain function would be called in a thread
    parts: Parts = request.app.state.parts
    return parts


Served = Annotated[Parts, Depends(_parts)]


async def runner(request: Request, parts: Served, uid: str, attempt: int) -> Caller:
    """The runner of the attempt that the path names; refuses everybody else."""
    caller = await parts.identity.caller(request.headers.get("authorization"), uid, attempt)
    protocol.check(request.headers.get(protocol.HEADER))
    return caller


async def operator(request: Request, parts: Served) -> None:
    """Refuses everybody but the operator."""
    await parts.prerequisites.admit(request.headers.get("authorization"))


Runner = Annotated[Caller, Depends(runner)]


def sent_by_runner(model: type[Message]) -> Callable[..., Awaitable[Message]]:
    """A dependency: the body of a runner's request as a value."""

    async def parsed(request: Request, caller: Runner) -> Message:
        return problems.parse(model, await limits.body(request))

    return parsed


def sent_by_operator(model: type[Message]) -> Callable[..., Awaitable[Message]]:
    """A dependency: the body of the operator's request as a value."""

    async def parsed(request: Request, admitted: Annotated[None, Depends(operator)]) -> Message:
        return problems.parse(model, await limits.body(request))

    return parsed
