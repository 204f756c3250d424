"""The runner's work: everything is wired here, the attempt run, its report left behind."""

import asyncio
import signal
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from webmend.adapters.clock import SystemClock
from webmend.adapters.session import HttpSession
from webmend.adapters.session.client import token_file
from webmend.domain.names import TERMINATION_MESSAGE_BYTES
from webmend.domain.report import AttemptOutcome, AttemptReport
from webmend.policy.report import fit

from .attempt import Surroundings, run_attempt
from .environment import Environment
from .failing import OUR_OWN
from .identifying import identified
from .launching import Given, opener
from .log import LogWatcher, logger
from .saved import SavedSession
from .secrets import Secrets

if TYPE_CHECKING:
    from webmend.adapters.browser.chromium import Chromium

SUCCESS, FAILURE, STOPPED, PLATFORM = 0, 1, 2, 3


async def work(environment: Environment, launching: Awaitable["Chromium"]) -> int:
    """Run the attempt in the browser that is starting; the exit status."""
    watcher = LogWatcher(logger(session=environment.session_id, attempt=environment.attempt))
    secrets = Secrets()
    token = token_file(environment.token_file)
    server = HttpSession(environment.server_url, environment.session_id, environment.attempt, token)
    clock = SystemClock()
    saved = SavedSession(server, secrets)
    launch = opener(launching, secrets, Given(identified(server, clock, secrets), saved.restore))
    around = Surroundings(server, launch, clock, watcher, secrets=secrets, saved=saved)
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
