"""What is told of a run, and that nothing is told twice or left out, whoever looks when."""

import itertools
from collections.abc import Sequence
from typing import Any

import pytest

from tests.support.builders import NOW, at, attempt, failure, run
from tests.support.events import bodies
from webmend.domain.data import DataRuleKind, DataWarning
from webmend.domain.event import Event
from webmend.domain.failure import Category, Fault
from webmend.domain.phase import Phase
from webmend.domain.run import (
    AttemptState,
    InputReason,
    InputRequest,
    Recovery,
    RecoveryKind,
    RecoveryState,
    Run,
    RunStatus,
)
from webmend.policy import recording
from webmend.policy.telling.run import REQUEUES, happened

DOWN = failure(Category.SERVICE_UNAVAILABLE, message="the site answers 503")
MOVED = failure(Category.XPATH_INCORRECT, node_id="save")


def told(of: Run) -> tuple[Event, ...]:
    return happened(of, recording.summary(of, None, {}))


def types(of: Run) -> list[str]:
    return [str(event.type).removeprefix("execution.") for event in told(of)]


def standing(phase: Phase, **facts: Any) -> Run:
    """A run that has begun and stands there."""
    over = {"finished_at": at(60)} if phase in (Phase.SUCCEEDED, Phase.FAILED, Phase.STOPPED) else {}
    return run(
        RunStatus(
            **{
                "phase": phase,
                "attempt": 1,
                "version": 3,
                "started_at": at(5),
                "attempts": (attempt(),),
                **over,
                **facts,
            }
        )
    )


def recovery(kind: RecoveryKind, state: RecoveryState = RecoveryState.SUCCEEDED, **facts: Any) -> Recovery:
    about = {"attempt": 1, "sequence": 1, "what": "something was done", "decided_at": at(20), **facts}
    return Recovery(kind=kind, state=state, **about)


REQUEUED = recovery(RecoveryKind.REQUEUE, RecoveryState.PENDING, error=DOWN, what="Attempt 2 follows")
MENDED = recovery(RecoveryKind.REPAIR_SELECTOR, error=MOVED, node_id="save", version=4)
WARNED = DataWarning(output="rows", rule=DataRuleKind.MIN_ROWS, message="rows has 1 row")
DROPPED = DataWarning(output="rows", rule=DataRuleKind.MAX_DROP_PERCENT, message="rows has 1 row, 90 % fewer")
ASKED = InputRequest(
    request_id="a1-s1",
    attempt=1,
    sequence=1,
    node_id="search",
    reason=InputReason.INCORRECT_FORM_INPUT,
    message="no such patient",
    inputs={"patient": "4711", "pin": "***"},
    screenshot="runs/u/a1/files/1.webp",
    asked_at=at(20),
    expires_at=at(35),
)


@pytest.mark.parametrize(
    ("of", "want"),
    [
        (run(), []),
        (run(RunStatus(phase=Phase.PENDING)), []),
        (run(RunStatus(phase=Phase.RUNNING, attempt=1)), []),
        (standing(Phase.RUNNING), ["started"]),
        (standing(Phase.RECOVERING, recoveries=(MENDED.with_(state=RecoveryState.PENDING),)), ["started"]),
        (standing(Phase.VALIDATING), ["started"]),
        (standing(Phase.SUCCEEDED), ["started", "succeeded"]),
        (standing(Phase.SUCCEEDED, recovered=True, recoveries=(MENDED,)), ["started", "recovered"]),
        (standing(Phase.FAILED, error=DOWN), ["started", "failed"]),
        (standing(Phase.FAILED, started_at=None, error=DOWN), ["failed"]),
        (standing(Phase.STOPPED), ["started", "stopped"]),
        (standing(Phase.REQUEUED, recoveries=(REQUEUED,)), ["started", "requeued"]),
        (standing(Phase.INPUT_REQUIRED, input_request=ASKED), ["started", "input_required"]),
        (
            standing(Phase.SUCCEEDED, warnings=(WARNED, DROPPED)),
            ["started", "workflow.data_invalid", "workflow.data_change", "succeeded"],
        ),
        (standing(Phase.VALIDATING, warnings=(WARNED,)), ["started"]),
        (standing(Phase.SUCCEEDED, warnings=(DROPPED,)), ["started", "workflow.data_change", "succeeded"]),
    ],
)
def test_what_is_told_of_a_run_by_where_it_stands(of: Run, want: list[str]) -> None:
    assert types(of) == want
    bodies(*told(of))


@pytest.mark.parametrize("kind", RecoveryKind)
def test_a_further_attempt_is_told_and_nothing_else_that_was_done_about_a_failure(kind: RecoveryKind) -> None:
    of = standing(Phase.RUNNING, recoveries=(recovery(kind, RecoveryState.PENDING),))
    assert ("requeued" in types(of)) is (kind in REQUEUES)


@pytest.mark.parametrize("state", RecoveryState)
def test_a_password_is_told_as_updated_once_it_is(state: RecoveryState) -> None:
    of = standing(Phase.RUNNING, recoveries=(recovery(RecoveryKind.ROTATE_PASSWORD, state),))
    assert ("password_updated" in types(of)) is (state is RecoveryState.SUCCEEDED)


def test_a_failure_says_why_also_in_the_names_that_consumers_know() -> None:
    *_, body = bodies(*told(standing(Phase.FAILED, error=DOWN, message="the site answers 503")))
    assert body["type"] == "execution.failed"
    assert body["timestamp"] == "2026-11-25T12:01:00Z"
    assert body["data"]["llm_error_category"] == body["data"]["error"]["category"] == "SERVICE_UNAVAILABLE"
    assert (body["data"]["sessionId"], body["data"]["run"]) == ("11112222-aaaa-bbbb-cccc-000000000000", "portal-1")


def test_a_platforms_fault_is_told_with_its_precise_reason() -> None:
    lost = failure(Category.NOT_CONFIDENT, fault=Fault.PLATFORM, reason="NodeLost")
    *_, body = bodies(*told(standing(Phase.FAILED, error=lost)))
    assert body["data"]["error"]["reason"] == "NodeLost"


def test_a_requeue_says_which_attempt_follows_and_when() -> None:
    of = standing(Phase.REQUEUED, recoveries=(REQUEUED,), next_attempt_time=at(600), max_attempts=4)
    *_, body = bodies(*told(of))
    data = body["data"]
    assert (data["attempt"], data["nextAttempt"], data["maxAttempts"]) == (1, 2, 4)
    assert data["scheduledAt"] == "2026-11-25T12:10:00Z"
    assert data["llm_error_category"] == "SERVICE_UNAVAILABLE"


def test_a_requeue_that_nobody_saw_says_when_the_attempt_was_begun() -> None:
    attempts = (attempt(state=AttemptState.FAILED), attempt(2, intended_at=at(601)))
    of = standing(Phase.RUNNING, attempt=2, attempts=attempts, recoveries=(REQUEUED,))
    assert bodies(*told(of))[1]["data"]["scheduledAt"] == "2026-11-25T12:10:01Z"


def test_a_question_carries_what_an_answer_needs_and_no_secret() -> None:
    *_, body = bodies(*told(standing(Phase.INPUT_REQUIRED, input_request=ASKED)))
    data = body["data"]
    assert (data["requestId"], data["reason"]) == ("a1-s1", "incorrect_form_input")
    assert data["inputs"] == {"patient": "4711", "pin": "***"}
    assert data["expiresAt"] == "2026-11-25T12:00:35Z"


def test_a_mended_run_says_what_was_mended_and_what_was_only_tried_is_left_out() -> None:
    tried = recovery(RecoveryKind.WAIT_AND_RETRY, RecoveryState.FAILED)
    *_, event = told(standing(Phase.SUCCEEDED, recovered=True, recoveries=(tried, MENDED)))
    assert event.data["mended"] == [
        {
            "kind": "RepairSelector",
            "nodeId": "save",
            "what": "something was done",
            "category": "XPATH_INCORRECT",
            "version": 4,
        }
    ]
    assert event.category is Category.XPATH_INCORRECT


LIFE: Sequence[Run] = (
    run(RunStatus(phase=Phase.PENDING)),
    standing(Phase.RUNNING),
    standing(Phase.INPUT_REQUIRED, input_request=ASKED, recoveries=(recovery(RecoveryKind.REQUEST_INPUT),)),
    standing(Phase.RUNNING, recoveries=(recovery(RecoveryKind.REQUEST_INPUT),)),
    standing(Phase.REQUEUED, recoveries=(recovery(RecoveryKind.REQUEST_INPUT), REQUEUED), next_attempt_time=at(600)),
    standing(
        Phase.RUNNING,
        attempt=2,
        attempts=(attempt(), attempt(2, intended_at=at(600))),
        recoveries=(recovery(RecoveryKind.REQUEST_INPUT), REQUEUED),
    ),
    standing(
        Phase.SUCCEEDED,
        attempt=2,
        attempts=(attempt(), attempt(2, intended_at=at(600))),
        recoveries=(
            recovery(RecoveryKind.REQUEST_INPUT),
            REQUEUED.with_(state=RecoveryState.SUCCEEDED),
            recovery(RecoveryKind.ROTATE_PASSWORD, attempt=2),
        ),
        recovered=True,
        warnings=(WARNED,),
    ),
)
"""A run as it was written, one after the other."""
WANT = {
    "execution.started",
    "execution.input_required",
    "execution.requeued",
    "execution.password_updated",
    "workflow.data_invalid",
    "execution.recovered",
}


@pytest.mark.parametrize("seen", list(itertools.product([False, True], repeat=len(LIFE) - 1)))
def test_whichever_of_its_states_a_recorder_has_seen_each_thing_is_told_exactly_once(seen: tuple[bool, ...]) -> None:
    looked_at = [state for state, is_seen in zip(LIFE, [*seen, True], strict=True) if is_seen]
    kept: dict[Any, Event] = {}
    for state in looked_at:
        for event in told(state):
            kept.setdefault(event.id, event)
    assert sorted(str(event.type) for event in kept.values()) == sorted(WANT)
    bodies(*kept.values())


def test_the_same_happening_in_another_run_is_another_event() -> None:
    one, other = standing(Phase.SUCCEEDED), standing(Phase.SUCCEEDED).with_(uid="another")
    assert not {event.id for event in told(one)} & {event.id for event in told(other)}


def test_each_requeue_is_an_event_of_its_own() -> None:
    of = standing(Phase.RUNNING, attempt=3, recoveries=(REQUEUED, REQUEUED.with_(attempt=2)))
    assert types(of) == ["started", "requeued", "requeued"]
    assert len({event.id for event in told(of)}) == 3


def test_events_of_one_look_come_in_the_order_in_which_they_happened() -> None:
    times = [event.at for event in told(LIFE[-1])]
    assert times == sorted(times)
    assert times[0] > NOW
