"""What every /run route asks for first: who calls, about which run, and whether they may."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from webmend.server.admission import Served

from .access import GET, PROVIDE_INPUT, STOP
from .visitor import Visitor


def _who_may(verb: str) -> Callable[..., Awaitable[Visitor]]:
    """A dependency: the caller, if they may do that to the run that the path names."""

    async def admitted(request: Request, parts: Served, session_id: str) -> Visitor:
        user = await parts.people.users.user(request.headers.get("authorization"))
        run = await parts.people.lookup.run(session_id)
        await parts.people.access.check(user, verb, run.namespace, run.name)
        return Visitor(user, run)

    return admitted


Reader = Annotated[Visitor, Depends(_who_may(GET))]
Answerer = Annotated[Visitor, Depends(_who_may(PROVIDE_INPUT))]
Stopper = Annotated[Visitor, Depends(_who_may(STOP))]
