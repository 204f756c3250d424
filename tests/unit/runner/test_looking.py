"""An attempt that has failed stays open for a look: how long, and what ends it."""

import asyncio
from typing import Any

import pytest

from tests.support.builders import node
from tests.unit.runner.lab import Lab, end, failed
from webmend.domain.evidence import ErrorKind
from webmend.domain.report import AttemptOutcome

pytestmark = pytest.mark.looptime

OPEN, LOOK = node("open", "navigate"), node("look-up")
WHY = "the browser is held open for a look"


def lab(kind: ErrorKind = ErrorKind.NO_MATCH, **plan: Any) -> Lab:
    """One whose second step fails, after which it is told to end."""
    made = Lab(OPEN, LOOK, **{"hold": 600.0, **plan})
    made.tab.gives["look-up"] = [failed(kind)]
    made.told(end(1))
    return made


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_the_browser_stays_open_as_long_as_the_run_says_and_the_report_comes_then() -> None:
    made = lab()
    began = now()

    report = await made.run()

    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "Directed")
    assert report.failure is not None
    assert 600 <= now() - began < 602
    assert (600.0, WHY) in made.witness.waits
    assert made.tab.done == ["open", "look-up"]


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        ({"hold": 0.0}, ErrorKind.NO_MATCH),
        ({}, ErrorKind.BROWSER_CRASHED),
        ({"active_deadline": 60.0}, ErrorKind.NO_MATCH),
    ],
    ids=["nobody_wants_to_look", "there_is_nothing_to_look_at", "the_attempt_must_end"],
)
async def test_otherwise_it_ends_at_once(plan: dict[str, Any], kind: ErrorKind) -> None:
    made = lab(kind, **plan)
    began = now()

    await made.run()

    assert now() - began < 2


async def test_a_run_that_succeeds_is_not_held() -> None:
    made = Lab(OPEN, LOOK, hold=600.0)
    began = now()

    assert (await made.run()).outcome is AttemptOutcome.SUCCEEDED
    assert now() - began < 2


async def test_it_ends_well_before_the_clusters_deadline() -> None:
    made = lab(active_deadline=300.0)
    began = now()

    await made.run()

    assert 239 <= now() - began <= 240


async def test_whoever_stops_the_run_ends_the_look_and_the_failure_is_told_all_the_same() -> None:
    made = lab()
    asyncio.get_running_loop().call_later(30, made.around.stop.ask)

    report = await made.run()

    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "Directed")
    assert now() < 40


async def test_an_attempt_that_is_fenced_off_is_held_no_longer() -> None:
    made = lab()
    asyncio.get_running_loop().call_later(30, setattr, made.server, "over", True)

    report = await made.run()

    assert report.reason == "Directed"
    assert now() < 120
