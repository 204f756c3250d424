"""The server with its history, in a process of its own; everybody who calls it may see all runs."""

import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from tests.support.artifacts import FakeArtifacts
from tests.support.builders import SETTINGS
from tests.support.cluster import FakeCluster
from webmend.adapters.clock import SystemClock
from webmend.adapters.store import History, engine, url_of
from webmend.server.app import create_app
from webmend.server.parts import Outside

TOKEN = "a-token"
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    url: str
    pid: int

    def resident(self) -> int:
        """Bytes of memory that it has now."""
        (line,) = (line for line in Path(f"/proc/{self.pid}/status").read_text().splitlines() if "VmRSS" in line)
        return int(line.split()[1]) * 1024


@contextmanager
def serving(database: str) -> Iterator[Served]:
    """One with this history."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = _SPAWN.Process(target=_serve, args=(listener, database), daemon=True)
        process.start()
        try:
            yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", process.pid or 0)
        finally:
            process.terminate()
            process.join()


def _serve(listener: socket.socket, database: str) -> None:
    cluster = FakeCluster()
    user = {"username": "ada", "uid": "uid-of-ada", "groups": []}
    cluster.tokens[TOKEN] = {"authenticated": True, "audiences": ["webmend-server"], "user": user}
    cluster.rights |= {("ada", f"{verb} workflowruns.webmend.io", "") for verb in ("get", "list", "export")}
    store = History(engine(url_of(database)))
    app = create_app(Outside(cluster, FakeArtifacts(), SystemClock(), SETTINGS, store=store))
    uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[listener])
