"""An attempt is cut off at a step: what becomes of the run, by what the step says and by what is known of it."""

from dataclasses import replace
from typing import Any

import pytest

from tests.support.builders import at, failed, graph, node, report, run, workflow
from tests.unit.policy.run.test_plan import RUNNING, actions, ended_pod, facts, plan, started, under_way
from webmend.domain.evidence import ErrorFacts, ErrorKind, Evidence
from webmend.domain.phase import Phase
from webmend.domain.report import AttemptOutcome, AttemptReport
from webmend.domain.run import Answer, AttemptCause, RecoveryState, Run, SessionStatus, StepUnderWay
from webmend.domain.workflow import Workflow
from webmend.policy.run import EmitEvent, JobFacts, PodFacts, RunPlan

EVICTED = replace(RUNNING, phase="Failed", reason="Evicted", node="n1")
Q = "11112222-a1-s0"


def sending(**fields: Any) -> Workflow:
    """Open the page, and send something."""
    return workflow(graph(node("open", "navigate"), node("send", name="Send it", **fields)))


def at_step(of: Workflow, node_id: str | None = "send", *, irreversible: bool = False) -> Run:
    """A run whose runner has announced that step."""
    run_ = started(of)
    session = SessionStatus(
        attempt=1,
        under_way=StepUnderWay(node_id=node_id, number=2) if node_id else None,
        irreversible=node_id if irreversible else None,
    )
    return run_.with_(status=run_.status.with_(session=session))


def cut_off(of: Workflow, run_: Run, pod: PodFacts = EVICTED) -> RunPlan:
    return plan(under_way(run_, of, pod=pod))


@pytest.mark.parametrize(
    ("says", "irreversible", "allowed", "want"),
    [
        (None, False, False, Phase.REQUEUED),
        ("retry", False, False, Phase.REQUEUED),
        ("fail", False, False, Phase.FAILED),
        ("ask", False, False, Phase.INPUT_REQUIRED),
        (None, True, False, Phase.FAILED),
        ("retry", True, False, Phase.FAILED),
        ("fail", True, False, Phase.FAILED),
        ("ask", True, False, Phase.INPUT_REQUIRED),
        (None, True, True, Phase.REQUEUED),
        ("retry", True, True, Phase.REQUEUED),
        ("fail", True, True, Phase.FAILED),
        ("ask", True, True, Phase.INPUT_REQUIRED),
    ],
)
def test_the_step_that_was_under_way_says_what_becomes_of_the_run(
    says: str | None, irreversible: bool, allowed: bool, want: Phase
) -> None:
    step = {"irreversible": irreversible, **({"on_interrupt": says} if says else {})}
    of = sending(**step)
    of = of.with_(spec=of.spec.with_(error_handling=of.spec.error_handling.with_(requeue_after_irreversible=allowed)))
    assert cut_off(of, at_step(of, irreversible=irreversible)).status.phase is want


@pytest.mark.parametrize("says", ["fail", "ask"])
def test_a_step_that_was_not_under_way_has_no_say(says: str) -> None:
    of = sending(on_interrupt=says)
    assert cut_off(of, at_step(of, None)).status.phase is Phase.REQUEUED


def test_what_an_earlier_attempt_announced_does_not_count() -> None:
    of = sending(irreversible=True)
    second = run(plan(facts(run(cut_off(of, at_step(of, None)).status), of), now=at(60)).status)
    stale = SessionStatus(attempt=1, under_way=StepUnderWay(node_id="send", number=2), irreversible="send")
    made = plan(under_way(second.with_(status=second.status.with_(session=stale)), of, pod=EVICTED), now=at(61))
    assert made.status.phase is Phase.REQUEUED


def test_an_irreversible_step_that_never_began_does_not_stand_in_the_way() -> None:
    of = sending(irreversible=True)
    assert cut_off(of, started(of)).status.phase is Phase.REQUEUED


@pytest.mark.parametrize("left", ["its pod", "its Job", "nothing"])
def test_of_a_runner_that_announces_nothing_every_irreversible_step_may_have_run(left: str) -> None:
    of = sending(irreversible=True)
    run_ = started(of)
    quiet = run_.status.attempts[0].with_(announces=False)
    run_ = run_.with_(status=run_.status.with_(attempts=(quiet,), session=SessionStatus(attempt=1, opened_at=at(2))))
    job = JobFacts(run_.status.job_name, "job", run_.uid, failed_reason="BackoffLimitExceeded")
    seen = {
        "its pod": under_way(run_, of, pod=EVICTED),
        "its Job": facts(run_, of, job=job, job_seen=True),
        "nothing": facts(run_, of),
    }
    assert plan(seen[left], now=at(3600)).status.phase is Phase.FAILED


def test_a_run_that_fails_so_says_what_cut_it_off_where_and_which_step() -> None:
    of = sending(on_interrupt="fail")
    status = cut_off(of, at_step(of)).status
    assert status.reason == "Evicted"
    assert "on node n1" in status.message
    assert '"Send it" was under way, and its onInterrupt is fail' in status.message
    assert status.error is not None
    assert status.error.node_id == "send"


class TestTheRunnersLastWord:
    """A runner that was told to end in order says what it was at, and that goes before what it announced."""

    def ended(self, **fields: Any) -> PodFacts:
        last = AttemptReport(outcome=AttemptOutcome.STOPPED, reason="StopRequested", steps_done=1, **fields)
        return ended_pod(last, 2, phase="Failed", reason="Evicted")

    @pytest.mark.parametrize(
        ("last", "want"),
        [
            ({"under_way": "send"}, Phase.FAILED),
            ({}, Phase.REQUEUED),
            ({"irreversible_done": True}, Phase.FAILED),
        ],
    )
    def test_it_decides(self, last: dict[str, Any], want: Phase) -> None:
        of = sending(irreversible=True)
        made = cut_off(of, at_step(of, irreversible=True), self.ended(**last))
        assert (made.status.phase, made.status.attempts[0].reason) == (want, "Evicted")
        assert made.status.steps.done == 1

    def test_a_browser_that_crashed_in_a_step_cut_it_off_too(self) -> None:
        of = sending(on_interrupt="fail")
        crash = report("send", evidence=Evidence(error=ErrorFacts(kind=ErrorKind.BROWSER_CRASHED)))
        pod = ended_pod(failed(crash, reason="BrowserCrashed", under_way="send"), 3)
        assert cut_off(of, started(of), pod).status.phase is Phase.FAILED
        between = ended_pod(failed(crash, reason="BrowserCrashed"), 3)
        assert cut_off(of, started(of), between).status.phase is Phase.REQUEUED


class TestAsking:
    def asking(self, **step: Any) -> tuple[Workflow, Run]:
        of = sending(on_interrupt="ask", **step)
        return of, run(cut_off(of, at_step(of, irreversible=bool(step))).status)

    def answered(self, action: str, named: str = Q, now: float = 600) -> RunPlan:
        of, run_ = self.asking(irreversible=True)
        answers = (Answer(request_id=named, modal_action=action),)
        return plan(facts(run_.with_(spec=run_.spec.with_(answers=answers)), of), now=at(now))

    def test_the_question_names_the_step_and_holds_for_a_day(self) -> None:
        of, run_ = self.asking(irreversible=True)
        request = run_.status.input_request
        assert request is not None
        assert (request.request_id, request.node_id, request.actions) == (Q, "send", ("Run again", "End"))
        assert '"Send it" was cut off (Evicted) and may have happened. An irreversible step has run' in request.message
        assert plan(facts(run_, of), now=at(60)).due == at(86_400)

    def test_waiting_writes_nothing_and_starts_nothing(self) -> None:
        of, run_ = self.asking()
        made = plan(facts(run_, of), now=at(3600))
        assert (made.status, made.actions) == (run_.status, ())

    def test_run_again_makes_a_further_attempt_on_the_platforms_account(self) -> None:
        made = self.answered("Run again")
        assert (made.status.phase, made.due, made.status.input_request) == (Phase.REQUEUED, at(600), None)
        assert made.status.recoveries[0].state is RecoveryState.SUCCEEDED
        second = plan(facts(run(made.status), sending(on_interrupt="ask", irreversible=True)), now=at(600)).status
        assert second.attempts[-1].cause is AttemptCause.PLATFORM
        assert second.answers[0].accepted

    def test_it_does_not_begin_while_the_one_that_was_cut_off_may_still_act(self) -> None:
        assert self.answered("Run again", now=10).due == at(75)

    def test_end_fails_the_run_with_what_had_cut_it_off(self) -> None:
        made = self.answered("End")
        assert (made.status.phase, made.status.reason) == (Phase.FAILED, "Evicted")
        assert "somebody chose End" in made.status.message
        assert made.status.input_request is None

    @pytest.mark.parametrize(("action", "named"), [("Press on", Q), ("Run again", "another-question")])
    def test_what_was_not_offered_or_asked_is_refused_and_the_question_stays(self, action: str, named: str) -> None:
        made = self.answered(action, named)
        assert (made.status.phase, made.status.answers[0].accepted) == (Phase.INPUT_REQUIRED, False)
        assert [event.reason for event in actions(made, EmitEvent)] == ["AnswerRefused"]

    def test_without_an_answer_the_run_fails(self) -> None:
        of, run_ = self.asking()
        made = plan(facts(run_, of), now=at(86_400))
        assert (made.status.phase, made.status.reason) == (Phase.FAILED, "Evicted")
        assert f"nobody answered {Q}" in made.status.message

    def test_an_asking_run_can_be_stopped(self) -> None:
        of, run_ = self.asking()
        made = plan(facts(run_.with_(spec=run_.spec.with_(stop=True)), of))
        assert (made.status.phase, made.status.input_request) == (Phase.STOPPED, None)

    def test_nobody_is_asked_where_no_further_attempt_could_be_made(self) -> None:
        of = sending(on_interrupt="ask")
        of = of.with_(spec=of.spec.with_(error_handling=of.spec.error_handling.with_(allow_requeue=False)))
        made = cut_off(of, at_step(of))
        assert made.status.phase is Phase.FAILED
        assert "allowRequeue" in made.status.message


class TestWhatHasCutItOff:
    """One row an interruption: what a kubelet or controller writes, the reason, and when the next attempt may begin."""

    @pytest.mark.parametrize(
        ("pod", "reason", "fenced"),
        [
            (replace(RUNNING, phase="Failed", disrupted="DeletionByPodGC"), "NodeLost", True),
            (replace(RUNNING, phase="Unknown", reason=""), "PodLost", True),
            (replace(RUNNING, phase="Failed", disrupted="DeletionByPodGC", exit_code=1), "NodeLost", False),
            (replace(RUNNING, phase="Failed", disrupted="DeletionByTaintManager", exit_code=2), "Evicted", False),
            (replace(RUNNING, phase="Failed", disrupted="PreemptionByScheduler", exit_code=2), "Preempted", False),
            (
                replace(RUNNING, phase="Failed", reason="Terminated", disrupted="TerminationByKubelet", exit_code=2),
                "NodeShutdown",
                False,
            ),
            (replace(RUNNING, phase="Failed", reason="Evicted", disrupted="TerminationByKubelet"), "Evicted", False),
            (replace(RUNNING, phase="Failed", exit_code=2, ends_at=at(30)), "PodDeleted", False),
            (replace(RUNNING, phase="Failed", exit_code=137, ends_at=at(30)), "PodDeleted", False),
            (replace(RUNNING, phase="Failed", exit_code=137, terminated_reason="OOMKilled"), "OutOfMemory", False),
            (replace(RUNNING, phase="Failed", exit_code=137, terminated_reason="Error"), "RunnerDied", False),
        ],
    )
    def test_it_has_its_own_reason(self, pod: PodFacts, reason: str, fenced: bool) -> None:
        made = plan(under_way(started(), pod=pod))
        assert (made.status.attempts[0].reason, made.status.phase) == (reason, Phase.REQUEUED)
        assert made.due == at(75 if fenced else 5)

    def test_a_deadline_goes_before_the_end_that_it_brought(self) -> None:
        run_ = started()
        job = JobFacts(run_.status.job_name, "job", run_.uid, failed_reason="DeadlineExceeded")
        stopped = AttemptReport(outcome=AttemptOutcome.STOPPED, reason="StopRequested")
        pod = ended_pod(stopped, 2, phase="Failed", ends_at=at(30))
        made = plan(facts(run_, job=job, job_seen=True, pods=(pod,)))
        assert (made.status.phase, made.status.reason) == (Phase.FAILED, "DeadlineExceeded")

    def test_work_that_was_done_in_time_is_done(self) -> None:
        run_ = started()
        job = JobFacts(run_.status.job_name, "job", run_.uid, failed_reason="DeadlineExceeded")
        good = AttemptReport(outcome=AttemptOutcome.SUCCEEDED, reason="Completed")
        made = plan(facts(run_, job=job, job_seen=True, pods=(ended_pod(good),)))
        assert made.status.phase is Phase.SUCCEEDED
