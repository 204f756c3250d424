"""How much a request may bring, before anybody looks at who it is."""

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webmend.domain.session import FILE_BYTES

from . import problems
from .problems import Refused

MESSAGE_BYTES = 1024 * 1024
BODY_SECONDS = 30.0
"""How long a body may take to come."""


class BodyLimit:
    """Refuses bodies that are too long: by what they say of themselves at once, else when they have become so."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = FILE_BYTES if scope["method"] == "PUT" else MESSAGE_BYTES
        if _announced(scope) > limit:
            await problems.response(_too_long(limit))(scope, receive, send)
            return
        await self._app(scope, _counted(receive, limit), send)


async def body(request: Request) -> bytes:
    """The whole body; refuses one that dribbles."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise Refused(408, f"the body took longer than {BODY_SECONDS:g} s") from None


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise _too_long(limit)
        return message

    return counted


def _too_long(limit: int) -> Refused:
    return Refused(413, f"more than {limit} bytes", {"Connection": "close"})
