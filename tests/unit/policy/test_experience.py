"""What is kept of good runs, and what of it holds for a graph."""

from typing import Any

import pytest

from tests.support.builders import at, graph, node
from webmend.domain.experience import Remembered
from webmend.domain.report import StepOutcome, StepReport
from webmend.domain.target import Fingerprint
from webmend.policy.experience import holding_for, with_steps

GRAPH = graph(node("open", "navigate"), node("send"))
SEND = GRAPH.node("send").target
OTHER = node("other").target


def step(node_id: str = "send", waited: float = 1.0, **fields: Any) -> StepReport:
    facts = {"title": node_id, "action": "click", "outcome": StepOutcome.DONE, "wait_time": 15.0}
    times = {"started_at": at(0), "finished_at": at(1)}
    return StepReport(node_id=node_id, waited=waited, **{**facts, **times, **fields})


def test_a_good_run_leaves_the_fingerprint_and_the_wait_of_each_step() -> None:
    shown = with_steps({}, (step(fingerprint=Fingerprint(tag="button")),), GRAPH)
    assert shown == {"send": Remembered(target=SEND, fingerprint=Fingerprint(tag="button"), waits=(1.0,))}


def test_the_last_ten_waits_are_kept_the_latest_last() -> None:
    shown = with_steps({}, tuple(step(waited=float(n)) for n in range(12)), GRAPH)
    assert shown["send"].waits == tuple(map(float, range(2, 12)))


def test_a_step_without_a_fingerprint_leaves_the_one_that_is_known() -> None:
    known = {"send": Remembered(target=SEND, fingerprint=Fingerprint(tag="button"))}
    assert with_steps(known, (step(),), GRAPH)["send"].fingerprint == Fingerprint(tag="button")


def test_a_fingerprint_of_another_target_is_forgotten() -> None:
    known = {"send": Remembered(target=OTHER, fingerprint=Fingerprint(tag="button"))}
    assert with_steps(known, (step(),), GRAPH)["send"].fingerprint is None


@pytest.mark.parametrize("gone", [step("gone"), step(outcome=StepOutcome.FAILED), step(outcome=StepOutcome.SKIPPED)])
def test_what_was_not_done_or_is_no_step_of_the_graph_leaves_nothing(gone: StepReport) -> None:
    assert with_steps({}, (gone,), GRAPH) == {}


def test_what_was_left_to_wait_for_after_a_failure_is_no_wait_of_a_good_run() -> None:
    known = {"send": Remembered(target=SEND, waits=(2.0,))}
    again = (step(outcome=StepOutcome.FAILED, waited=15.0), step(waited=0.1, fingerprint=Fingerprint(tag="button")))
    shown = with_steps(known, again, GRAPH)["send"]
    assert (shown.waits, shown.fingerprint) == ((2.0,), Fingerprint(tag="button"))


def test_only_steps_with_the_same_target_are_known_to_another_graph() -> None:
    known = {"send": Remembered(target=OTHER), "open": Remembered(waits=(2.0,))}
    assert holding_for(GRAPH, known) == {"open": Remembered(waits=(2.0,))}
