"""An application on a port of this machine."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

START_SECONDS = 10.0


@asynccontextmanager
async def served(app: ASGIApp, **options: Any) -> AsyncIterator[str]:
    """Its base address, while this lasts. `options`: of uvicorn.Config."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, **options))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


@contextmanager
def in_thread(app: ASGIApp) -> Iterator[int]:
    """Its port, while this lasts: served by a thread of its own. Raises TimeoutError."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        # A page that waits for ever must not hold the end up.
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        _wait_for(server)
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(5)


def resolving(port: int) -> str:
    """The flag that makes Chromium find every host of `.example` at that port of this machine."""
    return f"--host-resolver-rules=MAP *.example 127.0.0.1:{port}"


def _wait_for(server: uvicorn.Server) -> None:
    until = time.monotonic() + START_SECONDS
    while not server.started:
        if time.monotonic() > until:
            raise TimeoutError("the application is not served")
        time.sleep(0.02)
