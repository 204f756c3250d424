"""`webmend-runner`: one attempt in a pod. Its exit status and its termination message say how it ended."""

import asyncio
import os
import signal
import sys

from webmend.adapters.browser import BrowserSettings
from webmend.adapters.clock import SystemClock
from webmend.adapters.session import HttpSession
from webmend.adapters.session.client import token_file
from webmend.domain.names import TERMINATION_MESSAGE_BYTES
from webmend.domain.report import AttemptOutcome, AttemptReport
from webmend.policy.report import fit

from .attempt import Surroundings, run_attempt
from .environment import Environment, Misconfigured
from .failing import OUR_OWN
from .launching import launcher
from .log import LogWatcher, logger
from .secrets import Secrets

SUCCESS, FAILURE, STOPPED, PLATFORM, USAGE = 0, 1, 2, 3, 64


def main() -> None:
    """Run the attempt that the environment names, and end the process with its status."""
    try:
        environment = Environment.read(os.environ)
    except Misconfigured as wrong:
        sys.exit(f"webmend-runner: {wrong}")
    sys.exit(asyncio.run(run(environment)))


async def run(environment: Environment) -> int:
    """Run the attempt; the exit status."""
    watcher = LogWatcher(logger(session=environment.session_id, attempt=environment.attempt))
    around = _surroundings(environment, watcher)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, around.stop.ask)
    report = await run_attempt(around)
    watcher.ended(report)
    environment.termination_log.write_bytes(fit(report, TERMINATION_MESSAGE_BYTES))
    return exit_status(report)


def exit_status(report: AttemptReport) -> int:
    """0 for success, 1 for a failed workflow, 2 for a stopped one, 3 for a fault of our own."""
    if report.outcome is AttemptOutcome.SUCCEEDED:
        return SUCCESS
    if report.outcome is AttemptOutcome.STOPPED:
        return STOPPED
    ours = report.failure is None or report.failure.evidence.error.kind in OUR_OWN
    return PLATFORM if ours else FAILURE


def _surroundings(environment: Environment, watcher: LogWatcher) -> Surroundings:
    secrets = Secrets()
    server = HttpSession(
        environment.server_url, environment.session_id, environment.attempt, token_file(environment.token_file)
    )

    launch = launcher(BrowserSettings(secrets, environment.chromium, environment.sandbox))
    return Surroundings(server, launch, SystemClock(), watcher, secrets=secrets)
