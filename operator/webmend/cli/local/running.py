"""One run from its first attempt to its end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.report import AttemptOutcome
from webmend.ports.clock import Clock
from webmend.runner.attempt import Launch, Surroundings, run_attempt
from webmend.runner.secrets import Secrets
from webmend.runner.stop import Stop, Stopped

from .answerer import Answerer
from .audience import Audience
from .folder import Folder
from .known import Known
from .operator import Operator
from .server import LocalServer


@dataclass(frozen=True)
class Means:
    """What a run is carried out with."""

    credentials: Mapping[str, Mapping[str, str]]
    browsers: Callable[[Secrets], Launch]
    """What starts a browser that keeps these secrets."""
    folder: Folder
    known: Known
    """What earlier good runs have shown."""
    audience: Audience
    clock: Clock
    stop: Stop
    answerer: Answerer
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
        operator, means.credentials, means.folder, means.known, means.clock, means.audience.explained, means.answerer
    )
    around = Surroundings(server, means.browsers(secrets), means.clock, means.audience, means.stop, secrets)
    report = await run_attempt(around)
    if means.stop.asked:
        operator.stop()
    operator.end(report)
    if report.outcome is AttemptOutcome.SUCCEEDED:
        server.keep_good_run()


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
