"""Which runs do not get on, and when a schedule has gone too long without a success."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.builders import NOW, at, attempt, run, workflow
from webmend.domain.condition import Condition, ConditionStatus
from webmend.domain.phase import Phase
from webmend.domain.run import InputReason, InputRequest, RunStatus
from webmend.domain.workflow import Schedule
from webmend.policy import overdue

ASKED = InputRequest(
    request_id="a", attempt=1, sequence=1, reason=InputReason.INPUT_REQUIRED, asked_at=NOW, expires_at=at(15)
)
ATTEMPTS = (attempt(),)


@pytest.mark.parametrize(
    ("status", "due"),
    [
        ({}, 0),
        ({"phase": Phase.REQUEUED, "next_attempt_time": at(60)}, 60),
        ({"phase": Phase.INPUT_REQUIRED, "input_request": ASKED, "attempts": ATTEMPTS}, 15),
        ({"phase": Phase.RUNNING, "attempts": ATTEMPTS}, 3600),
        ({"phase": Phase.RECOVERING, "attempts": ATTEMPTS}, 3600),
        ({"phase": Phase.VALIDATING, "attempts": ATTEMPTS}, 3600),
    ],
)
def test_a_run_is_stuck_when_its_next_step_is_ten_minutes_late(status: Any, due: float) -> None:
    known = run(RunStatus(**status))
    assert overdue.is_stuck(known, workflow(), at(due + 601))
    assert not overdue.is_stuck(known, workflow(), at(due + 599))


@pytest.mark.parametrize(
    "status", [{"phase": Phase.PENDING, "reason": "CredentialBusy"}, {"phase": Phase.SUCCEEDED, "attempts": ATTEMPTS}]
)
def test_a_run_that_waits_for_others_or_is_over_is_never_stuck(status: Any) -> None:
    assert not overdue.is_stuck(run(RunStatus(**status)), workflow(), at(1e6))


def test_how_long_an_attempt_may_take_is_the_workflows_word() -> None:
    known, quick = (
        run(RunStatus(phase=Phase.RUNNING, attempts=ATTEMPTS)),
        workflow(runner={"activeDeadlineSeconds": 60}),
    )
    assert overdue.is_stuck(known, quick, at(661))
    assert not overdue.is_stuck(known, None, at(1e6))


@pytest.mark.parametrize(
    ("cron", "want"),
    [
        (("0 * * * *",), "2026-11-25T15:00:00+00:00"),  # the runs of 13:00 and 14:00 have had an hour each
        (("0 3 * * *",), "2026-11-28T03:00:00+00:00"),
        (("0 3 * * 1-5",), "2026-11-30T03:00:00+00:00"),  # over a weekend
        (("0 * * * *", "30 * * * *"), "2026-11-25T13:30:00+00:00"),
    ],
)
def test_a_schedule_is_late_after_two_full_periods_without_success(cron: tuple[str, ...], want: str) -> None:
    assert overdue.late_at(Schedule(cron=cron), NOW) == datetime.fromisoformat(want)


def scheduled(status: ConditionStatus, since: datetime, **spec: Any) -> Any:
    said = Condition(type="Scheduled", status=status, reason="x", message="", last_transition_time=since)
    made = workflow(**{"schedule": {"cron": ["@hourly"]}, **spec})
    return made.with_(status=made.status.with_(conditions=(said,)))


@pytest.mark.parametrize(
    ("made", "want"),
    [
        (scheduled(ConditionStatus.TRUE, at(-50)), at(-10)),
        (scheduled(ConditionStatus.TRUE, at(-5)), at(-5)),  # it was paused since its last success
        (scheduled(ConditionStatus.FALSE, at(-50)), None),
        (scheduled(ConditionStatus.TRUE, at(-50), schedule=None), None),
        (workflow(schedule={"cron": ["@hourly"]}), None),
    ],
)
def test_only_a_schedule_in_force_is_counted_and_from_when_it_is(made: Any, want: datetime | None) -> None:
    assert overdue.counts_from(made, at(-10)) == want


def test_one_period_without_success_is_not_late() -> None:
    late = overdue.late_at(Schedule(cron=("0 * * * *",)), NOW)
    assert late is not None
    assert late - NOW > timedelta(hours=2)
