"""A server that is away, a browser that does not start, a stop: an attempt ends well whatever happens around it."""

import asyncio
from typing import Any

import pytest

from tests.support.builders import NOW, node
from tests.unit.runner.lab import Lab, end, failed, retry
from webmend.domain.evidence import ErrorFacts, ErrorKind
from webmend.domain.report import AttemptOutcome, Evidencing, StepOutcome
from webmend.ports.browser import BrowserSession, Performed, StepFailed
from webmend.runner import outbox
from webmend.runner.attempt import FLUSH_SECONDS, OPEN_SECONDS

pytestmark = pytest.mark.looptime

TABLE = {"selectors": [{"css": "table"}]}


def after(seconds: float, lab: Lab, **changes: Any) -> None:
    """So many seconds from now the server changes so."""
    for name, value in changes.items():
        asyncio.get_running_loop().call_later(seconds, setattr, lab.server, name, value)


async def test_a_server_that_is_not_there_yet_is_waited_for() -> None:
    lab = Lab()
    lab.server.away = True
    after(20, lab, away=False)
    assert (await lab.run()).outcome is AttemptOutcome.SUCCEEDED


async def test_a_server_that_never_comes_ends_the_attempt_without_a_step() -> None:
    lab = Lab()
    lab.server.away = True
    report = await lab.run()
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "ServerUnavailable")
    assert report.started_at is None
    assert lab.clock.elapsed() == pytest.approx(OPEN_SECONDS, abs=1)


async def test_an_attempt_that_the_server_refuses_ends_at_once() -> None:
    lab = Lab()
    lab.server.over = True
    report = await lab.run()
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "SessionRefused")
    assert lab.clock.elapsed() == 0


async def test_a_browser_that_was_started_for_nothing_is_closed() -> None:
    lab = Lab()
    lab.server.over = True
    await lab.run()
    assert lab.tab.closed


async def test_steps_go_on_while_the_server_is_away_and_are_handed_in_later() -> None:
    lab = Lab(*(node(f"n{i}") for i in range(5)))
    for i in range(5):
        lab.tab.gives[f"n{i}"] = [10.0]
    after(5, lab, away=True)
    after(35, lab, away=False)
    report = await lab.run()
    assert [step.node_id for step in lab.server.steps] == ["n0", "n1", "n2", "n3", "n4"]
    assert (report.outcome, report.evidence) == (AttemptOutcome.SUCCEEDED, Evidencing.COMPLETE)


async def test_what_cannot_be_handed_in_at_the_end_makes_the_evidence_partial() -> None:
    lab = Lab(node("a"), node("b"))
    lab.tab.gives["a"] = [1.0]
    after(0.5, lab, away=True)
    report = await lab.run()
    assert (report.outcome, report.evidence) == (AttemptOutcome.SUCCEEDED, Evidencing.PARTIAL)
    assert lab.clock.elapsed() == pytest.approx(1 + FLUSH_SECONDS, abs=0.5)


async def test_a_success_whose_data_are_lost_is_none() -> None:
    lab = Lab(node("open", "navigate"), node("read", "extract", target=TABLE, extract={"table": {}}))
    lab.tab.gives["open"] = [1.0]
    lab.tab.gives["read"] = [Performed(data=[{"a": "1"}])]
    after(0.5, lab, away=True)
    report = await lab.run()
    assert report.outcome is AttemptOutcome.FAILED
    assert report.failure is not None
    assert report.failure.evidence.error.type == "OutputsLost"


async def test_with_the_server_away_the_failure_comes_with_the_report_and_its_picture_when_it_is_back() -> None:
    lab = Lab(node("a"), node("b"))
    lab.tab.gives["a"] = [1.0]
    lab.tab.gives["b"] = [failed()]
    after(0.5, lab, away=True)
    after(37, lab, away=False)
    report = await lab.run()
    assert (report.reason, report.evidence) == ("NoDirective", Evidencing.COMPLETE)
    assert report.failure is not None
    assert report.failure.evidence.screenshot.endswith("failure-1.png")
    assert [s.outcome for s in lab.server.steps] == [StepOutcome.DONE, StepOutcome.FAILED]
    assert {"failure-1.png", "failure-1.json"} <= lab.server.artifacts.keys()
    assert lab.server.failures == []


async def test_a_server_that_comes_back_within_the_wait_still_answers() -> None:
    lab = Lab(node("a"), node("b"))
    lab.tab.gives["a"] = [1.0]
    lab.tab.gives["b"] = [failed()]
    lab.told(retry(delay=0))
    after(0.5, lab, away=True)
    after(15, lab, away=False)
    assert (await lab.run()).outcome is AttemptOutcome.SUCCEEDED


async def test_a_refused_failure_is_one_that_nobody_answers() -> None:
    lab = Lab(node("a"))
    lab.tab.gives["a"] = [failed()]
    lab.server.answer = lambda report: setattr(lab.server, "over", True)
    report = await lab.run()
    assert (report.reason, report.evidence) == ("NoDirective", Evidencing.PARTIAL)


async def test_a_browser_that_does_not_start_is_a_fault_of_ours_with_its_reason() -> None:
    lab = Lab()

    async def fails() -> BrowserSession:
        raise StepFailed(ErrorFacts(kind=ErrorKind.BROWSER_LAUNCH, message="No usable sandbox!"))

    lab.launches = fails
    report = await lab.run()
    assert (report.outcome, report.reason, report.started_at) == (AttemptOutcome.FAILED, "BrowserLaunch", None)
    assert report.failure is not None
    assert report.failure.node_id == "open"
    assert report.failure.evidence.error.message == "No usable sandbox!"
    assert not report.irreversible_done


async def test_a_browser_that_starts_and_cannot_be_used_is_one_too() -> None:
    lab = Lab()

    async def fails() -> BrowserSession:
        raise RuntimeError("no page")

    lab.launches = fails
    assert (await lab.run()).reason == "RuntimeError"
    assert "RuntimeError" in lab.witness.faults[0]


async def test_a_defect_of_ours_becomes_a_report_and_a_stack_for_the_log() -> None:
    lab = Lab(node("a"), node("pay", irreversible=True))
    lab.tab.breaks["pay"] = RuntimeError("the driver said something new")
    report = await lab.run()
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "RuntimeError")
    assert report.failure is not None
    assert (report.failure.node_id, report.failure.irreversible_done) == ("pay", True)
    assert "something new" in report.failure.evidence.error.message
    assert "RuntimeError" in lab.witness.faults[0]
    assert lab.tab.closed


async def stopped_after(seconds: float, lab: Lab) -> Any:
    asyncio.get_running_loop().call_later(seconds, lab.around.stop.ask)
    return await lab.run()


async def test_asked_to_stop_it_ends_with_the_step_in_flight() -> None:
    lab = Lab(node("a"), node("b"))
    lab.tab.gives["a"] = [10.0]
    report = await stopped_after(4, lab)
    assert (report.outcome, report.reason, report.steps_done) == (AttemptOutcome.STOPPED, "StopRequested", 1)
    assert lab.tab.done == ["a"]
    assert lab.clock.elapsed() == 10


@pytest.mark.parametrize(
    "waits",
    [
        {"nodes": (node("pause", "delay", delay={"duration": "1h"}),)},
        {"nodes": (node("a"),), "fails": True},
        {"nodes": (node("a"),), "fails": True, "told": retry(delay=300)},
    ],
    ids=["a delay", "for a directive", "because of a directive"],
)
async def test_asked_to_stop_it_ends_a_wait_at_once(waits: dict[str, Any]) -> None:
    lab = Lab(*waits["nodes"])
    if waits.get("fails"):
        lab.tab.gives["a"] = [failed()]
    if "told" in waits:
        lab.told(waits["told"])
    report = await stopped_after(5, lab)
    assert report.outcome is AttemptOutcome.STOPPED
    assert lab.clock.elapsed() == 5


async def test_asked_to_stop_before_it_has_begun_it_does_not_begin() -> None:
    lab = Lab()
    lab.server.away = True
    report = await stopped_after(5, lab)
    assert (report.outcome, lab.tab.done) == (AttemptOutcome.STOPPED, [])


async def test_a_spool_that_is_full_loses_what_comes_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MOST_PARCELS", 3)
    lab = Lab(*(node(f"n{i}") for i in range(6)))
    lab.tab.gives["n0"] = [1.0]
    after(0.5, lab, away=True)
    after(3, lab, away=False)
    report = await lab.run()
    assert [step.node_id for step in lab.server.steps] == ["n0", "n1", "n2"]
    assert report.evidence is Evidencing.PARTIAL


async def test_a_picture_that_does_not_fit_the_spool_is_lost_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MOST_BYTES", 10)
    lab = Lab(node("a"))
    lab.tab.view = b"x" * 11
    lab.tab.gives["a"] = [failed()]
    lab.told(end())
    report = await lab.run()
    assert report.failure is not None
    assert (report.failure.evidence.screenshot, report.evidence) == ("", Evidencing.PARTIAL)
    assert len(lab.server.failures) == 1


async def test_the_report_says_when_it_all_began_and_ended() -> None:
    lab = Lab(node("a"))
    lab.tab.gives["a"] = [7.0]
    report = await lab.run()
    assert report.started_at == NOW
    assert report.finished_at is not None
    assert (report.finished_at - NOW).total_seconds() == 7
