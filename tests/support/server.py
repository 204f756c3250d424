"""A server over fakes, and how a runner talks to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from tests.support.artifacts import FakeArtifacts
from tests.support.builders import SETTINGS
from tests.support.clock import VirtualClock
from tests.support.cluster import FakeCluster, Write
from tests.support.installation import Installation, Runner
from webmend.ports.cluster import ACCESS_REVIEWS, TOKEN_REVIEWS
from webmend.server.app import create_app
from webmend.server.parts import Outside


@dataclass
class Server:
    """What a test looks at."""

    cluster: FakeCluster
    artifacts: FakeArtifacts
    clock: VirtualClock
    installed: Installation
    app: FastAPI
    http: httpx.AsyncClient

    def changes(self) -> tuple[list[Write], dict[str, bytes]]:
        """All that has been written: to the cluster (reviews apart) and to the artifact store."""
        writes = [write for write in self.cluster.writes if write.kind not in (TOKEN_REVIEWS, ACCESS_REVIEWS)]
        return writes, dict(self.artifacts.bodies)

    async def settled(self) -> None:
        """Wait until the server has heard what has happened so far (on virtual time)."""
        await asyncio.sleep(1)

    async def call(self, runner: Runner, method: str, path: str, **request: Any) -> httpx.Response:
        """What the server answers to a call of this runner."""
        headers = {**runner.headers, **request.pop("headers", {})}
        return await self.http.request(method, f"{runner.path}/{path}", headers=headers, **request)


@asynccontextmanager
async def served() -> AsyncIterator[Server]:
    """A server that hears of its runs."""
    cluster, artifacts, clock = FakeCluster(), FakeArtifacts(), VirtualClock()
    app = create_app(Outside(cluster, artifacts, clock, SETTINGS))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://server") as http,
    ):
        yield Server(cluster, artifacts, clock, Installation(cluster), app, http)
