"""The endpoint for the kubelet."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from webmend.adapters.listening import listening

PORT = 8081


@asynccontextmanager
async def served(port: int) -> AsyncIterator[int]:
    """GET /healthz on that port of all addresses (0: a free one); gives the port.

    An answer of /healthz says that the loop in which everything happens still turns: that is all a restart could cure.
    """
    app = web.Application()
    app.add_routes([web.get("/healthz", _healthz)])
    async with listening(app, port) as bound:
        yield bound


async def _healthz(request: web.Request) -> web.Response:
    return web.Response(text="ok\n")
