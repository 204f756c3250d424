"""The port on which Prometheus scrapes a component. Nothing else is there: a network policy can tell it apart."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CollectorRegistry, Metric
from prometheus_client.exposition import choose_encoder

from webmend.adapters.listening import listening

PORT = 9464
"""As OpenTelemetry's exporter for Prometheus has it."""
REGISTRY = web.AppKey("registry", CollectorRegistry)


@dataclass(frozen=True)
class _Snapshot:
    """Numbers as they were, for an encoder."""

    families: tuple[Metric, ...]

    def collect(self) -> Iterable[Metric]:
        return self.families


@asynccontextmanager
async def served(registry: CollectorRegistry, port: int) -> AsyncIterator[int]:
    """GET /metrics on that port of all addresses (0: a free one); gives the port."""
    app = web.Application()
    app[REGISTRY] = registry
    app.add_routes([web.get("/metrics", _metrics)])
    async with listening(app, port) as bound:
        yield bound


async def _metrics(request: web.Request) -> web.Response:
    """Read in the loop, where everything that is measured lives; written in a thread, since that takes longer."""
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    snapshot = _Snapshot(tuple(request.app[REGISTRY].collect()))
    body = await asyncio.to_thread(encode, snapshot)
    return web.Response(body=body, headers={"Content-Type": content_type})
