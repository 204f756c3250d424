"""A server over fakes, and how a runner talks to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from tests.support.artifacts import FakeArtifacts
from tests.support.builders import SETTINGS
from tests.support.clock import VirtualClock
from tests.support.cluster import FakeCluster, Write
from tests.support.installation import Installation, Runner
from webmend.ports.cluster import ACCESS_REVIEWS, TOKEN_REVIEWS
from webmend.ports.store import Store
from webmend.server.app import create_app
from webmend.server.parts import Outside, assembled


@dataclass
class Server:
    """What a test looks at."""

    cluster: FakeCluster
    artifacts: FakeArtifacts
    clock: VirtualClock
    installed: Installation
    app: FastAPI
    http: httpx.AsyncClient

    @property
    def metrics(self) -> CollectorRegistry:
        """What it measures."""
        registry: CollectorRegistry = self.app.state.parts.metrics.registry
        return registry

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
async def served(store: Store | None = None, **outside: Any) -> AsyncIterator[Server]:
    """A server that hears of its runs. `outside`: further parts of the world that it works in."""
    cluster, artifacts, clock = FakeCluster(), FakeArtifacts(), VirtualClock()
    app = _app(Outside(cluster, artifacts, clock, SETTINGS, store=store, **outside))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://server") as http,
    ):
        yield Server(cluster, artifacts, clock, Installation(cluster), app, http)
    _idle.append(app)


_idle: list[FastAPI] = []
"""Applications whose routes have been built, and that serve nobody: with other parts each is a new server."""


def _app(outside: Outside) -> FastAPI:
    if not _idle:
        return create_app(outside)
    app = _idle.pop()
    app.state.parts = assembled(outside)
    return app
