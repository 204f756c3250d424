"""What is kept of a run, and in which place."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.builders import NOW, at, attempt, run, workflow
from webmend.domain.failure import Category, Failure, Fault, SubType
from webmend.domain.phase import Phase
from webmend.domain.report import StepOutcome, StepReport
from webmend.domain.run import RunStatus, Trigger
from webmend.domain.workflow import Input
from webmend.policy import recording
from webmend.policy.redact import MASK


def step(node_id: str = "open", **facts: Any) -> StepReport:
    usual = {"title": node_id, "action": "click", "outcome": StepOutcome.DONE, "wait_time": 1.0, "waited": 0.0}
    return StepReport(node_id=node_id, started_at=NOW, finished_at=at(1), **{**usual, **facts})


def test_a_run_that_has_only_been_created_is_pending() -> None:
    made = recording.summary(run(), workflow(), {})
    assert (made.phase, made.duration_ms, made.category, made.attempt) == (Phase.PENDING, None, None, 0)


def test_what_its_status_says_stands_in_the_columns() -> None:
    error = Failure(
        category=Category.UPSTREAM_ERROR,
        sub_type=SubType.HTTP_ERROR,
        fault=Fault.WEBSITE,
        code="busy",
        message="Open failed: 502.",
        node_id="open",
    )
    status = RunStatus(
        phase=Phase.FAILED, version=4, started_at=at(1), finished_at=at(3.25), attempt=2, error=error, records=7
    )
    made = recording.summary(run(status, trigger=Trigger.SCHEDULE, dry_run=True), workflow(), {})
    assert (made.phase, made.version, made.attempt, made.records) == (Phase.FAILED, 4, 2, 7)
    assert (made.category, made.sub_type, made.code, made.fault, made.node_id) == (
        Category.UPSTREAM_ERROR,
        SubType.HTTP_ERROR,
        "busy",
        Fault.WEBSITE,
        "open",
    )
    assert (made.duration_ms, made.trigger, made.dry_run) == (2250, Trigger.SCHEDULE, True)


@pytest.mark.parametrize(
    ("says", "steps", "want"),
    [
        ({"site": "portal.test"}, {1: [step(url="https://other.test/x")]}, "portal.test"),
        ({}, {1: [step(), step(url="https://login.test/")]}, "login.test"),
        ({}, {1: [step(url="https://old.test/")], 2: [step(url="https://new.test:8443/")]}, "new.test"),
        ({}, {1: [step(url="about:blank")]}, ""),
        ({}, {}, ""),
    ],
)
def test_its_site_is_the_workflows_or_the_first_that_its_last_attempt_was_on(
    says: dict[str, Any], steps: dict[int, list[StepReport]], want: str
) -> None:
    assert recording.summary(run(), workflow(**says), steps).site == want


def test_secret_inputs_are_masked() -> None:
    inputs = (Input(name="member"), Input(name="pin", secret=True))
    asked = run(inputs={"member": "4711", "pin": "1234", "unknown": "x"})
    assert recording.record(asked, workflow(inputs=inputs), {}).inputs == {
        "member": "4711",
        "pin": MASK,
        "unknown": MASK,
    }


def test_all_inputs_are_masked_where_the_workflow_has_gone() -> None:
    assert recording.record(run(inputs={"member": "4711"}), None, {}).inputs == {"member": MASK}


def test_a_run_that_is_kept_is_read_as_it_was() -> None:
    was = run(RunStatus(phase=Phase.SUCCEEDED, attempt=2, attempts=(attempt(1), attempt(2))))
    assert recording.run(recording.record(was, workflow(), {})) == was


def test_steps_are_numbered_within_their_attempt() -> None:
    made = recording.record(
        run(RunStatus(attempts=(attempt(1), attempt(2)))), workflow(), {2: [step("c")], 1: [step("a"), step("b")]}
    )
    assert [(each.attempt, each.sequence, each.node_id) for each in made.steps] == [
        (1, 1, "a"),
        (1, 2, "b"),
        (2, 1, "c"),
    ]
    assert len(made.attempts) == 2


def test_the_place_of_a_run_is_a_uuid_of_its_creation_and_the_same_each_time() -> None:
    place = recording.place(NOW, "uid-1")
    assert (place.version, place.variant) == (7, "specified in RFC 4122")
    assert int(place.hex[:12], 16) == NOW.timestamp() * 1000
    assert place == recording.place(NOW, "uid-1") != recording.place(NOW, "uid-2")
    assert place < recording.place(NOW + timedelta(milliseconds=1), "uid-1")


@pytest.mark.parametrize(("version", "want"), [("12", 12), ("", 0), ("abc", 0), ("-3", 0), ("²", 0)])
def test_resource_versions_are_compared_as_numbers_where_they_are_some(version: str, want: int) -> None:
    assert recording.order(version) == want
