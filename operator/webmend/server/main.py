"""`webmend-server`: speaks with runners."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from webmend.adapters import logs, settings_file
from webmend.adapters.artifacts import LocalArtifacts
from webmend.adapters.clock import SystemClock
from webmend.adapters.kubernetes import connect
from webmend.domain.settings import Settings
from webmend.ports.cluster import ClusterError

from .app import create_app
from .parts import Outside
from .waiting_room import WaitingRoom

GRACE_SECONDS = 10
"""For requests under way when the server is told to end; a pod has 30."""
PORT = 8080
FOLDER = "/var/lib/webmend"
DESCRIPTION = f"""\
Hands runners their plans, credentials and directives, and keeps what they report. GET /healthz, /readyz and /metrics
are open, every other route wants the token of a runner's pod, or the operator's.

In a pod it uses the pod's service account, elsewhere the kubeconfig (KUBECONFIG, ~/.kube/config).

environment:
  WEBMEND_SETTINGS    the JSON file with the settings of the installation (needed)
  WEBMEND_ARTIFACTS   the folder for evidence, pictures, outputs (default: {FOLDER})
"""


class GracefulServer(uvicorn.Server):
    """Sends waiting runners away at the first signal, so that it can end at once: they ask the next server."""

    def __init__(self, config: uvicorn.Config, waiting_room: WaitingRoom):
        super().__init__(config)
        self._waiting_room = waiting_room

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """While it serves, signals end it; uvicorn's own way would end the process by the signal afterwards."""
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self.end)
        yield

    def end(self) -> None:
        """Answer what is under way, and take nothing more."""
        self._waiting_room.close()
        self.should_exit = True


def main() -> None:
    """Serve until told to end. Exit status 1 when the server cannot start."""
    parser = argparse.ArgumentParser(
        "webmend-server", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=PORT, help="port of all addresses (default: %(default)s)")
    arguments = parser.parse_args()
    logs.configure()
    try:
        asyncio.run(_serve(settings_file.load(os.environ), arguments.port))
    except (settings_file.BadSettings, ClusterError) as error:
        sys.exit(f"webmend-server: {error}")


async def _serve(settings: Settings, port: int) -> None:
    artifacts = LocalArtifacts(Path(os.environ.get("WEBMEND_ARTIFACTS", FOLDER)))
    cluster = await connect()
    try:
        app = create_app(Outside(cluster, artifacts, SystemClock(), settings))
        config = uvicorn.Config(
            app,
            host="0.0.0.0",  # noqa: S104 - runners come from other pods
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        await GracefulServer(config, app.state.parts.waiting_room).serve()
    finally:
        await cluster.close()
