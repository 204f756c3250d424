"""Calls to the API server over one pool of connections: JSON in, JSON out, errors of ours."""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
from kubernetes.aio.client import ApiClient, Configuration

from webmend.ports.cluster import ClusterError, Object

from . import retry
from .errors import Unanswered, from_status

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
CALL_LIMITS = aiohttp.ClientTimeout(total=30, connect=5)
STREAM_LIMITS = aiohttp.ClientTimeout(total=None, connect=10, sock_read=70)
"""The API server sends a bookmark about once a minute: a stream that is silent for longer has died unseen."""
QUIET_LIMITS = aiohttp.ClientTimeout(total=None, connect=10)
"""For a stream that may be silent for as long as it likes."""

Query = Mapping[str, str]


@dataclass(frozen=True)
class Request:
    """One call."""

    method: str
    path: str
    query: Query = field(default_factory=dict)
    body: Any = None
    content_type: str = JSON


class Transport:
    """Speaks with one API server."""

    def __init__(self, configuration: Configuration):
        self._api = ApiClient(configuration)
        self._api.user_agent = "webmend"

    async def close(self) -> None:
        """Close every connection."""
        await self._api.close()

    async def call(self, request: Request) -> Object:
        """The answer, after further tries where they do no harm; raises a ClusterError."""
        tries = 0
        while True:
            tries += 1
            try:
                return await self._once(request)
            except ClusterError as error:
                wait = retry.delay(request.method, error, tries, random.random())  # noqa: S311 - jitter, not a secret
                if wait is None:
                    raise
            await asyncio.sleep(wait)

    async def lines(self, request: Request) -> AsyncIterator[Object]:
        """The JSON lines of an answer as they come; raises a ClusterError when the stream breaks."""
        async with aclosing(self.stream(request, STREAM_LIMITS)) as stream:
            async for line in stream:
                with _translated():
                    yield orjson.loads(line)

    async def stream(
        self, request: Request, limits: aiohttp.ClientTimeout = QUIET_LIMITS
    ) -> AsyncGenerator[bytes, None]:
        """The lines of an answer as they come; raises a ClusterError when the stream breaks."""
        with _translated():
            response = await self._send(request, limits)
            try:
                await _raise_for_status(response)
                async for line in response.content:
                    yield line
            finally:
                response.close()

    async def _once(self, request: Request) -> Object:
        with _translated():
            response = await self._send(request, CALL_LIMITS)
            await _raise_for_status(response)
            answer: Object = orjson.loads(await response.read())
            return answer

    async def _send(self, request: Request, limits: aiohttp.ClientTimeout) -> aiohttp.ClientResponse:
        serialized = await self._api.param_serialize(
            request.method,
            request.path,
            query_params=list(request.query.items()),
            # Named always: without it the client sends a PATCH as a strategic merge, which custom resources refuse.
            header_params={"Content-Type": request.content_type, "Accept": JSON},
            body=request.body,
            auth_settings=["BearerToken"],
        )
        answer = await self._api.call_api(*serialized, _request_timeout=limits)
        response: aiohttp.ClientResponse = answer.response
        return response


@contextmanager
def _translated() -> Iterator[None]:
    """Failures of the connection as Unanswered."""
    try:
        yield
    except aiohttp.ClientConnectorError as error:
        raise Unanswered(f"the API server cannot be reached: {error}", undone=True) from error
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise Unanswered(f"no answer from the API server: {type(error).__name__} {error}") from error


async def _raise_for_status(response: aiohttp.ClientResponse) -> None:
    if response.status < 400:
        return
    raise from_status(response.status, _status_object(await response.read()), _retry_after(response))


def _status_object(body: bytes) -> Mapping[str, Any]:
    """The Status object of an error; proxies on the way answer in other forms."""
    try:
        status = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return status if isinstance(status, dict) else {}


def _retry_after(response: aiohttp.ClientResponse) -> float:
    seconds = response.headers.get("Retry-After", "")
    return float(seconds) if seconds.isdigit() else 0.0
