"""`webmend-server`: speaks with runners, and keeps the history of runs."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from webmend.adapters import logs, metrics, settings_file
from webmend.adapters.artifacts import LocalArtifacts
from webmend.adapters.artifacts.bucket import BucketArtifacts
from webmend.adapters.clock import SystemClock
from webmend.adapters.kubernetes import connect
from webmend.domain.settings import Settings
from webmend.policy.reaching import BadRule
from webmend.ports.artifacts import Artifacts
from webmend.ports.cluster import ClusterError
from webmend.ports.outbox import Outbox
from webmend.ports.store import Store

from . import database
from .app import create_app
from .parts import Outside
from .waiting_room import WaitingRoom

GRACE_SECONDS = 10
"""For requests under way when the server is told to end; a pod has 30."""
PORT = 8080
FOLDER = "/var/lib/webmend"
DESCRIPTION = f"""\
Hands runners their plans, credentials and directives, and keeps what they report. GET /healthz and /readyz are
open, every other route wants the token of a runner's pod, or the operator's.

In a pod it uses the pod's service account, elsewhere the kubeconfig (KUBECONFIG, ~/.kube/config).

`webmend-server db upgrade` makes or updates the tables of the history; it is run before each start.
`webmend-server db prune --dry-run` says which runs are kept no longer.

environment:
  WEBMEND_SETTINGS    the JSON file with the settings of the installation (needed; of db only for prune)
  WEBMEND_ARTIFACTS   the folder for evidence, pictures, outputs (default: {FOLDER}), or a bucket, s3://BUCKET/PREFIX,
                      with AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY
  WEBMEND_DATABASE    where the history is kept: a postgresql:// or sqlite:// URL
                      (default: sqlite:///, the file {database.FILE} in the folder for artifacts, else in {FOLDER})
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
        "webmend-server",
        usage="%(prog)s [-h] [--port PORT] [--metrics-port PORT] [db ...]",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=PORT, help="port of all addresses (default: %(default)s)")
    parser.add_argument(
        "--metrics-port", type=int, default=metrics.PORT, help="port of /metrics (default: %(default)s)"
    )
    database.add_commands(parser)
    arguments = parser.parse_args()
    logs.configure()
    try:
        asyncio.run(_done(arguments))
    except (settings_file.BadSettings, ClusterError, database.Wrong, BadRule) as error:
        sys.exit(f"webmend-server: {error}")


async def _done(arguments: argparse.Namespace) -> None:
    where = os.environ.get("WEBMEND_ARTIFACTS", FOLDER)
    url = database.url(os.environ, Path(FOLDER if _is_bucket(where) else where))
    if arguments.command:
        await database.carry_out(arguments, url)
    else:
        settings, artifacts = settings_file.load(os.environ), _artifacts(where)
        await _serve(settings, artifacts, await database.opened(url), arguments)


def _artifacts(where: str) -> Artifacts:
    return BucketArtifacts(where) if _is_bucket(where) else LocalArtifacts(Path(where))


def _is_bucket(where: str) -> bool:
    return where.startswith("s3://")


async def _serve(
    settings: Settings, artifacts: Artifacts, kept: tuple[Store, Outbox], arguments: argparse.Namespace
) -> None:
    store, outbox = kept
    cluster = await connect()
    try:
        app = create_app(Outside(cluster, artifacts, SystemClock(), settings, store=store, outbox=outbox))
        config = uvicorn.Config(
            app,
            host="0.0.0.0",  # noqa: S104 - runners come from other pods
            port=arguments.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        async with metrics.served(app.state.parts.metrics.registry, arguments.metrics_port):
            await GracefulServer(config, app.state.parts.waiting_room).serve()
    finally:
        await cluster.close()
        await store.close()
