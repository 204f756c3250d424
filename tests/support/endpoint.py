"""An HTTP endpoint on loopback that replays what was recorded, and remembers what it was asked."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.support.loopback import served


@dataclass(frozen=True)
class Recorded:
    """One answer."""

    body: bytes
    status: int = 200
    held: float = 0.0
    """Seconds until it is given."""


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
        return Response(recorded.body, recorded.status, media_type="application/json")


@asynccontextmanager
async def replaying(*answers: Recorded) -> AsyncIterator[Endpoint]:
    """An endpoint with these answers, its base address in `url`."""
    endpoint = Endpoint(list(answers))
    app = Starlette(routes=[Route("/v1/chat/completions", endpoint.answer, methods=["POST"])])
    async with served(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1) as url:
        endpoint.url = f"{url}/v1"
        yield endpoint
