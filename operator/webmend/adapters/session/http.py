"""One HTTP/1.1 exchange over a connection of its own.

The runner makes a handful of small calls and has to start fast: h11 on asyncio's streams is a fraction of the import
time of a full HTTP client, and a fresh connection each time is never a stale one.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import h11

MOST_BYTES = 16 * 1024 * 1024
"""Longest body that is taken; a session plan with all its fingerprints is far below."""
CHUNK = 64 * 1024


class ExchangeFailed(Exception):
    """There was no whole answer: no connection, a broken one, no HTTP, too much of it."""


@dataclass(frozen=True)
class Request:
    """What to ask for."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    """What came back."""

    status: int
    body: bytes


async def exchange(request: Request, timeout: float) -> Response:  # noqa: ASYNC109 - one deadline for all of it
    """The answer, within `timeout` seconds in all; raises ExchangeFailed."""
    try:
        async with asyncio.timeout(timeout):
            return await _exchange(request, urlsplit(request.url))
    except (OSError, TimeoutError, ssl.SSLError, h11.ProtocolError) as error:
        raise ExchangeFailed(f"{request.method} {request.url}: {type(error).__name__} {error}".strip()) from error


async def _exchange(request: Request, url: SplitResult) -> Response:
    secure = url.scheme == "https"
    port = url.port or (443 if secure else 80)
    reader, writer = await asyncio.open_connection(
        url.hostname, port, ssl=ssl.create_default_context() if secure else None
    )
    try:
        connection = h11.Connection(h11.CLIENT)
        writer.write(_head_and_body(connection, request, url))
        await writer.drain()
        return await _answer(connection, reader)
    finally:
        writer.close()


def _head_and_body(connection: h11.Connection, request: Request, url: SplitResult) -> bytes:
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    headers = {
        "Host": url.netloc.rpartition("@")[2],
        "Connection": "close",
        "Content-Length": str(len(request.body)),
        **request.headers,
    }
    head = connection.send(h11.Request(method=request.method, target=target, headers=list(headers.items())))
    body = connection.send(h11.Data(request.body)) if request.body else b""
    return (head or b"") + (body or b"") + (connection.send(h11.EndOfMessage()) or b"")


async def _answer(connection: h11.Connection, reader: asyncio.StreamReader) -> Response:
    status, body = 0, bytearray()
    while True:
        event = connection.next_event()
        match event:
            case h11.NEED_DATA:
                connection.receive_data(await reader.read(CHUNK))
            case h11.Response():
                status = event.status_code
            case h11.Data():
                body += event.data
                if len(body) > MOST_BYTES:
                    raise OSError(f"an answer of more than {MOST_BYTES} bytes")
            case h11.EndOfMessage():
                return Response(status, bytes(body))
            case h11.ConnectionClosed() | h11.PAUSED:
                raise OSError("the connection ended before the answer did")
