"""Steps that are made known before they begin: in virtual time."""

from typing import Any

import pytest

from tests.support.builders import node
from tests.unit.runner.lab import Lab
from tests.unit.runner.test_fence import away, running
from webmend.domain.report import AttemptOutcome

pytestmark = pytest.mark.looptime


def said(lab: Lab) -> list[str]:
    return [call for call in lab.server.calls if call.split()[0] in ("begins", "over")]


@pytest.mark.parametrize(
    ("step", "want"),
    [
        ({}, []),
        ({"on_interrupt": "retry"}, []),
        ({"on_interrupt": "fail"}, ["begins send", "over send"]),
        ({"on_interrupt": "ask"}, ["begins send", "over send"]),
        ({"irreversible": True}, ["begins send"]),
        ({"irreversible": True, "on_interrupt": "ask"}, ["begins send", "over send"]),
    ],
)
async def test_only_what_matters_is_announced(step: dict[str, Any], want: list[str]) -> None:
    lab = Lab(node("open", "navigate"), node("send", **step), node("read"))
    assert (await lab.run()).outcome is AttemptOutcome.SUCCEEDED
    assert said(lab) == want


async def test_that_something_irreversible_has_begun_is_said_once() -> None:
    lab = Lab(node("send", irreversible=True), node("pay", irreversible=True))
    await lab.run()
    assert said(lab) == ["begins send"]


async def test_a_step_that_is_passed_over_is_not_announced() -> None:
    never = {"value": "a", "to": "b", "operator": "Equals"}
    lab = Lab(node("open", "navigate"), node("send", on_interrupt="ask", run_if=never))
    await lab.run()
    assert said(lab) == []


async def test_a_step_does_not_begin_before_it_is_known() -> None:
    lab = Lab(node("pause", "delay", delay={"duration": "30s"}), node("send", irreversible=True), lease=60)
    report = await running(lab, (25, away(lab, True)), (45, away(lab, False)))
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert lab.tab.times[0][1] >= 45


async def test_where_it_cannot_be_made_known_the_attempt_ends_with_the_step_not_begun() -> None:
    lab = Lab(node("pause", "delay", delay={"duration": "30s"}), node("send", irreversible=True), lease=60)
    report = await running(lab, (25, away(lab, True)), (400, away(lab, False)))
    assert report.reason == "Fenced"
    assert report.failure is not None
    assert (report.under_way, report.failure.irreversible_done, lab.tab.done) == (None, False, [])


async def test_an_attempt_that_is_to_act_no_more_does_not_begin_the_step() -> None:
    lab = Lab(node("open", "navigate"), node("send", irreversible=True))
    lab.server.refuses_announcements = True
    report = await lab.run()
    assert (report.reason, lab.tab.done) == ("Fenced", ["open"])


async def test_the_last_word_names_the_step_that_was_cut_off() -> None:
    lab = Lab(node("open", "navigate"), node("send", on_interrupt="ask"))
    lab.tab.breaks["send"] = RuntimeError("the driver said something new")
    assert (await lab.run()).under_way == "send"


async def test_a_run_that_ended_well_has_nothing_under_way() -> None:
    assert (await Lab(node("send", on_interrupt="ask")).run()).under_way is None
