"""The plan of a run, stage by stage: from facts to status, actions and the next due time."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.support.builders import (
    NOW,
    SETTINGS,
    at,
    attempt,
    failed,
    graph,
    node,
    report,
    run,
    succeeded,
    version,
    workflow,
)
from webmend.domain.condition import is_true
from webmend.domain.directive import CARRIED_SEQUENCE, DirectiveKind
from webmend.domain.evidence import (
    DocumentFacts,
    DomFacts,
    ElementFacts,
    ErrorFacts,
    ErrorKind,
    Evidence,
    NetworkFacts,
    StepFacts,
)
from webmend.domain.failure import Category, Fault, SubType
from webmend.domain.phase import Phase
from webmend.domain.report import (
    AttemptOutcome,
    AttemptReport,
    FailureReport,
    RecoveryOutcome,
    RecoveryReport,
)
from webmend.domain.run import (
    AttemptCause,
    AttemptState,
    RecoveryKind,
    RecoveryState,
    Run,
    RunStatus,
    SessionStatus,
    Trigger,
)
from webmend.domain.settings import HistorySettings
from webmend.domain.workflow import Workflow, WorkflowState
from webmend.policy import run as policy
from webmend.policy.run import (
    CreateJob,
    CreateVersion,
    DeleteJob,
    EmitEvent,
    JobFacts,
    PodFacts,
    RunFacts,
    RunPlan,
    secrets_of,
)

PORTAL = workflow()
UP_AGAIN = workflow(error_handling={"serviceUnavailableRecovery": True})
REQUEUED = RunStatus(
    phase=Phase.REQUEUED, attempt=1, attempts=(attempt(state=AttemptState.FAILED),), next_attempt_time=NOW
)


def facts(run_: Run, of: Workflow | None = PORTAL, **changes: Any) -> RunFacts:
    base = RunFacts(run=run_, workflow=of, versions=(version(of),) if of else (), epoch=7)
    return replace(base, **changes)


def plan(facts_: RunFacts, chance: float = 0.5, now: Any = NOW) -> RunPlan:
    return policy.plan(facts_, SETTINGS, now, chance)


def actions(plan_: RunPlan, kind: type) -> list[Any]:
    return [a for a in plan_.actions if isinstance(a, kind)]


def under_way(run_: Run, of: Workflow | None = PORTAL, pod: PodFacts | None = None, **changes: Any) -> RunFacts:
    """The facts once the run's Job is there."""
    job = JobFacts(name=run_.status.job_name, uid="job", owner_uid=run_.uid)
    pod = pod or PodFacts("pod", "pod-uid", "Running", NOW, started=True)
    return facts(run_, of, job=job, job_seen=True, pods=(pod,), **changes)


def ended_pod(report_: AttemptReport | None, exit_code: int = 0, **changes: Any) -> PodFacts:
    message = json.dumps(report_.stored()) if report_ else ""
    base = PodFacts("pod", "pod-uid", "Succeeded", NOW, started=True, exit_code=exit_code, termination_message=message)
    return replace(base, **changes)


def started(of: Workflow = PORTAL, **spec: Any) -> Run:
    """A run whose first attempt is under way."""
    return run(plan(facts(run(**spec), of)).status, **spec)


def spinner(node_id: str = "new-patient", sequence: int = 1, attempt_: int = 1, **changes: Any) -> FailureReport:
    evidence = Evidence(
        error=ErrorFacts(kind=ErrorKind.NO_MATCH, message="no match"),
        step=StepFacts(id=node_id, action="click", title="Click New Patient", waited=15.0),
        document=DocumentFacts(status=200, ready_state="complete"),
        dom=DomFacts(
            selector_counts=(0,),
            busy=(ElementFacts(tag="div", role="progressbar", name="Loading"),),
            main_text_length=400,
        ),
    )
    return report(node_id, sequence, attempt_, evidence=evidence, safe_nodes=("open",), steps_done=1, **changes)


def unavailable(attempt_: int = 1) -> FailureReport:
    evidence = Evidence(
        error=ErrorFacts(kind=ErrorKind.NAVIGATION, message="HTTP 503"),
        step=StepFacts(id="open", action="navigate", title="open"),
        document=DocumentFacts(status=503, ready_state="complete", title="Service Unavailable"),
        network=NetworkFacts(),
    )
    return report("open", 1, attempt_, evidence=evidence)


class TestLaunching:
    def test_a_new_run_intends_its_first_attempt_and_asks_for_its_job(self) -> None:
        made = plan(facts(run()))
        assert made.status.phase is Phase.RUNNING
        assert (made.status.attempt, made.status.version, made.status.max_attempts) == (1, 1, 4)
        assert made.status.attempts[0].epoch == 7
        [job] = actions(made, CreateJob)
        assert job.body["metadata"]["name"] == made.status.job_name == "portal-1-11112222-a1"
        assert is_true(made.status.conditions, "Started")

    @pytest.mark.parametrize(
        ("changes", "reason", "fails_in_the_end"),
        [
            ({"workflow": None, "versions": ()}, "WorkflowNotFound", True),
            ({"versions": ()}, "VersionNotReady", True),
            ({"missing_secrets": ("login",)}, "SecretNotFound", True),
            ({"server_ready": False}, "ServerUnavailable", False),
        ],
    )
    def test_a_run_that_misses_something_is_pending_with_the_reason(
        self, changes: dict[str, Any], reason: str, fails_in_the_end: bool
    ) -> None:
        waiting = plan(facts(run(), **changes))
        assert (waiting.status.phase, waiting.status.reason) == (Phase.PENDING, reason)
        assert waiting.due is not None
        assert waiting.due > NOW
        later = plan(facts(run(waiting.status), **changes), now=at(601))
        assert later.status.phase is (Phase.FAILED if fails_in_the_end else Phase.PENDING)

    def test_the_secrets_of_logins_inputs_and_the_client_certificate_are_needed(self) -> None:
        login = {"alias": "portal", "secretRef": "login", "origins": ["https://portal.example"]}
        shown = {"clientCertificate": {"secretRef": "nurse", "origins": ["https://portal.example"]}}
        of = workflow(credentials=[login], browser=shown)

        needed = secrets_of(facts(run(inputs_from={"secretRef": "patient"}), of))
        assert needed == ("login", "patient", "nurse")
        assert secrets_of(facts(run())) == ()

    def test_a_version_that_does_not_exist_is_named(self) -> None:
        assert "version 9" in plan(facts(run(version=9))).status.message

    def test_waiting_on_writes_nothing_more(self) -> None:
        waiting = plan(facts(run(), missing_secrets=("login",)))
        again = plan(facts(run(waiting.status), missing_secrets=("login",)), now=at(60))
        assert again.status == waiting.status

    def test_a_run_that_begins_with_a_step_that_is_not_there_fails_at_once(self) -> None:
        status = plan(facts(run(startFrom="nowhere"))).status
        assert (status.phase, status.reason) == (Phase.FAILED, "InvalidStart")
        assert status.error is not None
        assert status.error.message == "startFrom: there is no step nowhere"

    def test_inputs_that_no_one_declares_fail_the_run_at_once(self) -> None:
        made = plan(facts(run(inputs={"stray": "x"})))
        assert made.status.phase is Phase.FAILED
        assert made.status.error is not None
        assert made.status.error.fault is Fault.INPUT
        assert "spec.inputs.stray" in made.status.message

    def test_a_workflow_that_makes_no_sense_fails_its_runs_with_that_reason(self) -> None:
        broken = workflow(graph(node("a", next="nowhere")))
        made = plan(facts(run(), broken))
        assert (made.status.phase, made.status.reason) == (Phase.FAILED, "WorkflowNotAccepted")
        assert "there is no step nowhere" in made.status.message

    @pytest.mark.parametrize(
        ("status", "want"),
        [
            (RunStatus(phase=Phase.PENDING, reason="WorkflowBusy"), (Phase.PENDING, "WorkflowNotAccepted")),
            (REQUEUED, (Phase.RUNNING, "Running")),
        ],
        ids=["one that waits goes on waiting", "one that has begun goes on"],
    )
    def test_a_workflow_that_is_accepted_no_more_fails_none_of_the_runs_that_it_has(
        self, status: RunStatus, want: tuple[Phase, str]
    ) -> None:
        broken = workflow(graph(node("a", next="nowhere")))
        for now in (NOW, at(86_400)):
            made = plan(facts(run(status), broken, versions=(version(PORTAL),)), now=now)
            assert (made.status.phase, made.status.reason) == want

    def test_a_run_with_a_start_time_waits_for_it(self) -> None:
        made = plan(facts(run(start_at=at(90))))
        assert (made.status.phase, made.due) == (Phase.PENDING, at(90))
        assert not actions(made, CreateJob)

    def test_an_intended_attempt_without_its_job_gets_the_same_job(self) -> None:
        run_ = started()
        made = plan(facts(run_))
        [job] = actions(made, CreateJob)
        assert job.body["metadata"]["name"] == run_.status.job_name
        assert made.status == run_.status

    def test_new_attempts_run_the_active_version(self) -> None:
        both = (version(PORTAL), version(PORTAL, 2))
        assert plan(facts(run(), versions=both)).status.version == 2
        assert plan(facts(run(version=1), versions=both)).status.version == 1


class TestSucceeding:
    def test_a_plain_run_succeeds_in_two_status_writes_and_one_job(self) -> None:
        run_ = started()
        made = plan(under_way(run_, pod=ended_pod(succeeded(records=8, steps_total=2))), now=at(12))
        status = made.status
        assert (status.phase, status.records, status.recovered) == (Phase.SUCCEEDED, 8, False)
        assert (status.steps.done, status.steps.total, status.duration) == (2, 2, "9s")
        assert is_true(status.conditions, "Finished")
        assert is_true(status.conditions, "Succeeded")
        assert status.attempts[0].state is AttemptState.SUCCEEDED
        assert not actions(made, CreateJob) + actions(made, DeleteJob)

    def test_a_dry_run_says_that_it_was_one(self) -> None:
        report_ = succeeded(records=3, reason="DryRun")
        status = plan(under_way(started(dryRun=True), pod=ended_pod(report_)), now=at(12)).status
        assert (status.phase, status.reason) == (Phase.SUCCEEDED, "DryRun")
        assert status.message == "Dry run: all steps before the first irreversible one done, 3 records"

    def test_a_run_that_is_over_stays_as_it_is(self) -> None:
        over = run(plan(under_way(started(), pod=ended_pod(succeeded()))).status)
        assert plan(facts(over)).status == over.status
        assert plan(facts(over)).actions == ()

    def test_an_attempt_that_goes_on_changes_nothing(self) -> None:
        run_ = started()
        made = plan(under_way(run_), now=at(30))
        assert made.status == run_.status
        assert made.actions == ()


def waiting_on(run_: Run, report_: FailureReport, *recoveries: RecoveryReport) -> Run:
    """The run with what the server has carried into its status."""
    session = SessionStatus(attempt=run_.status.attempt, failure=report_, recoveries=recoveries)
    return run_.with_(status=run_.status.with_(session=session))


def helped(sequence: int = 1) -> RecoveryReport:
    return RecoveryReport(sequence=sequence, outcome=RecoveryOutcome.SUCCEEDED)


def did_not_help(sequence: int = 1) -> RecoveryReport:
    return RecoveryReport(sequence=sequence, outcome=RecoveryOutcome.FAILED)


class TestRecoveringInTheSession:
    def test_a_spinner_is_answered_with_a_delay_and_another_try(self) -> None:
        made = plan(under_way(waiting_on(started(), spinner())))
        directive = made.status.directive
        assert directive is not None
        assert (directive.kind, directive.node_id, directive.delay) == (DirectiveKind.RETRY, "new-patient", 15)
        assert made.status.phase is Phase.RECOVERING
        [recovery] = made.status.recoveries
        assert recovery.error is not None
        assert (recovery.error.category, recovery.error.sub_type) == (
            Category.PAGE_STILL_LOADING,
            SubType.SPINNER_VISIBLE,
        )

    def test_a_failure_is_answered_once(self) -> None:
        answered = run(plan(under_way(waiting_on(started(), spinner()))).status)
        again = plan(under_way(waiting_on(answered, spinner())))
        assert again.status.recoveries == answered.status.recoveries

    def test_when_the_delay_has_helped_the_wait_time_is_raised_and_the_run_goes_on(self) -> None:
        answered = run(plan(under_way(waiting_on(started(), spinner()))).status)
        made = plan(under_way(waiting_on(answered, spinner(), helped())))
        [create] = actions(made, CreateVersion)
        assert create.name == "portal-v2"
        assert made.status.phase is Phase.RUNNING
        assert made.status.recoveries[0].state is RecoveryState.SUCCEEDED
        assert made.status.recoveries[0].version == 2

    def test_the_recovered_run_ends_recovered(self) -> None:
        answered = run(plan(under_way(waiting_on(started(), spinner()))).status)
        ended = plan(under_way(answered, pod=ended_pod(succeeded(recoveries=(helped(),)))))
        assert (ended.status.phase, ended.status.recovered) == (Phase.SUCCEEDED, True)
        assert ended.status.error is None
        assert [a.spec.number for a in actions(ended, CreateVersion)] == [2]

    def test_three_failures_of_a_step_go_through_the_three_tiers_each_once(self) -> None:
        run_, told = started(UP_AGAIN), []
        for sequence in (1, 2, 3):
            outcomes = [did_not_help(n) for n in range(1, sequence)]
            made = plan(under_way(waiting_on(run_, spinner(sequence=sequence), *outcomes), UP_AGAIN))
            assert made.status.directive is not None
            told.append(made.status.directive.kind)
            run_ = run(made.status)
        assert told == [DirectiveKind.RETRY, DirectiveKind.RESUME, DirectiveKind.END]
        last = failed(spinner(sequence=3), recoveries=(did_not_help(1), did_not_help(2)))
        requeued = plan(under_way(run_, UP_AGAIN, pod=ended_pod(last, 1)))
        assert (requeued.status.phase, requeued.due) == (Phase.REQUEUED, at(600))
        assert [r.tier for r in requeued.status.recoveries] == [1, 2, 3]

    def test_without_the_switch_the_third_failure_fails_the_run(self) -> None:
        run_ = started()
        for sequence in (1, 2, 3):
            outcomes = [did_not_help(n) for n in range(1, sequence)]
            run_ = run(plan(under_way(waiting_on(run_, spinner(sequence=sequence), *outcomes))).status)
        last = failed(spinner(sequence=3), recoveries=(did_not_help(1), did_not_help(2)))
        assert plan(under_way(run_, pod=ended_pod(last, 1))).status.phase is Phase.FAILED

    def test_what_cannot_be_mended_ends_the_session(self) -> None:
        made = plan(under_way(waiting_on(started(), unavailable())))
        assert made.status.directive is not None
        assert made.status.directive.kind is DirectiveKind.END
        assert made.status.recoveries == ()


class TestTryingAgainLater:
    def test_a_site_that_is_down_requeues_the_run_with_the_time_stored(self) -> None:
        made = plan(under_way(started(UP_AGAIN), UP_AGAIN, pod=ended_pod(failed(unavailable()), 1)), chance=0.25)
        assert made.status.phase is Phase.REQUEUED
        assert made.status.next_attempt_time == made.due == at(540)
        assert made.status.error is not None
        assert made.status.error.category is Category.SERVICE_UNAVAILABLE

    def test_the_time_is_drawn_once(self) -> None:
        requeued = run(plan(under_way(started(UP_AGAIN), UP_AGAIN, pod=ended_pod(failed(unavailable()), 1))).status)
        again = plan(facts(requeued, UP_AGAIN), chance=0.9, now=at(5))
        assert (again.status, again.due) == (requeued.status, requeued.status.next_attempt_time)

    def test_with_the_switch_off_the_run_fails_at_once(self) -> None:
        made = plan(under_way(started(), pod=ended_pod(failed(unavailable()), 1)))
        assert made.status.phase is Phase.FAILED
        assert made.status.error is not None
        assert any("serviceUnavailableRecovery" in e for e in made.status.error.evidence)

    def test_attempts_follow_until_the_budget_is_spent_and_delays_double(self) -> None:
        run_, now, delays = started(UP_AGAIN), NOW, []
        for number in (1, 2, 3):
            pod = ended_pod(failed(unavailable(number)), 1)
            made = plan(under_way(run_, UP_AGAIN, pod=pod), now=now)
            assert made.due is not None
            delays.append((made.due - now).total_seconds())
            now = made.due
            run_ = run(plan(facts(run(made.status), UP_AGAIN), now=now).status)
            assert (run_.status.phase, run_.status.attempt) == (Phase.RUNNING, number + 1)
        over = plan(under_way(run_, UP_AGAIN, pod=ended_pod(failed(unavailable(4)), 1)), now=now)
        assert delays == [600, 1200, 2400]
        assert over.status.phase is Phase.FAILED
        assert len(over.status.attempts) == 4

    def test_a_third_attempt_may_succeed(self) -> None:
        run_, now = started(UP_AGAIN), NOW
        for number in (1, 2):
            made = plan(under_way(run_, UP_AGAIN, pod=ended_pod(failed(unavailable(number)), 1)), now=now)
            assert made.due is not None
            now = made.due
            run_ = run(plan(facts(run(made.status), UP_AGAIN), now=now).status)
        over = plan(under_way(run_, UP_AGAIN, pod=ended_pod(succeeded())), now=now)
        assert (over.status.phase, over.status.recovered, over.status.error) == (Phase.SUCCEEDED, True, None)
        assert [r.state for r in over.status.recoveries] == [RecoveryState.FAILED, RecoveryState.SUCCEEDED]


class TestNobodyAnswered:
    def alone(self) -> Run:
        last = failed(spinner(), reason="NoDirective")
        return run(plan(under_way(started(), pod=ended_pod(last, 1))).status)

    def test_the_attempts_own_report_starts_a_new_attempt_that_brings_the_delay(self) -> None:
        run_ = self.alone()
        made = plan(facts(run_))
        latest = made.status.attempts[-1]
        assert (latest.number, latest.cause) == (2, AttemptCause.SITE)
        assert latest.carried is not None
        assert (latest.carried.node_id, latest.carried.delay) == ("new-patient", 15)

    def test_it_waits_for_the_server(self) -> None:
        waiting = plan(facts(self.alone(), server_ready=False))
        assert (waiting.status.phase, waiting.status.reason) == (Phase.PENDING, "ServerUnavailable")
        later = plan(facts(run(waiting.status)), now=at(7200))
        assert later.status.phase is Phase.RUNNING
        assert later.status.attempts[-1].carried is not None

    def test_the_same_version_comes_of_it(self) -> None:
        second = run(plan(facts(self.alone())).status)
        last = succeeded(recoveries=(helped(CARRIED_SEQUENCE),))
        made = plan(under_way(second, pod=ended_pod(last)))
        [create] = actions(made, CreateVersion)
        assert create.spec.note == ('Auto-increased wait_time to 30s on "Click New Patient" (page loading recovery)')
        assert made.status.recoveries[0].kind is RecoveryKind.WAIT_IN_NEW_ATTEMPT
        assert made.status.recoveries[0].version == 2

    def test_it_does_not_happen_after_an_irreversible_step(self) -> None:
        last = failed(spinner(irreversible_done=True), reason="NoDirective")
        assert plan(under_way(started(), pod=ended_pod(last, 1))).status.phase is Phase.FAILED


RUNNING = PodFacts("pod", "pod-uid", "Running", NOW, started=True)
PENDING = PodFacts("pod", "pod-uid", "Pending", NOW)


class TestFaultsOfThePlatform:
    @pytest.mark.parametrize(
        ("pod", "now", "reason"),
        [
            (replace(RUNNING, phase="Failed", reason="Evicted", message="disk pressure"), 0, "Evicted"),
            (replace(RUNNING, phase="Failed", reason="NodeLost"), 0, "NodeLost"),
            (
                replace(RUNNING, phase="Failed", disrupted="EvictionByEvictionAPI", exit_code=143),
                0,
                "Evicted",
            ),
            (replace(RUNNING, phase="Failed", exit_code=137, terminated_reason="OOMKilled"), 0, "OutOfMemory"),
            (replace(RUNNING, phase="Failed", exit_code=2), 0, "RunnerDied"),
            (replace(RUNNING, phase="Unknown"), 0, "PodLost"),
            (replace(PENDING, waiting_reason="CreateContainerConfigError"), 601, "CreateContainerConfigError"),
            (
                replace(PENDING, waiting_reason="CreateContainerError", waiting_message="cannot load seccomp profile"),
                0,
                "SeccompProfileMissing",
            ),
        ],
    )
    def test_they_have_a_precise_reason_and_are_tried_again(self, pod: PodFacts, now: float, reason: str) -> None:
        made = plan(under_way(started(), pod=pod), now=at(now))
        assert made.status.phase is Phase.REQUEUED
        error = made.status.error
        assert error is not None
        assert (error.category, error.fault, error.reason) == (Category.NOT_CONFIDENT, Fault.PLATFORM, reason)
        assert made.status.recoveries[0].kind is RecoveryKind.RETRY_PLATFORM

    def test_they_do_not_use_up_the_sites_budget(self) -> None:
        evicted = replace(RUNNING, phase="Failed", reason="Evicted")
        run_ = run(plan(under_way(started(UP_AGAIN), UP_AGAIN, pod=evicted)).status)
        second = run(plan(facts(run_, UP_AGAIN), now=at(60)).status)
        assert second.status.attempts[-1].cause is AttemptCause.PLATFORM
        down = plan(under_way(second, UP_AGAIN, pod=ended_pod(failed(unavailable(2)), 1)), now=at(60))
        assert down.due == at(660)

    def test_a_pod_that_has_not_started_yet_is_waited_for(self) -> None:
        made = plan(under_way(started(), pod=PENDING), now=at(20))
        assert made.status.phase is Phase.RUNNING
        assert made.due == at(30)

    @pytest.mark.parametrize(("now", "want_due"), [(29, 30), (40, 80), (400, 600)])
    def test_a_pod_that_is_long_in_coming_is_looked_into_less_and_less_often(self, now: float, want_due: float) -> None:
        assert plan(under_way(started(), pod=PENDING), now=at(now)).due == at(want_due)

    def test_a_pod_that_was_removed_before_its_end_could_be_read_is_a_fault_of_the_platform(self) -> None:
        run_ = started()
        job = JobFacts(run_.status.job_name, "job", run_.uid, failed_reason="BackoffLimitExceeded")
        made = plan(facts(run_, job=job, job_seen=True))
        assert made.status.phase is Phase.REQUEUED
        assert made.status.attempts[0].reason == "PodVanished"

    def test_where_nobody_saw_the_runner_end_the_next_attempt_waits_until_it_must_have_stopped(self) -> None:
        run_ = started()
        job = JobFacts(run_.status.job_name, "job", run_.uid, failed_reason="BackoffLimitExceeded")
        assert plan(facts(run_, job=job, job_seen=True)).due == at(75)

    def test_a_runner_seen_to_have_ended_is_not_waited_for(self) -> None:
        evicted = replace(RUNNING, phase="Failed", reason="Evicted")
        assert plan(under_way(started(), pod=evicted)).due == at(5)

    def test_a_pod_that_was_deleted_on_a_silent_node_counts_as_ended_once_its_runner_must_have_stopped(self) -> None:
        silent = replace(RUNNING, ends_at=at(30))
        waiting = plan(under_way(started(), pod=silent), now=at(60))
        assert (waiting.status.phase, waiting.due) == (Phase.RUNNING, at(105))
        over = plan(under_way(started(), pod=silent), now=at(105))
        assert (over.status.phase, over.status.attempts[0].reason) == (Phase.REQUEUED, "NodeLost")

    def test_a_job_of_that_name_that_is_not_ours_is_never_taken_for_ours(self) -> None:
        run_ = started()
        foreign = JobFacts(name=run_.status.job_name, uid="job", owner_uid="somebody-else")
        made = plan(facts(run_, job=foreign))
        assert made.status.error is not None
        assert made.status.error.reason == "JobNameTaken"
        assert not actions(made, DeleteJob)

    def test_a_job_that_somebody_deleted_is_a_fault_and_not_made_again_under_its_name(self) -> None:
        made = plan(facts(started(), job_seen=True))
        assert made.status.error is not None
        assert made.status.error.reason == "JobDeleted"
        assert not actions(made, CreateJob)

    def test_an_attempt_over_its_time_limit_is_not_tried_again(self) -> None:
        run_ = started()
        job = JobFacts(run_.status.job_name, "job", run_.uid, failed_reason="DeadlineExceeded")
        made = plan(facts(run_, job=job, job_seen=True))
        assert (made.status.phase, made.status.reason) == (Phase.FAILED, "DeadlineExceeded")


class TestStates:
    """What the state of a workflow lets start."""

    @pytest.mark.parametrize("trigger", list(Trigger))
    @pytest.mark.parametrize("state", list(WorkflowState))
    def test_a_draft_runs_only_by_hand_and_the_others_by_everything(
        self, state: WorkflowState, trigger: Trigger
    ) -> None:
        made = plan(facts(run(trigger=trigger), workflow(state=state)))
        refused = state is WorkflowState.DRAFT and trigger not in (Trigger.MANUAL, Trigger.REPLAY)
        assert made.status.reason == ("WorkflowIsDraft" if refused else "Running")
        assert made.status.phase is (Phase.FAILED if refused else Phase.RUNNING)

    def test_a_run_that_began_before_its_workflow_became_a_draft_has_its_further_attempts(self) -> None:
        assert plan(facts(run(REQUEUED, trigger=Trigger.API), workflow(state="Draft"))).status.attempt == 2

    def test_a_run_that_waited_before_its_workflow_became_a_draft_waits_until_it_is_none(self) -> None:
        waiting = run(RunStatus(phase=Phase.PENDING, reason="WorkflowBusy"), trigger=Trigger.API)
        held = plan(facts(waiting, workflow(state="Draft")), now=at(86_400)).status
        assert (held.phase, held.reason) == (Phase.PENDING, "WorkflowIsDraft")
        assert plan(facts(waiting.with_(status=held))).status.phase is Phase.RUNNING


class TestReplaying:
    """A run that repeats another one, before its first attempt; what it takes over: tests of policy.replaying."""

    FAILED = run(RunStatus(phase=Phase.FAILED, version=1, attempts=(attempt(state=AttemptState.FAILED),)))
    OTHER = FAILED.with_(name="other", uid="other-uid")

    def test_it_takes_over_what_it_leaves_out_once_the_other_run_names_it_and_starts_nothing_yet(self) -> None:
        made = plan(facts(run(replay_of="other"), original=self.OTHER))
        note, change, event = made.actions
        assert note == policy.NoteReplay("other", "other-uid")
        assert isinstance(change, policy.ChangeRun)
        assert change.change["spec"] == {"version": 1, "trigger": "Replay"}
        assert isinstance(event, EmitEvent)
        assert event.message == "Repeats other as it was"
        assert made.status == RunStatus()

    @pytest.mark.parametrize("start_at", [None, at(3600)])
    def test_it_does_so_at_once_since_the_other_run_may_go(self, start_at: Any) -> None:
        assert actions(plan(facts(run(replay_of="other", start_at=start_at), original=self.OTHER)), policy.ChangeRun)

    def test_once_that_is_settled_it_is_a_run_like_any_other(self) -> None:
        mine = run(replay_of="other", version=1)
        settled = mine.with_(annotations={"webmend.io/replay-settled": mine.uid})
        assert actions(plan(facts(settled)), CreateJob)

    def test_it_fails_with_the_reason_where_it_may_not(self) -> None:
        made = plan(facts(run(replay_of="other")))
        assert (made.status.phase, made.status.reason) == (Phase.FAILED, "OriginalNotFound")
        assert made.status.error is not None
        assert (made.status.error.fault, made.status.error.message) == (Fault.INPUT, made.status.message)
        assert not actions(made, policy.ChangeRun)

    def test_a_stop_comes_first(self) -> None:
        assert plan(facts(run(replay_of="other", stop=True))).status.phase is Phase.STOPPED


class TestHolding:
    """A run that is held until it is recorded."""

    RECORDER = SETTINGS.with_(history=HistorySettings(recorder=True))
    OURS = "webmend.io/recorded"

    def planned(self, run_: Run, recorder: bool = True) -> RunPlan:
        return policy.plan(facts(run_), self.RECORDER if recorder else SETTINGS, NOW, 0.5)

    @pytest.mark.parametrize(
        ("found", "recorder", "want"),
        [
            ((), False, None),
            ((), True, [OURS]),
            (("x.example/y",), True, ["x.example/y", OURS]),
            (("x.example/y", OURS), True, None),
            (("x.example/y", OURS), False, ["x.example/y"]),
        ],
    )
    def test_it_is_held_as_long_as_there_is_a_recorder_before_anything_is_done(
        self, found: tuple[str, ...], recorder: bool, want: list[str] | None
    ) -> None:
        made = self.planned(run().with_(finalizers=found), recorder)
        changes = [change.change for change in actions(made, policy.ChangeRun)]
        assert changes == ([{"metadata": {"finalizers": want}}] if want is not None else [])
        assert bool(actions(made, CreateJob)) is (want is None)

    @pytest.mark.parametrize(("found", "want"), [((OURS,), Phase.STOPPED), ((), Phase.RUNNING)])
    def test_a_held_run_that_is_deleted_is_stopped_since_its_job_would_go_on(
        self, found: tuple[str, ...], want: Phase
    ) -> None:
        going = under_way(started().with_(finalizers=found, deleting=True))
        first = policy.plan(going, self.RECORDER, NOW, 0.5)
        assert bool(actions(first, DeleteJob)) is (want is Phase.STOPPED)
        made = policy.plan(replace(going, pods=()), self.RECORDER, NOW, 0.5)
        assert made.status.phase is want
        assert ("since it was deleted" in made.status.message) is (want is Phase.STOPPED)

    def test_one_that_is_over_is_left_alone(self) -> None:
        over = run(RunStatus(phase=Phase.FAILED)).with_(finalizers=(self.OURS,), deleting=True)
        assert self.planned(over) == RunPlan(over.status, reason="The run is over")


class TestIrreversible:
    """Whether a run says that it has taken an irreversible step."""

    ORDERING = workflow(graph(node("open", "navigate"), node("order", irreversible=True)))

    @pytest.mark.parametrize(
        ("of", "last_word", "want"),
        [
            (ORDERING, succeeded(irreversible_done=True), True),
            (ORDERING, succeeded(irreversible_done=False), False),
            (ORDERING, failed(report("order", irreversible_done=True)), True),
            (ORDERING, failed(report("open")), False),
            (ORDERING, None, False),
            (PORTAL, None, False),
        ],
        ids=["done", "a dry run", "failed after it", "failed before it", "it was never announced", "no such step"],
    )
    def test_it_is_what_the_runner_says_and_without_its_word_what_may_be(
        self, of: Workflow, last_word: AttemptReport | None, want: bool
    ) -> None:
        pod = ended_pod(last_word, exit_code=0 if last_word else 1)
        assert plan(under_way(started(of), of, pod)).status.irreversible is want

    @pytest.mark.parametrize(("announced", "want"), [("order", True), (None, False)])
    def test_a_run_that_is_stopped_in_its_midst_may_have_once_the_step_was_announced(
        self, announced: str | None, want: bool
    ) -> None:
        stopping = started(self.ORDERING).with_(spec=run(stop=True).spec)
        session = SessionStatus(attempt=1, irreversible=announced)
        stopping = stopping.with_(status=stopping.status.with_(session=session))
        assert plan(replace(under_way(stopping, self.ORDERING), pods=())).status.irreversible is want

    def test_a_runner_that_announces_nothing_may_have_done_anything(self) -> None:
        stopping = started(self.ORDERING).with_(spec=run(stop=True).spec)
        first = stopping.status.attempts[0].with_(announces=False)
        stopping = stopping.with_(status=stopping.status.with_(attempts=(first,)))
        assert plan(replace(under_way(stopping, self.ORDERING), pods=(), job=None)).status.irreversible is True

    def test_a_later_attempt_takes_nothing_back(self) -> None:
        begun = started(self.ORDERING)
        before = begun.with_(status=begun.status.with_(irreversible=True))
        pod = ended_pod(succeeded(irreversible_done=False))
        assert plan(under_way(before, self.ORDERING, pod)).status.irreversible is True

    def test_a_run_that_never_started_says_nothing(self) -> None:
        assert plan(facts(run(stop=True))).status.irreversible is None


class TestStopping:
    STOPPING = started().with_(spec=run(stop=True).spec)

    def test_the_job_of_a_running_run_is_deleted_and_its_runner_waited_for(self) -> None:
        made = plan(under_way(self.STOPPING))
        assert (made.status.phase, made.status.reason) == (Phase.RUNNING, "Stopping")
        assert [d.uid for d in actions(made, DeleteJob)] == ["job"]
        assert [e.reason for e in actions(made, EmitEvent)] == ["Stopping"]
        again = plan(under_way(run(made.status, stop=True)), now=at(1))
        assert (again.status, actions(again, EmitEvent)) == (made.status, [])

    def test_it_has_stopped_once_the_runner_has_ended(self) -> None:
        report_ = AttemptReport(outcome=AttemptOutcome.STOPPED, reason="StopRequested", steps_done=3, steps_total=9)
        made = plan(under_way(self.STOPPING, pod=ended_pod(report_, 2)))
        assert (made.status.phase, made.status.steps.done) == (Phase.STOPPED, 3)

    def test_or_once_its_pod_is_gone(self) -> None:
        gone = replace(under_way(self.STOPPING), pods=(), job=None)
        assert plan(gone).status.phase is Phase.STOPPED

    @pytest.mark.parametrize(("seconds", "want"), [(74, Phase.RUNNING), (75, Phase.STOPPED)])
    def test_or_once_a_runner_on_a_silent_node_must_have_fenced_itself(self, seconds: float, want: Phase) -> None:
        silent = replace(RUNNING, ends_at=NOW)
        assert plan(under_way(self.STOPPING, pod=silent), now=at(seconds)).status.phase is want

    def test_a_run_whose_last_step_was_in_flight_has_succeeded(self) -> None:
        assert plan(under_way(self.STOPPING, pod=ended_pod(succeeded()))).status.phase is Phase.SUCCEEDED

    def test_a_pod_that_has_not_started_is_not_waited_for(self) -> None:
        assert plan(under_way(self.STOPPING, pod=PENDING)).status.phase is Phase.STOPPED

    @pytest.mark.parametrize("phase", [Phase.PENDING, Phase.REQUEUED])
    def test_a_waiting_run_is_stopped_and_never_starts(self, phase: Phase) -> None:
        waiting = run(RunStatus(phase=phase, next_attempt_time=at(60)), stop=True)
        made = plan(facts(waiting), now=at(120))
        assert made.status.phase is Phase.STOPPED
        assert not actions(made, CreateJob)


def test_every_transition_is_told_by_one_event() -> None:
    run_ = started()
    assert [e.reason for e in actions(plan(facts(run())), EmitEvent)] == ["Started"]
    assert [e.reason for e in actions(plan(under_way(run_, pod=ended_pod(succeeded()))), EmitEvent)] == ["Succeeded"]


def test_a_runner_that_ended_without_having_been_asked_is_a_fault_of_the_platform() -> None:
    cut_off = AttemptReport(outcome=AttemptOutcome.STOPPED, reason="Terminated")
    made = plan(under_way(started(), pod=ended_pod(cut_off, 143)))
    assert made.status.error is not None
    assert (made.status.error.fault, made.status.phase) == (Fault.PLATFORM, Phase.REQUEUED)


def test_facts_of_the_server_are_looked_up_only_before_an_attempt() -> None:
    assert policy.is_about_to_launch(facts(run()), NOW)
    assert not policy.is_about_to_launch(facts(started()), NOW)
    assert not policy.is_about_to_launch(facts(run(start_at=at(60))), NOW)
    assert not policy.is_about_to_launch(facts(run(stop=True)), NOW)
    assert attempt().state is AttemptState.RUNNING
