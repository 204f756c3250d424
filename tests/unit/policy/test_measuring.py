"""What of a change of a run's status is counted, and what is no news."""

from typing import Any

import pytest

from tests.support.builders import at, attempt, failure, run, version, workflow
from webmend.domain.failure import Category, Failure, Fault, SubType
from webmend.domain.phase import Phase
from webmend.domain.run import InputReason, InputRequest, Recovery, RecoveryKind, RecoveryState, RunStatus, Trigger
from webmend.domain.version import Author, Repair, RepairKind
from webmend.policy import measuring
from webmend.policy.measuring import Finished, InputEnded, RecoveryBegun, RecoveryEnded, Started, StepFailed
from webmend.policy.run import RunFacts

GOING = RunStatus(phase=Phase.RUNNING, attempts=(attempt(),), started_at=at(3))
LOST = failure(Category.XPATH_INCORRECT, SubType.SELECTOR_NO_MATCH)
SLOW = failure(Category.PAGE_STILL_LOADING, SubType.SPINNER_VISIBLE)


def recovery(sequence: int = 1, error: Failure = LOST, **fields: Any) -> Recovery:
    return Recovery(
        **{
            "attempt": 1,
            "sequence": sequence,
            "kind": RecoveryKind.REPAIR_SELECTOR,
            "node_id": "new-patient",
            "what": "it was found anew",
            "error": error,
            "decided_at": at(10),
            **fields,
        }
    )


def happened(before: RunStatus, after: RunStatus, **facts: Any) -> list[object]:
    """What is counted, 100 seconds after NOW."""
    return list(measuring.of_run(RunFacts(run=run(before, **facts.pop("spec", {})), **facts), after, at(100)))


@pytest.mark.parametrize(
    ("spec", "intended", "want"),
    [
        ({}, at(30), Started(Trigger.MANUAL, 30.0)),
        ({"trigger": Trigger.SCHEDULE}, at(30), Started(Trigger.SCHEDULE, 30.0)),
        ({"start_at": at(20)}, at(30), Started(Trigger.MANUAL, 10.0)),
        ({"start_at": at(-20)}, at(30), Started(Trigger.MANUAL, 30.0)),
    ],
)
def test_a_run_starts_with_its_first_attempt_and_has_queued_since_it_could(spec: Any, intended: Any, want: Any) -> None:
    after = RunStatus(phase=Phase.RUNNING, attempts=(attempt(intended_at=intended),))
    assert happened(RunStatus(phase=Phase.PENDING), after, spec=spec) == [want]


def test_a_further_attempt_starts_no_run() -> None:
    assert happened(GOING, GOING.with_(attempts=(attempt(), attempt(2)))) == []


@pytest.mark.parametrize(
    ("status", "want"),
    [
        ({"phase": Phase.SUCCEEDED}, Finished("Succeeded", None, at(63), 60.0)),
        ({"phase": Phase.SUCCEEDED, "recovered": True}, Finished("Recovered", None, at(63), 60.0)),
        ({"phase": Phase.FAILED, "error": LOST}, Finished("Failed", Category.XPATH_INCORRECT, at(63), 60.0)),
        ({"phase": Phase.STOPPED, "started_at": None}, Finished("Stopped", None, at(63), None)),
    ],
)
def test_a_run_ends_with_a_result(status: Any, want: Finished) -> None:
    assert happened(GOING, GOING.with_(finished_at=at(63), **status)) == [want]
    assert want.result in measuring.RESULTS


def test_what_is_written_of_a_run_that_is_over_ends_it_no_second_time() -> None:
    over = GOING.with_(phase=Phase.SUCCEEDED, finished_at=at(63))
    assert happened(over, over.with_(replays=("again",))) == []


def test_a_failure_counts_when_it_is_first_answered_and_a_recovery_when_its_outcome_is_known() -> None:
    answered = GOING.with_(recoveries=(recovery(),))
    begun = RecoveryBegun(Category.XPATH_INCORRECT, RecoveryKind.REPAIR_SELECTOR)
    assert happened(GOING, answered) == [StepFailed(LOST, is_regression=False), begun]
    ended = answered.with_(recoveries=(recovery(state=RecoveryState.SUCCEEDED, finished_at=at(14)),))
    want = RecoveryEnded(Category.XPATH_INCORRECT, RecoveryKind.REPAIR_SELECTOR, RecoveryState.SUCCEEDED, 4.0)
    assert happened(answered, ended) == [want]
    assert happened(ended, ended.with_(recoveries=(*ended.recoveries, recovery(2)))) == [StepFailed(LOST, False), begun]


def test_a_second_answer_to_one_failure_is_no_second_failure() -> None:
    asked = GOING.with_(recoveries=(recovery(kind=RecoveryKind.REQUEST_INPUT),))
    again = recovery(kind=RecoveryKind.RETRY_PLATFORM, decided_at=at(20))
    want = RecoveryBegun(Category.XPATH_INCORRECT, RecoveryKind.RETRY_PLATFORM)
    assert happened(asked, asked.with_(recoveries=(*asked.recoveries, again))) == [want]


def test_that_nothing_was_done_is_no_recovery() -> None:
    told = recovery(kind=RecoveryKind.NOTIFY, state=RecoveryState.NOT_ATTEMPTED)
    assert happened(GOING, GOING.with_(recoveries=(told,))) == [StepFailed(LOST, is_regression=False)]


def test_an_attempt_that_ended_without_a_word_has_failed_at_no_step() -> None:
    gone = failure(Category.NOT_CONFIDENT, fault=Fault.PLATFORM, reason="NodeLost")
    cut_off = recovery(0, gone, kind=RecoveryKind.RETRY_PLATFORM)
    want = RecoveryBegun(Category.NOT_CONFIDENT, RecoveryKind.RETRY_PLATFORM)
    assert happened(GOING, GOING.with_(recoveries=(cut_off,))) == [want]


@pytest.mark.parametrize(
    ("kind", "node", "error", "want"),
    [
        (RepairKind.SELECTOR, "new-patient", LOST, True),
        (RepairKind.WAIT_TIME, "new-patient", SLOW, True),
        (RepairKind.SELECTOR, "new-patient", SLOW, False),
        (RepairKind.SELECTOR, "open", LOST, False),
        (RepairKind.DESCRIPTION, "new-patient", LOST, False),
    ],
)
def test_a_step_that_fails_as_before_its_repair_is_a_regression(
    kind: RepairKind, node: str, error: Failure, want: bool
) -> None:
    given: Any = {
        RepairKind.SELECTOR: {"selector": {"testId": "new"}},
        RepairKind.WAIT_TIME: {"waitTime": "30s"},
        RepairKind.DESCRIPTION: {"description": "Clicks the button"},
    }
    repair = Repair.model_validate({"kind": kind, "nodeId": node, "nodeDigest": "d", "note": "n", **given[kind]})
    mended = version(workflow(), author=Author.WEBMEND, repairs=(repair,))
    [failed, _] = happened(GOING, GOING.with_(recoveries=(recovery(error=error),)), versions=(mended,))
    assert failed == StepFailed(error, is_regression=want)


def question(name: str) -> InputRequest:
    reason = InputReason.INPUT_REQUIRED
    return InputRequest(request_id=name, attempt=1, sequence=1, reason=reason, asked_at=at(40), expires_at=at(200))


@pytest.mark.parametrize(
    ("after", "want"), [(None, [InputEnded(60.0)]), (question("b"), [InputEnded(60.0)]), (question("a"), [])]
)
def test_a_question_ends_when_it_is_open_no_longer(after: InputRequest | None, want: list[object]) -> None:
    assert happened(GOING.with_(input_request=question("a")), GOING.with_(input_request=after)) == want


def test_versions_count_once_by_what_they_came_of() -> None:
    portal = workflow()
    known = (
        version(portal, 1),
        version(portal, 2, author=Author.WEBMEND),
        version(portal, 3).with_(spec=version(portal, 3).spec.with_(graph=None, revert_to=1)),
    )
    assert list(measuring.new_versions(known, 0, 3)) == ["User", "Webmend", "Revert"]
    assert list(measuring.new_versions(known, 2, 3)) == ["Revert"]
    assert list(measuring.new_versions(known, 3, 3)) == []


@pytest.mark.parametrize(
    ("error", "want"),
    [
        (failure(Category.NOT_CONFIDENT), True),
        (failure(Category.NOT_CONFIDENT, fault=Fault.PLATFORM, reason="NodeLost"), False),
        (LOST, False),
    ],
)
def test_a_failure_is_unclear_when_nobody_knows_why(error: Failure, want: bool) -> None:
    assert measuring.is_unclear(error) is want


def test_time_that_runs_backwards_counts_as_none() -> None:
    after = RunStatus(phase=Phase.RUNNING, attempts=(attempt(intended_at=at(-5)),))
    assert happened(RunStatus(), after) == [Started(Trigger.MANUAL, 0.0)]
