"""What the cluster does not let begin waits, says why, costs no budget, and is given up in the end."""

from dataclasses import replace
from typing import Any

import pytest

from tests.support.builders import at, run
from tests.unit.policy.run.test_plan import PENDING, RUNNING, actions, facts, plan, started, under_way
from webmend.domain.condition import find, is_true
from webmend.domain.failure import Fault
from webmend.domain.phase import Phase
from webmend.domain.run import AttemptCause, AttemptState, Run, SessionStatus
from webmend.policy.run import CreateJob, DeleteJob, EmitEvent, JobFacts, PodFacts, Refusal, RunFacts

NO_IMAGE = replace(PENDING, waiting_reason="ErrImagePull", waiting_message="manifest unknown", node="n1")
NO_NODE = replace(PENDING, unschedulable="0/3 nodes are available")
QUOTA = "exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1"
POLICY = "ValidatingAdmissionPolicy 'ours' with binding 'ours' denied request: no browsers here"
GOING = "unable to create new content in namespace clinic because it is being terminated"


def refused(run_: Run, what: str, now: float = 0, times: int = 1) -> RunFacts:
    """The attempt's Job was not let be made."""
    said = f'jobs.batch "x" is forbidden: {what}'
    return facts(run_, refusal=Refusal(run_.status.job_name, said, at(now), times))


def without_pod(run_: Run, what: str) -> RunFacts:
    """The Job is there, and its pod was not let be made."""
    job = JobFacts(run_.status.job_name, "job", run_.uid)
    return replace(refused(run_, what), job=job, job_seen=True)


def blocked() -> Run:
    """A run whose Job was refused by a quota."""
    return run(plan(refused(started(), QUOTA)).status)


@pytest.mark.parametrize(
    ("seen", "reason", "says"),
    [
        (refused(started(), QUOTA), "QuotaExceeded", "used: pods=1"),
        (refused(started(), POLICY), "AdmissionDenied", "no browsers here"),
        (refused(started(), GOING), "NamespaceTerminating", "being deleted"),
        (without_pod(started(), QUOTA), "QuotaExceeded", "the pod of the runner's Job"),
        (without_pod(started(), POLICY), "AdmissionDenied", "no browsers here"),
        (under_way(started(), pod=NO_IMAGE), "ImageMissing", "webmend/runner:test of pod pod"),
        (
            under_way(started(), pod=replace(NO_IMAGE, waiting_reason="InvalidImageName")),
            "ImageMissing",
            "runner.image",
        ),
        (under_way(started(), pod=NO_NODE), "Unschedulable", "0/3 nodes are available"),
    ],
)
def test_it_is_pending_with_the_reason_and_what_to_do(seen: RunFacts, reason: str, says: str) -> None:
    made = plan(seen, now=at(31))
    status = made.status
    assert (status.phase, status.reason) == (Phase.PENDING, reason)
    assert says in status.message
    assert is_true(status.conditions, "Blocked")
    assert [event.reason for event in actions(made, EmitEvent)] == [reason]
    assert status.attempts[0].state is AttemptState.RUNNING
    assert status.recoveries == ()


def test_a_pod_that_has_only_just_been_made_is_given_time() -> None:
    assert plan(under_way(started(), pod=NO_IMAGE), now=at(29)).status.phase is Phase.RUNNING


def test_waiting_on_writes_nothing_more_whatever_figures_the_cluster_names() -> None:
    run_ = blocked()
    again = plan(refused(run_, QUOTA.replace("used: pods=1", "used: pods=7"), 60, times=3), now=at(61))
    assert again.status == run_.status
    assert actions(again, EmitEvent) == []


@pytest.mark.parametrize(("times", "pause"), [(1, 5), (2, 10), (3, 20), (50, 300)])
def test_the_job_is_made_again_less_and_less_often(times: int, pause: float) -> None:
    early = plan(refused(blocked(), QUOTA, 100, times), now=at(99 + pause))
    assert early.due == at(100 + pause)
    assert actions(early, CreateJob) == []
    assert len(actions(plan(refused(blocked(), QUOTA, 100, times), now=at(100 + pause)), CreateJob)) == 1


def test_an_operator_that_remembers_no_refusal_makes_the_job_at_once_and_the_run_stays_pending() -> None:
    made = plan(facts(blocked()), now=at(60))
    assert made.status.phase is Phase.PENDING
    assert len(actions(made, CreateJob)) == 1


def with_pod(run_: Run, pod: PodFacts, **job: Any) -> RunFacts:
    return facts(run_, job=JobFacts(run_.status.job_name, "job", run_.uid, **job), job_seen=True, pods=(pod,))


def test_it_goes_on_once_its_runner_has_begun() -> None:
    about_to = plan(with_pod(blocked(), replace(PENDING, waiting_reason="ContainerCreating")), now=at(7200))
    assert about_to.status == blocked().status
    begun = plan(with_pod(blocked(), RUNNING), now=at(7201))
    assert (begun.status.phase, begun.due) == (Phase.RUNNING, at(7201))
    assert not is_true(begun.status.conditions, "Blocked")
    assert plan(with_pod(run(begun.status), RUNNING), now=at(7202)).status == begun.status


def test_what_ended_at_once_is_seen_to_have_begun_before_it_is_settled() -> None:
    evicted = replace(RUNNING, phase="Failed", reason="Evicted")
    begun = plan(with_pod(blocked(), evicted), now=at(60))
    assert begun.status.phase is Phase.RUNNING
    settled = plan(with_pod(run(begun.status), evicted), now=at(60))
    assert (settled.status.phase, settled.status.attempts[0].reason) == (Phase.REQUEUED, "Evicted")


def test_a_job_that_was_deleted_meanwhile_is_no_longer_waited_for() -> None:
    begun = plan(replace(facts(blocked()), job_seen=True), now=at(60))
    assert begun.status.phase is Phase.RUNNING
    settled = plan(replace(facts(run(begun.status)), job_seen=True), now=at(60))
    assert settled.status.attempts[0].reason == "JobDeleted"


class TestADeadlineThatPassesMeanwhile:
    def ended(self) -> Run:
        return run(plan(with_pod(blocked(), NO_IMAGE, failed_reason="DeadlineExceeded"), now=at(3600)).status)

    def test_another_attempt_takes_the_place_and_counts_for_nothing(self) -> None:
        ended = self.ended()
        assert (ended.status.phase, ended.status.attempts[0].state) == (Phase.PENDING, AttemptState.INTERRUPTED)
        second = plan(facts(ended), now=at(3605)).status
        assert [(a.number, a.cause) for a in second.attempts] == [(2, AttemptCause.FIRST)]
        assert second.recoveries == ()

    def test_the_time_since_it_was_blocked_goes_on(self) -> None:
        second = run(plan(facts(self.ended()), now=at(3605)).status)
        again = plan(under_way(second, pod=NO_IMAGE), now=at(3700)).status
        condition = find(again.conditions, "Blocked")
        assert condition is not None
        assert condition.last_transition_time == at(0)

    def test_one_that_has_run_into_its_deadline_at_work_has_failed(self) -> None:
        made = plan(with_pod(started(), RUNNING, failed_reason="DeadlineExceeded"), now=at(3600))
        assert (made.status.phase, made.status.reason) == (Phase.FAILED, "DeadlineExceeded")
        assert "3600 s" in made.status.message


def test_it_is_given_up_after_a_day_with_the_reason() -> None:
    run_ = run(plan(without_pod(started(), QUOTA)).status)
    assert plan(without_pod(run_, QUOTA), now=at(86_399)).status.phase is Phase.PENDING
    made = plan(without_pod(run_, QUOTA), now=at(86_400))
    error = made.status.error
    assert error is not None
    assert (made.status.phase, made.status.reason, error.fault) == (Phase.FAILED, "QuotaExceeded", Fault.PLATFORM)
    assert "24h" in made.status.message or "1d" in made.status.message
    assert [job.uid for job in actions(made, DeleteJob)] == ["job"]


def test_a_blocked_run_can_be_stopped() -> None:
    assert plan(facts(blocked().with_(spec=run(stop=True).spec))).status.phase is Phase.STOPPED


def test_an_attempt_whose_runner_has_said_anything_has_begun_whatever_the_run_says() -> None:
    waiting = blocked()
    session = SessionStatus(attempt=1, irreversible="order")
    waiting = waiting.with_(status=waiting.status.with_(session=session))
    job = JobFacts(waiting.status.job_name, "job", waiting.uid, failed_reason="DeadlineExceeded")
    seen = replace(facts(waiting), job=job, job_seen=True)
    going = plan(seen).status
    assert going.phase is Phase.RUNNING
    assert plan(replace(seen, run=run(going))).status.reason == "DeadlineExceeded"
