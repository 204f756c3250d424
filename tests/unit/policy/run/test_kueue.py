"""A Job that Kueue admits: it is made suspended, the run waits for as long as that takes, and begins once it may."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.support.builders import NOW, SETTINGS, at, attempt, run, succeeded, workflow
from tests.unit.policy.run.test_plan import PENDING, RUNNING, actions, ended_pod, plan, started, under_way
from webmend.domain import names
from webmend.domain.condition import is_true
from webmend.domain.phase import Phase
from webmend.domain.run import AttemptCause, AttemptState, Run, SessionStatus
from webmend.policy.job import job_body
from webmend.policy.run import DeleteJob, EmitEvent, JobFacts, RunFacts

DAY = 24 * 3600.0


def waiting(run_: Run | None = None, **job: Any) -> RunFacts:
    """The Job is there and is suspended."""
    run_ = run_ or started()
    facts = JobFacts(run_.status.job_name, "job", run_.uid, suspended=True, queue="browsers")
    return replace(under_way(run_), job=replace(facts, **job), job_seen=True, pods=())


@pytest.mark.parametrize(
    ("of_run", "of_workflow", "want"), [("", "", None), ("", "all", "all"), ("mine", "all", "mine")]
)
def test_the_job_is_made_suspended_where_a_queue_is_named(of_run: str, of_workflow: str, want: str | None) -> None:
    made = job_body(run().with_(queue=of_run), workflow().with_(queue=of_workflow), attempt(), SETTINGS)
    assert made["metadata"]["labels"].get(names.LABEL_QUEUE) == want
    assert made["spec"].get("suspend") is (True if want else None)
    assert names.LABEL_QUEUE not in made["spec"]["template"]["metadata"]["labels"]


@pytest.mark.parametrize(
    ("queue", "says"), [("browsers", "Kueue admits it to the queue browsers"), ("", "by somebody")]
)
def test_the_run_waits_and_says_for_what(queue: str, says: str) -> None:
    made = plan(waiting(queue=queue))
    assert (made.status.phase, made.status.reason) == (Phase.PENDING, "Suspended")
    assert says in made.status.message
    assert is_true(made.status.conditions, "Blocked")
    assert [event.reason for event in actions(made, EmitEvent)] == ["Suspended"]


def test_it_waits_as_long_as_it_takes_and_says_so_once() -> None:
    first = plan(waiting())
    later = plan(waiting(run(first.status)), now=at(30 * DAY))
    assert (later.status, later.actions, later.due) == (first.status, (), None)


def test_once_it_is_admitted_the_run_goes_on_and_its_pod_has_its_time() -> None:
    pending = run(plan(waiting()).status)
    admitted = waiting(pending, suspended=False, started_at=NOW + timedelta(days=2))
    going = plan(admitted, now=at(2 * DAY + 1)).status
    assert (going.phase, is_true(going.conditions, "Blocked")) == (Phase.RUNNING, False)
    still = plan(waiting(run(going), suspended=False, started_at=NOW + timedelta(days=2)), now=at(2 * DAY + 2))
    assert still.status.phase is Phase.RUNNING


def test_a_job_that_is_suspended_in_its_midst_is_not_gone_on_with() -> None:
    admitted = waiting(run(plan(waiting()).status), suspended=False, started_at=NOW)
    begun = run(plan(admitted, now=at(60)).status)
    made = plan(waiting(begun), now=at(120))
    assert (made.status.phase, made.status.attempts[0].state) == (Phase.REQUEUED, AttemptState.INTERRUPTED)
    assert made.status.attempts[0].reason == "Preempted"
    assert [job.name for job in actions(made, DeleteJob)] == [begun.status.job_name]
    assert made.status.attempts[0].cause is AttemptCause.FIRST


def test_while_its_pod_is_still_being_ended_nothing_is_decided() -> None:
    begun = started()
    facts = replace(waiting(begun), pods=(RUNNING,))
    assert plan(facts).status.phase is Phase.RUNNING


def test_an_attempt_that_is_admitted_late_has_the_time_to_start_from_then_on() -> None:
    pending = run(plan(waiting()).status)
    going = run(plan(waiting(pending, suspended=False), now=at(DAY)).status)
    assert plan(waiting(going, suspended=False), now=at(DAY + 1)).status.phase is Phase.RUNNING
    assert plan(waiting(going, suspended=False), now=at(DAY + 700)).status.phase is Phase.REQUEUED


def test_what_it_has_waited_in_the_queue_is_not_held_against_what_comes_after() -> None:
    pending = run(plan(waiting()).status)
    no_node = replace(PENDING, unschedulable="0/3 nodes are available")
    made = plan(replace(waiting(pending, suspended=False), pods=(no_node,)), now=at(2 * DAY))
    assert (made.status.phase, made.status.reason) == (Phase.PENDING, "Unschedulable")
    again = plan(replace(waiting(run(made.status), suspended=False), pods=(no_node,)), now=at(3 * DAY + 1))
    assert again.status.phase is Phase.FAILED


def test_a_job_that_somebody_suspends_in_its_midst_is_not_taken_for_one_that_waits() -> None:
    begun = started()
    begun = begun.with_(status=begun.status.with_(session=SessionStatus(attempt=1, irreversible="order")))
    assert plan(waiting(begun, queue="")).status.attempts[0].reason == "Preempted"


def test_one_that_is_stopped_when_it_has_succeeded_unseen_goes_on_first() -> None:
    pending = run(plan(waiting()).status, stop=True)
    ended = replace(waiting(pending, suspended=False), pods=(ended_pod(succeeded()),))
    going = plan(ended)
    assert going.status.phase is Phase.RUNNING
    assert plan(replace(ended, run=run(going.status, stop=True))).status.phase is Phase.SUCCEEDED
