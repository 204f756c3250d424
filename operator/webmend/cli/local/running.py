"""One run from its first attempt to its end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.report import AttemptOutcome
from webmend.domain.run import RunStatus
from webmend.domain.session import ClientCertificate
from webmend.policy.starting import DRY_RUN
from webmend.ports.clock import Clock
from webmend.runner.attempt import Launch, Surroundings, run_attempt
from webmend.runner.identifying import identified
from webmend.runner.launching import Given
from webmend.runner.saved import SavedSession
from webmend.runner.secrets import Secrets
from webmend.runner.stop import Stop, Stopped

from .answerer import Answerer
from .audience import Audience
from .folder import Folder
from .kept import KeptSession
from .known import Known
from .operator import Operator
from .server import LocalServer

Browsers = Callable[[Secrets, Given], Launch]
"""What starts a browser that keeps these secrets, and is given these things once it wants them."""


@dataclass(frozen=True)
class Means:
    """What a run is carried out with."""

    credentials: Mapping[str, Mapping[str, str]]
    browsers: Browsers
    folder: Folder
    known: Known
    """What earlier good runs have shown."""
    session: KeptSession
    """The browser's session from run to run."""
    audience: Audience
    clock: Clock
    stop: Stop
    answerer: Answerer
    certificate: ClientCertificate | None = None
    """The client certificate that the workflow names."""
    patient: bool = True
    """Wait for further attempts."""


async def carry_out(operator: Operator, means: Means) -> Phase:
    """Make one attempt after the other until the run is over; the phase it is left in.

    That is Requeued where a further attempt would follow and nobody wants to wait for it.
    """
    operator.decide()
    while operator.run.status.phase not in TERMINAL:
        if operator.attempt is not None:
            means.audience.begins(operator.attempt)
            await _attempt(operator, means)
        elif not means.patient:
            break
        else:
            await _wait(operator, means)
    phase = operator.run.status.phase
    assert phase is not None
    return phase


async def _attempt(operator: Operator, means: Means) -> None:
    secrets = Secrets()
    server = LocalServer(
        operator,
        means.credentials,
        means.certificate,
        means.session,
        means.folder,
        means.known,
        means.clock,
        means.audience.explained,
        means.answerer,
    )
    saved = SavedSession(server, secrets)
    launch = means.browsers(secrets, Given(identified(server, means.clock, secrets), saved.restore))
    around = Surroundings(server, launch, means.clock, means.audience, means.stop, secrets, saved)
    report = await run_attempt(around)
    if means.stop.asked:
        operator.stop()
    operator.end(report)
    if report.outcome is AttemptOutcome.SUCCEEDED:
        server.keep_good_run()
    if _is_good(operator.run.status):
        server.keep_data()


def _is_good(status: RunStatus) -> bool:
    """Whether what the run has extracted is whole and as it should be."""
    return status.phase is Phase.SUCCEEDED and status.reason != DRY_RUN and not status.warnings


async def _wait(operator: Operator, means: Means) -> None:
    """Wait until the next attempt is due, or until somebody asks to stop."""
    status = operator.run.status
    until = status.next_attempt_time or means.clock.now()
    means.audience.requeued(status.message, _seconds(until, means.clock))
    try:
        await means.stop.sleep(means.clock, _seconds(until, means.clock))
    except Stopped:
        operator.stop()
    operator.decide()


def _seconds(until: datetime, clock: Clock) -> float:
    return max(0.0, (until - clock.now()).total_seconds())
