"""An aiohttp application on a port."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web


@asynccontextmanager
async def listening(app: web.Application, port: int) -> AsyncIterator[int]:
    """Serve it on that port of all addresses (0: a free one); gives the port."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    with _of_all_addresses(port) as listener:
        try:
            await web.SockSite(runner, listener).start()
            yield listener.getsockname()[1]
        finally:
            await runner.cleanup()


def _of_all_addresses(port: int) -> socket.socket:
    """One socket for both families: of two, each would get a free port of its own."""
    if socket.has_dualstack_ipv6():
        return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True)
    return socket.create_server(("", port))
