"""What is recorded of an attempt, and when it is kept; it never harms the attempt."""

import asyncio
from typing import Any

import pytest

from tests.support.builders import node
from tests.unit.runner.lab import Lab, end, failed, retry
from webmend.domain.evidence import ErrorKind
from webmend.domain.report import AttemptOutcome
from webmend.domain.workflow import Capture
from webmend.ports.trace import NoTrace
from webmend.runner import recording

pytestmark = pytest.mark.looptime
NEVER, ON_FAILURE, ALWAYS = Capture.NEVER, Capture.ON_FAILURE, Capture.ALWAYS
TRACE, FILM = recording.TRACE, recording.FILM


@pytest.fixture(autouse=True)
def _plain_film(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pictures one after the other: those of a lab are none that could be encoded."""
    monkeypatch.setattr(recording, "film", lambda pictures, seconds: b"|".join(pictures))


def lab(**plan: Any) -> Lab:
    made = Lab(node("open", "navigate"), node("go"), screenshots=NEVER, **plan)
    made.tab.view = b"PNG"
    return made


async def stopped(**plan: Any) -> Lab:
    """One that was asked to end while the second of its steps was under way."""
    made = Lab(node("open", "navigate"), node("go"), node("more"), screenshots=NEVER, **plan)
    made.tab.view, made.tab.gives["go"] = b"PNG", [10.0]
    asyncio.get_running_loop().call_later(5, made.around.stop.ask)
    report = await made.run()
    assert report.outcome is AttemptOutcome.STOPPED
    return made


async def test_what_is_asked_for_is_recorded_step_by_step() -> None:
    made = lab(trace=ALWAYS, video=ALWAYS)
    report = await made.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert made.tab.recorded.titles == ["open", "go"]
    assert made.server.artifacts == {TRACE: b"trace", FILM: b"PNG|PNG"}


@pytest.mark.parametrize(("trace", "video", "want"), [(ALWAYS, NEVER, [TRACE]), (NEVER, ALWAYS, [FILM])])
async def test_one_goes_without_the_other(trace: Capture, video: Capture, want: list[str]) -> None:
    made = lab(trace=trace, video=video)
    await made.run()
    assert list(made.server.artifacts) == want
    assert made.tab.recorded.began is (trace is ALWAYS)


async def test_nothing_is_begun_where_nothing_is_asked_for() -> None:
    made = lab()
    made.tab.view = None
    await made.run()
    assert not made.tab.recorded.began
    assert made.server.artifacts == {}


async def test_of_an_attempt_that_goes_well_nothing_is_kept_on_failure() -> None:
    made = lab(trace=ON_FAILURE, video=ON_FAILURE)
    await made.run()
    assert made.server.artifacts == {}
    assert made.tab.recorded.dropped


async def test_of_an_attempt_that_fails_they_are_kept_with_the_page_as_it_was_then() -> None:
    made = lab(trace=ON_FAILURE, video=ON_FAILURE)
    made.tab.gives["go"] = [failed()]
    made.told(end())
    await made.run()
    assert made.server.artifacts == {TRACE: b"trace", FILM: b"PNG|PNG"}


async def test_of_an_attempt_that_was_mended_they_are_kept() -> None:
    made = lab(trace=ON_FAILURE, video=ON_FAILURE)
    made.tab.gives["go"] = [failed()]
    made.told(retry())
    report = await made.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert made.server.artifacts == {TRACE: b"trace", FILM: b"PNG|PNG|PNG"}


async def test_of_an_attempt_that_was_stopped_they_are_kept_only_if_always() -> None:
    for when, want in ((ON_FAILURE, []), (ALWAYS, [FILM, TRACE])):
        made = await stopped(trace=when, video=when)
        assert list(made.server.artifacts) == want


async def test_a_runner_that_was_asked_to_end_leaves_what_can_be_made_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "HURRIED_FRAMES", 1)
    made = await stopped(trace=ALWAYS, video=ALWAYS)
    assert made.server.artifacts[FILM] == b"PNG"
    assert made.tab.recorded.seconds == recording.HURRY
    unhurried = lab(trace=ALWAYS)
    await unhurried.run()
    assert unhurried.tab.recorded.seconds == recording.PATIENCE


async def test_secrets_are_taken_out_of_the_trace_those_too_that_only_the_page_knows() -> None:
    made = lab(trace=ALWAYS, inputs={"pin": "246810"}, secret_inputs=("pin",))
    made.tab.recorded.text, made.tab.recorded.shown = "pin 246810, shown hunter22", ("hunter22",)
    await made.run()
    assert made.server.artifacts == {TRACE: b"pin ***, shown ***"}


async def test_of_a_browser_that_is_gone_there_is_no_trace_and_the_log_says_so() -> None:
    made = lab(trace=ALWAYS)
    made.tab.gives["go"] = [failed(ErrorKind.BROWSER_CRASHED)]
    made.tab.recorded.refusal = "the browser is gone"
    report = await made.run()
    assert report.reason == "BrowserCrashed"
    assert made.witness.unrecorded == [(TRACE, "the browser is gone")]
    assert TRACE not in made.server.artifacts


async def test_a_trace_that_grows_too_long_is_given_up_and_the_steps_go_on() -> None:
    made = lab(trace=ALWAYS, video=ALWAYS)
    made.tab.recorded.too_long_at = "go"
    report = await made.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert made.witness.unrecorded == [(TRACE, "it has grown too long")]
    assert list(made.server.artifacts) == [FILM]


async def test_what_is_longer_than_the_store_takes_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "FILE_BYTES", 4)
    made = lab(trace=ALWAYS)
    await made.run()
    assert [name for name, _ in made.witness.unrecorded] == [TRACE]
    assert made.server.artifacts == {}


async def test_a_defect_in_a_recording_costs_no_report() -> None:
    made = lab(trace=ALWAYS)
    made.tab.recorded.breaks = True
    report = await made.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert made.witness.unrecorded == [(TRACE, "a defect of ours: KeyError")]


async def test_a_browser_that_does_not_begin_to_record_is_driven_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    made = lab(trace=ALWAYS)

    async def refuse() -> None:
        raise NoTrace("not here")

    monkeypatch.setattr(made.tab, "trace", refuse)
    report = await made.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert made.witness.unrecorded == [(TRACE, "not here")]
