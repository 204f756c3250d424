"""`webmend-operator`: decides about runs and carries it out."""

import argparse
import asyncio
import os
import signal
import socket
import sys
import uuid
from pathlib import Path

import structlog

from webmend.adapters import logs, metrics, settings_file
from webmend.adapters.advisor import configured
from webmend.adapters.broker import HttpBroker
from webmend.adapters.kubernetes import connect
from webmend.domain.settings import Settings
from webmend.ports.cluster import ClusterError

from . import health
from .app import App
from .releasing import release_runs

TOKEN_FILE = "/var/run/secrets/webmend/token"  # noqa: S105 - a path
MODEL_KEY_FILE = "/var/run/secrets/webmend-model/key"
_log = structlog.get_logger()

DESCRIPTION = f"""\
Watches Workflows and WorkflowRuns, decides what is to be done about them, and makes the Jobs that run browsers.
Any number of replicas may run; one acts, the others stand by.

`webmend-operator release-runs` takes the finalizer off runs that are held until they are recorded: for the time when
webmend is gone, and nobody records them. The chart does so when it is uninstalled.

In a pod it uses the pod's service account, elsewhere the kubeconfig (KUBECONFIG, ~/.kube/config).

environment:
  WEBMEND_SETTINGS        the JSON file with the settings of the installation (needed, not for release-runs)
  WEBMEND_TOKEN_FILE      the token that it shows to webmend's server (default: {TOKEN_FILE})
  WEBMEND_MODEL_KEY_FILE  the key of the model's endpoint, where the settings name one
                          (default: {MODEL_KEY_FILE})
"""


def main() -> None:
    """Run the operator until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(
        "webmend-operator", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--health-port", type=int, default=health.PORT, help="port of /healthz (default: %(default)s)")
    parser.add_argument(
        "--metrics-port", type=int, default=metrics.PORT, help="port of /metrics (default: %(default)s)"
    )
    commands = parser.add_subparsers(dest="command", metavar="", title="commands")
    release = commands.add_parser("release-runs", help="take webmend's finalizer off every run, and end")
    release.add_argument("--namespace", action="append", default=[], help="of the runs; several times (default: all)")
    arguments = parser.parse_args()
    logs.configure()
    try:
        asyncio.run(_done(arguments))
    except (settings_file.BadSettings, ClusterError) as error:
        sys.exit(f"webmend-operator: {error}")


async def _done(arguments: argparse.Namespace) -> None:
    if arguments.command:
        await _release_runs(arguments.namespace)
    else:
        await _run(settings_file.load(os.environ), arguments)


async def _release_runs(namespaces: list[str]) -> None:
    cluster = await connect()
    try:
        _log.info("runs released", runs=await release_runs(cluster, namespaces))
    finally:
        await cluster.close()


async def _run(settings: Settings, arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    identity = f"{socket.gethostname()}_{uuid.uuid4()}"
    cluster = await connect()
    broker = HttpBroker(settings.runner.server_url, Path(os.environ.get("WEBMEND_TOKEN_FILE", TOKEN_FILE)))
    key_file = Path(os.environ.get("WEBMEND_MODEL_KEY_FILE", MODEL_KEY_FILE))
    try:
        async with configured(settings.model, key_file) as advisor:
            app = App(settings, cluster, broker, identity, advisor=advisor)
            async with (
                health.served(arguments.health_port),
                metrics.served(app.metrics.registry, arguments.metrics_port),
            ):
                _log.info("started", identity=identity, namespaces=settings.namespaces or "all")
                await app.run(stop)
    finally:
        await broker.close()
        await cluster.close()
    _log.info("stopped")


if __name__ == "__main__":
    main()
