"""What a site is sent: every request word for word, by the host that it is sent to."""

from collections import defaultdict

from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEPT = 5_000
"""Requests that are kept of each host: some pages flood it."""

Received = defaultdict[str, list[str]]
"""By host, the texts of its requests: method, address, headers and body."""


class Recorder:
    """An application that writes down what the one behind it is sent, and changes nothing."""

    def __init__(self, app: ASGIApp, received: Received) -> None:
        self._app = app
        self._received = received

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        kept = self._received[_host(scope)]
        if len(kept) < KEPT:
            kept.append(_head(scope))
        place = len(kept) - 1

        async def listen() -> Message:
            message = await receive()
            body: bytes = message.get("body") or b""
            kept[place] += body.decode("latin-1")
            return message

        return await self._app(scope, listen, send)


def _head(scope: Scope) -> str:
    address = f"{scope.get('method', 'CONNECT')} {scope['path']}?{scope['query_string'].decode('latin-1')}"
    return "\n".join(
        [address, *(f"{name.decode()}: {value.decode('latin-1')}" for name, value in scope["headers"]), ""]
    )


def _host(scope: Scope) -> str:
    return dict(scope["headers"]).get(b"host", b"").decode("latin-1").partition(":")[0]
