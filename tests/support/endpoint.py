"""An HTTP endpoint on loopback that replays what was recorded, and remembers what it was asked."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tests.support.loopback import served


@dataclass(frozen=True)
class Recorded:
    """One answer."""

    body: bytes
    status: int = 200
    held: float = 0.0
    """Seconds until it is given."""
    drips: float = 0.0
    """Seconds between two of its bytes; 0: it comes whole."""


@dataclass
class Endpoint:
    """Gives the answers in order, the last one again and again."""

    answers: list[Recorded]
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        """Replay the next one."""
        self.asked.append(json.loads(await request.body()))
        self.headers.append(dict(request.headers))
        recorded = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        await asyncio.sleep(recorded.held)
        if recorded.drips:
            return StreamingResponse(_dripping(recorded), recorded.status, media_type="application/json")
        return Response(recorded.body, recorded.status, media_type="application/json")


async def _dripping(recorded: Recorded) -> AsyncIterator[bytes]:
    for place in range(len(recorded.body)):
        yield recorded.body[place : place + 1]
        await asyncio.sleep(recorded.drips)


@asynccontextmanager
async def replaying(*answers: Recorded) -> AsyncIterator[Endpoint]:
    """An endpoint with these answers, its base address in `url`."""
    endpoint = Endpoint(list(answers))
    app = Starlette(routes=[Route("/v1/chat/completions", endpoint.answer, methods=["POST"])])
    async with served(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1) as url:
        endpoint.url = f"{url}/v1"
        yield endpoint
