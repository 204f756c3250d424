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

from webmend.adapters import logs, settings_file
from webmend.adapters.advisor import configured
from webmend.adapters.broker import HttpBroker
from webmend.adapters.kubernetes import connect
from webmend.domain.settings import Settings
from webmend.ports.cluster import Unavailable

from . import health
from .app import App

TOKEN_FILE = "/var/run/secrets/webmend/token"  # noqa: S105 - a path
MODEL_KEY_FILE = "/var/run/secrets/webmend-model/key"
_log = structlog.get_logger()

DESCRIPTION = f"""\
Watches Workflows and WorkflowRuns, decides what is to be done about them, and makes the Jobs that run browsers.
Any number of replicas may run; one acts, the others stand by.

In a pod it uses the pod's service account, elsewhere the kubeconfig (KUBECONFIG, ~/.kube/config).

environment:
  WEBMEND_SETTINGS        the JSON file with the settings of the installation (needed)
  WEBMEND_TOKEN_FILE      the token that it shows to webmend's server (default: {TOKEN_FILE})
  WEBMEND_MODEL_KEY_FILE  the key of the model's endpoint, where the settings name one
                          (default: {MODEL_KEY_FILE})
"""


def main() -> None:
    """Run the operator until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(
        "webmend-operator", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--health-port", type=int, default=health.PORT, help="port of /healthz and /metrics (default: %(default)s)"
    )
    arguments = parser.parse_args()
    logs.configure()
    try:
        asyncio.run(_run(settings_file.load(os.environ), arguments.health_port))
    except (settings_file.BadSettings, Unavailable) as error:
        sys.exit(f"webmend-operator: {error}")


async def _run(settings: Settings, port: int) -> None:
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
            async with health.served(app.metrics, port):
                _log.info("started", identity=identity, namespaces=settings.namespaces or "all")
                await app.run(stop)
    finally:
        await broker.close()
        await cluster.close()
    _log.info("stopped")


if __name__ == "__main__":
    main()
