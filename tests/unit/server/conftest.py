"""A server over fakes, and a runner that talks to it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI

from tests.support.artifacts import FakeArtifacts
from tests.support.builders import SETTINGS
from tests.support.clock import VirtualClock
from tests.support.cluster import FakeCluster, Write
from tests.support.installation import Installation, Runner
from webmend.ports.cluster import TOKEN_REVIEWS
from webmend.server.app import create_app
from webmend.server.parts import Outside


@dataclass
class Server:
    """What a test looks at."""

    cluster: FakeCluster
    artifacts: FakeArtifacts
    installed: Installation
    app: FastAPI
    http: httpx.AsyncClient

    def changes(self) -> tuple[list[Write], dict[str, bytes]]:
        """All that has been written: to the cluster (reviews of tokens apart) and to the artifact store."""
        writes = [write for write in self.cluster.writes if write.kind is not TOKEN_REVIEWS]
        return writes, dict(self.artifacts.bodies)

    async def settled(self) -> None:
        """Wait until the server has heard what has happened so far (on virtual time)."""
        await asyncio.sleep(1)

    async def call(self, runner: Runner, method: str, path: str, **request: object) -> httpx.Response:
        """What the server answers to a call of this runner."""
        headers = {**runner.headers, **request.pop("headers", {})}  # type: ignore[dict-item]
        return await self.http.request(method, f"{runner.path}/{path}", headers=headers, **request)  # type: ignore[arg-type]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    cluster, artifacts = FakeCluster(), FakeArtifacts()
    app = create_app(Outside(cluster, artifacts, VirtualClock(), SETTINGS))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://server") as http,
    ):
        yield Server(cluster, artifacts, Installation(cluster), app, http)


@pytest.fixture
async def runner(server: Server) -> Runner:
    """The runner of a first attempt."""
    await server.installed.install()
    return await server.installed.runner(await server.installed.run())
