"""A runner that is not heard any more stops acting: in virtual time."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.support.builders import graph, node
from tests.unit.runner.lab import Lab
from webmend.domain.report import AttemptOutcome, AttemptReport

pytestmark = pytest.mark.looptime

LEASE = 60.0
LONG = graph(node("open", "navigate"), node("pause", "delay", delay={"duration": "5m"}), node("send")).nodes


def lab_with_long_pause() -> Lab:
    return Lab(*LONG, lease=LEASE)


async def running(lab: Lab, *changes: tuple[float, Callable[[], None]]) -> AttemptReport:
    """Run the attempt, with these changes at these times."""

    async def change(at: float, make: Callable[[], None]) -> None:
        await lab.clock.sleep(at)
        make()

    changing: list[Awaitable[None]] = [change(at, make) for at, make in changes]
    report, *_ = await asyncio.gather(lab.run(), *changing)
    return report


async def test_a_runner_renews_its_attempt_six_times_a_lease() -> None:
    lab = lab_with_long_pause()
    report = await lab.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert lab.server.renewals == pytest.approx(30, abs=2)


def away(lab: Lab, is_away: bool) -> Callable[[], None]:
    return lambda: setattr(lab.server, "away", is_away)


async def test_a_runner_that_cannot_renew_gives_the_step_up_when_its_lease_is_over() -> None:
    lab = lab_with_long_pause()
    report = await running(lab, (25, away(lab, True)), (400, away(lab, False)))
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "Fenced")
    assert "send" not in lab.tab.done
    assert lab.clock.elapsed() == pytest.approx(400)
    assert report.finished_at is not None
    assert (report.finished_at - lab.clock.now()).total_seconds() < -300


async def test_a_server_that_comes_back_in_time_is_not_noticed() -> None:
    lab = lab_with_long_pause()
    report = await running(lab, (25, away(lab, True)), (60, away(lab, False)))
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert lab.tab.done == ["open", "send"]


async def test_a_runner_whose_attempt_is_over_stops_within_one_renewal() -> None:
    lab = lab_with_long_pause()
    report = await running(lab, (25, lambda: setattr(lab.server, "over", True)))
    assert report.reason == "Fenced"
    assert "send" not in lab.tab.done
    assert report.finished_at is not None
    assert (report.finished_at - lab.clock.now()).total_seconds() <= 0
    assert lab.clock.elapsed() < 25 + LEASE / 6 + 11


async def test_between_two_steps_it_waits_to_be_heard_again_and_goes_on() -> None:
    lab = Lab(*graph(node("open", "navigate"), node("pause", "delay", delay={"duration": "58s"}), node("send")).nodes)
    report = await running(lab, (1, away(lab, True)), (100, away(lab, False)))
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert dict(lab.tab.times)["send"] >= 100
