"""The cases on a port of this machine."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from tests.site.states.app import States

START_SECONDS = 10.0


@dataclass(frozen=True)
class Served:
    """The cases, and where they are."""

    states: States
    port: int

    @property
    def flags(self) -> tuple[str, ...]:
        """What makes Chromium find them."""
        return (f"--host-resolver-rules=MAP *.example 127.0.0.1:{self.port}",)


@contextmanager
def served(states: States) -> Iterator[Served]:
    """While this lasts, the cases are served. Raises TimeoutError."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        # A page that waits for ever must not hold the end up.
        config = uvicorn.Config(states.application(), log_level="critical", timeout_graceful_shutdown=1, lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        _wait_for(server)
        try:
            yield Served(states, listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(5)


def _wait_for(server: uvicorn.Server) -> None:
    until = time.monotonic() + START_SECONDS
    while not server.started:
        if time.monotonic() > until:
            raise TimeoutError("the cases are not served")
        time.sleep(0.02)
