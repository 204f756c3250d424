"""What a schedule asks for: builders.NOW is noon, and the schedule is due every hour."""

from datetime import datetime
from typing import Any

import pytest

from tests.support.builders import NOW, at, graph, node, version, workflow
from webmend.domain.condition import find
from webmend.domain.workflow import Pause, ScheduleInForce, Workflow
from webmend.policy.schedule import Going
from webmend.policy.workflow import WorkflowFacts, WorkflowPlan, plan, starts_run

HOUR = 3600
RUNNING, STOPPING = Going("earlier"), Going("earlier", is_stopping=True)
NOON_RUN = "portal-wf-uid-202611251200"


def hourly(policy: str = "Forbid", deadline: int | None = None, cron: str = "0 * * * *") -> dict[str, Any]:
    limit = {} if deadline is None else {"startingDeadlineSeconds": deadline}
    return {"cron": [cron], "concurrencyPolicy": policy, **limit}


def in_force(since: datetime, **spec: Any) -> Workflow:
    """A workflow whose schedule has been in force since then."""
    made = workflow(**{"schedule": hourly(), **spec})
    return made.with_(status=plan(WorkflowFacts(made), since).status)


def planned(of: Workflow, now: datetime, *going: Going) -> WorkflowPlan:
    return plan(WorkflowFacts(of, (version(of),), going), now)


def started(made: WorkflowPlan) -> str:
    return made.start["metadata"]["name"] if made.start else ""


def said(made: WorkflowPlan) -> tuple[str, str, str]:
    condition = find(made.status.conditions, "Scheduled")
    assert condition is not None
    return condition.status, condition.reason, condition.message


def test_until_it_is_due_a_schedule_tells_when_that_is() -> None:
    made = planned(in_force(at(-60)), at(-30))
    assert (made.start, made.event) == (None, None)
    assert (made.status.next_schedule_time, made.due) == (NOW, NOW)
    assert said(made) == ("True", "InForce", "")


def test_a_run_starts_when_it_is_due_with_what_history_needs() -> None:
    made = planned(in_force(at(-60)), NOW)
    assert made.start == {
        "apiVersion": "webmend.io/v1alpha1",
        "kind": "WorkflowRun",
        "metadata": {
            "name": NOON_RUN,
            "namespace": "clinic",
            "labels": {"webmend.io/workflow": "portal", "app.kubernetes.io/managed-by": "webmend"},
            "annotations": {"webmend.io/due": "2026-11-25T12:00:00Z"},
            "ownerReferences": [
                {
                    "apiVersion": "webmend.io/v1alpha1",
                    "kind": "Workflow",
                    "name": "portal",
                    "uid": "wf-uid",
                    "controller": True,
                }
            ],
        },
        "spec": {"workflowRef": {"name": "portal"}, "trigger": "Schedule"},
    }
    assert (made.status.last_schedule_time, made.status.next_schedule_time) == (NOW, at(HOUR))
    sentence = f"Started {NOON_RUN}, due at 2026-11-25T12:00:00Z"
    assert said(made) == ("True", "RunStarted", sentence)
    assert made.event is not None
    assert (made.event.message, made.reason, made.event.warning) == (sentence, sentence, False)


def test_a_start_that_is_stored_is_not_made_again_and_nothing_is_written() -> None:
    done = planned(in_force(at(-60)), NOW).status
    again = planned(in_force(at(-60)).with_(status=done), at(1), Going(NOON_RUN))
    assert (again.start, again.event, again.status) == (None, None, done)


def test_a_start_that_was_not_stored_is_the_same_run() -> None:
    assert [started(planned(in_force(at(-60)), at(late))) for late in (0, 5, HOUR - 1)] == [NOON_RUN] * 3


@pytest.mark.parametrize("policy", ["Allow", "Forbid", "Replace"])
@pytest.mark.parametrize("deadline", [None, 10])
def test_a_start_that_was_not_noted_is_noted_while_the_run_goes_on_and_the_run_is_left_alone(
    policy: str, deadline: int | None
) -> None:
    made = planned(in_force(at(-60), schedule=hourly(policy, deadline)), at(60), Going(NOON_RUN))
    assert (started(made), made.stop, made.status.last_schedule_time) == (NOON_RUN, (), NOW)


def test_a_workflow_created_anew_under_the_old_name_has_other_runs() -> None:
    other = in_force(at(-60)).with_(uid="11112222-3333")
    assert started(planned(other, NOW)) == "portal-11112222-202611251200"


@pytest.mark.parametrize(
    ("away", "deadline", "want"),
    [
        pytest.param(0, 10, "", id="on time"),
        pytest.param(10, 10, "", id="just within the deadline"),
        pytest.param(11, 10, "late", id="just too late"),
        pytest.param(600, None, "", id="however late, without a deadline"),
        pytest.param(
            5 * HOUR, None, "; of the starts before it 5 were missed and are not made up for", id="the latest"
        ),
        pytest.param(
            *(200 * HOUR, None), "; of the starts before it 100 or more were missed and are not made up for", id="many"
        ),
        pytest.param(5 * HOUR, HOUR, "; of the starts before it 5 were missed and are not made up for", id="in time"),
    ],
)
def test_of_what_was_missed_only_the_latest_is_made_up_for_and_only_in_time(
    away: int, deadline: int | None, want: str
) -> None:
    made = planned(in_force(at(-60), schedule=hourly(deadline=deadline)), at(away))
    if want == "late":
        assert started(made) == ""
        assert said(made)[1:] == (
            "StartMissed",
            "The run due at 2026-11-25T12:00:00Z was not started: it is more than 10 s late (startingDeadlineSeconds)",
        )
        assert made.event is not None
        assert made.event.warning
    else:
        hours = away // HOUR
        assert started(made) == f"portal-wf-uid-{at(hours * HOUR):%Y%m%d%H%M}"
        assert said(made)[2].partition("Z")[2] == want


def test_a_start_that_came_too_late_is_told_once() -> None:
    late = in_force(at(-60), schedule=hourly(deadline=10))
    told = planned(late, at(11)).status
    again = planned(late.with_(status=told), at(12))
    assert (again.start, again.event, again.status) == (None, None, told)


@pytest.mark.parametrize(
    ("policy", "going", "want_start", "want_stop", "want_reason"),
    [
        ("Allow", (), True, (), "RunStarted"),
        ("Allow", (RUNNING,), True, (), "RunStarted"),
        ("Forbid", (), True, (), "RunStarted"),
        ("Forbid", (RUNNING,), False, (), "StillRunning"),
        ("Replace", (), True, (), "RunStarted"),
        ("Replace", (RUNNING,), False, ("earlier",), "Replacing"),
        ("Replace", (STOPPING,), False, (), "Replacing"),
        ("Replace", (STOPPING, Going("other")), False, ("other",), "Replacing"),
    ],
)
def test_a_run_that_is_not_over_is_met_as_the_policy_says(
    policy: str, going: tuple[Going, ...], want_start: bool, want_stop: tuple[str, ...], want_reason: str
) -> None:
    made = planned(in_force(at(-60), schedule=hourly(policy)), NOW, *going)
    assert (bool(made.start), made.stop, said(made)[1]) == (want_start, want_stop, want_reason)
    assert made.due == at(HOUR)


def test_a_forbidden_start_is_told_once_and_made_up_for_when_the_run_is_over() -> None:
    busy = in_force(at(-60))
    first = planned(busy, NOW, RUNNING)
    assert first.event is not None
    assert first.event.message == (
        "The run due at 2026-11-25T12:00:00Z was not started: earlier is not over (concurrencyPolicy Forbid)"
    )
    second = planned(busy.with_(status=first.status), at(60), RUNNING)
    assert (second.event, second.status) == (None, first.status)
    assert started(planned(busy.with_(status=first.status), at(90))) == NOON_RUN


def test_a_forbidden_start_goes_by_when_the_run_outlasts_the_deadline() -> None:
    busy = in_force(at(-60), schedule=hourly(deadline=60))
    skipped = planned(busy, NOW, RUNNING).status
    over = planned(busy.with_(status=skipped), at(90))
    assert (over.start, said(over)[1]) == (None, "StartMissed")


def test_each_start_that_is_forbidden_is_told() -> None:
    busy = in_force(at(-60))
    skipped = planned(busy, NOW, RUNNING).status
    next_ = planned(busy.with_(status=skipped), at(HOUR), RUNNING)
    assert next_.event is not None
    assert "2026-11-25T13:00:00Z" in next_.event.message


def test_a_replacement_starts_when_the_run_has_stopped_however_long_that_takes() -> None:
    busy = in_force(at(-60), schedule=hourly("Replace", deadline=10))
    decided = planned(busy, at(5), RUNNING).status
    waiting = planned(busy.with_(status=decided), at(100), STOPPING)
    assert (waiting.start, waiting.stop, waiting.status) == (None, (), decided)
    assert started(planned(busy.with_(status=decided), at(200))) == NOON_RUN


def test_a_stop_that_was_not_asked_for_before_a_crash_is_asked_for_after_it() -> None:
    busy = in_force(at(-60), schedule=hourly("Replace"))
    decided = planned(busy, NOW, RUNNING).status
    assert planned(busy.with_(status=decided), at(1), RUNNING).stop == ("earlier",)


def paused_by_code(of: Workflow) -> Workflow:
    pause = Pause(code="NO_SUCH", run="portal-1", at=NOW, generation=of.generation)
    return of.with_(status=of.status.with_(paused=pause))


SILENT = {
    "a Draft": (in_force(at(-60)).with_(spec=workflow(schedule=hourly(), state="Draft").spec), "Draft"),
    "Paused": (in_force(at(-60)).with_(spec=workflow(schedule=hourly(), state="Paused").spec), "Paused"),
    "paused by an error code": (paused_by_code(in_force(at(-60))), "ErrorCode"),
    "a graph that makes no sense": (
        in_force(at(-60)).with_(spec=workflow(graph(node("a", next="nowhere")), schedule=hourly()).spec),
        "NotAccepted",
    ),
    "a cron that makes no sense": (
        in_force(at(-60)).with_(spec=workflow(schedule=hourly(cron="0 99 * * *")).spec),
        "NotAccepted",
    ),
    "an input that nobody gives": (
        in_force(at(-60)).with_(spec=workflow(schedule=hourly(), inputs=[{"name": "id", "required": True}]).spec),
        "InputsMissing",
    ),
    "no schedule": (in_force(at(-60)).with_(spec=workflow().spec), "NoSchedule"),
}


@pytest.mark.parametrize("case", SILENT)
def test_a_schedule_that_is_not_in_force_starts_nothing_and_says_why(case: str) -> None:
    of, want = SILENT[case]
    made = planned(of, NOW, RUNNING)
    assert (made.start, made.stop, made.event, made.due) == (None, (), None, None)
    assert said(made)[:2] == ("False", want)
    assert (made.status.schedule, made.status.next_schedule_time) == (None, None)


@pytest.mark.parametrize("case", SILENT)
def test_what_was_due_while_it_was_not_in_force_is_not_missed(case: str) -> None:
    of, _ = SILENT[case]
    asleep = in_force(at(-60)).with_(status=planned(of, at(-30)).status.with_(paused=None))
    awake = planned(asleep, at(30))
    assert (awake.start, awake.status.next_schedule_time) == (None, at(HOUR))
    assert said(awake) == ("True", "InForce", "")


def test_an_invalid_schedule_is_not_accepted_and_the_path_is_named() -> None:
    made = plan(WorkflowFacts(workflow(schedule={"cron": ["0 99 * * *"], "timeZone": "Mars/Base"})), NOW)
    accepted = find(made.status.conditions, "Accepted")
    assert accepted is not None
    assert accepted.message == (
        "spec.schedule.cron[0]: 0 99 * * * is no cron expression: Bad hour; "
        "spec.schedule.timeZone: there is no IANA time zone Mars/Base"
    )


@pytest.mark.parametrize(
    ("spec", "want"),
    [
        ({"cron": ["30 * * * *"]}, at(HOUR / 2)),
        ({"cron": ["0 * * * *"], "timeZone": "Asia/Kathmandu"}, at(HOUR / 4)),
        ({"cron": ["0 * * * *", "5 * * * *"]}, at(300)),
    ],
)
def test_a_changed_schedule_counts_from_the_change(spec: dict[str, Any], want: datetime) -> None:
    changed = in_force(at(-5 * HOUR)).with_(spec=workflow(schedule=spec).spec)
    made = planned(changed, at(1))
    assert (made.start, made.due) == (None, want)
    assert said(made) == ("True", "InForce", "")


def test_another_policy_or_graph_is_no_other_schedule() -> None:
    changed = in_force(at(-60)).with_(spec=workflow(graph(node("a")), schedule=hourly("Allow", deadline=60)).spec)
    assert started(planned(changed, at(1))) == NOON_RUN


def test_a_new_workflow_does_not_miss_what_came_before_the_operator_first_saw_it() -> None:
    fresh = workflow(schedule=hourly()).with_(created=at(-10))
    assert started(planned(fresh, at(5))) == NOON_RUN
    assert started(planned(fresh.with_(created=at(1)), at(5))) == ""


def test_a_workflow_without_a_schedule_has_no_such_condition() -> None:
    assert find(planned(workflow(), NOW).status.conditions, "Scheduled") is None


@pytest.mark.parametrize(
    ("now", "going", "want"),
    [(at(-1), (), False), (NOW, (), True), (NOW, (RUNNING,), True), (NOW, (STOPPING,), False)],
)
def test_only_what_changes_runs_needs_a_fresh_look(now: datetime, going: tuple[Going, ...], want: bool) -> None:
    of = in_force(at(-60), schedule=hourly("Replace"))
    assert starts_run(WorkflowFacts(of, going=going), now) is want


def test_what_is_remembered_survives_its_stored_form() -> None:
    status = planned(in_force(at(-60), schedule=hourly("Replace")), NOW, RUNNING).status
    assert status.schedule is not None
    again = ScheduleInForce.model_validate(status.schedule.stored())
    assert again == status.schedule
