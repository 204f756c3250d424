"""The endpoint for the kubelet and for Prometheus."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from .metrics import Metrics

PORT = 8081


@asynccontextmanager
async def served(metrics: Metrics, port: int) -> AsyncIterator[int]:
    """GET /healthz and /metrics on that port of all addresses (0: a free one); gives the port.

    An answer of /healthz says that the loop in which everything happens still turns: that is all a restart could cure.
    """
    app = web.Application()
    app["metrics"] = metrics
    app.add_routes([web.get("/healthz", _healthz), web.get("/metrics", _metrics)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, port=port)
        await site.start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _healthz(request: web.Request) -> web.Response:
    return web.Response(text="ok\n")


async def _metrics(request: web.Request) -> web.Response:
    return web.Response(body=request.app["metrics"].text(), headers={"Content-Type": CONTENT_TYPE_LATEST})
