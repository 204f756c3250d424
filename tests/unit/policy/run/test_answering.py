"""A run that asks: the question, its answers, its end."""

from dataclasses import replace
from typing import Any

import pytest

from tests.support.builders import NOW, SETTINGS, at, graph, node, report, run, version, workflow
from webmend.domain.condition import find, is_true
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import DialogFacts, DomFacts, ErrorFacts, ErrorKind, Evidence, InputFacts, StepFacts
from webmend.domain.phase import Phase
from webmend.domain.report import FailureReport, RecoveryOutcome, RecoveryReport
from webmend.domain.run import Answer, InputReason, RecoveryKind, RecoveryState, Run, SessionStatus
from webmend.domain.settings import Settings
from webmend.domain.workflow import Workflow
from webmend.policy import run as policy
from webmend.policy.redact import MASK
from webmend.policy.run import EmitEvent, JobFacts, PodFacts, RunFacts, RunPlan

LOOKUP = graph(
    node("open", "navigate"),
    node("type-id", "fill", fill={"value": "{{ inputs.patientId }}"}),
    node("look-up"),
)
INPUTS = [{"name": "patientId", "required": True, "pattern": r"P-\d{4}"}, {"name": "pin", "secret": True}]
ASKS = {"incorrectFormInputRecovery": True}


def clinic(**handling: Any) -> Workflow:
    return workflow(LOOKUP, inputs=INPUTS, error_handling={**ASKS, **handling})


CLINIC = clinic()
Q = "11112222-a1-s1"
"""What the first question of the run is called."""


def refused_id(sequence: int = 1) -> FailureReport:
    """The site says that there is no such patient."""
    evidence = Evidence(
        error=ErrorFacts(kind=ErrorKind.NO_OPTION, message="the list has no such patient"),
        step=StepFacts(id="look-up", action="click", title="look-up", waited=15.0),
        inputs=InputFacts(options=("P-1001", "P-1003")),
    )
    path = {"path": ("open", "type-id"), "on_page": 1, "safe_nodes": ("open",)}
    return report("look-up", sequence, evidence=evidence, steps_done=2, **path)


def dialog() -> FailureReport:
    """Something asks for a decision."""
    asks = DialogFacts(role="dialog", text="Keep the draft?", buttons=("Keep", "Discard"), covers_target=True)
    evidence = Evidence(
        error=ErrorFacts(kind=ErrorKind.COVERED, message="covered"),
        step=StepFacts(id="look-up", action="click", title="look-up", waited=15.0),
        dom=DomFacts(selector_counts=(1,), dialogs=(asks,)),
    )
    return report("look-up", evidence=evidence)


def plan(run_: Run, of: Workflow = CLINIC, seconds: float = 0.0, settings: Settings = SETTINGS) -> RunPlan:
    job = JobFacts(name=run_.status.job_name, uid="job", owner_uid=run_.uid)
    pod = PodFacts("pod", "pod-uid", "Running", NOW, started=True)
    facts = RunFacts(run=run_, workflow=of, versions=(version(of),), epoch=7)
    if run_.status.attempts:
        facts = replace(facts, job=job, job_seen=True, pods=(pod,))
    return policy.plan(facts, settings, at(seconds), 0.5)


def planned(run_: Run, of: Workflow = CLINIC, seconds: float = 0.0) -> Run:
    return run_.with_(status=plan(run_, of, seconds).status)


def failing(of: Workflow = CLINIC, failure: FailureReport | None = None, **spec: Any) -> Run:
    """A run whose runner has reported a failure."""
    begun = planned(run(**{"inputs": {"patientId": "P-9999"}, **spec}), of)
    session = SessionStatus(attempt=1, failure=failure or refused_id())
    return begun.with_(status=begun.status.with_(session=session))


def asking(of: Workflow = CLINIC, failure: FailureReport | None = None, **spec: Any) -> Run:
    """A run that has asked."""
    return planned(failing(of, failure, **spec), of)


def answered(run_: Run, *answers: dict[str, Any]) -> Run:
    given = (*run_.spec.answers, *(Answer.model_validate(answer) for answer in answers))
    return run_.with_(spec=run_.spec.with_(answers=given))


GOOD = {"requestId": Q, "inputs": {"patientId": "P-1002"}}
BAD = {"requestId": Q, "inputs": {"patientId": "1002"}}


def told(plan_: RunPlan) -> Directive:
    assert plan_.status.directive is not None
    return plan_.status.directive


def events(plan_: RunPlan) -> list[str]:
    return [action.reason for action in plan_.actions if isinstance(action, EmitEvent)]


class TestAsking:
    def test_a_refused_value_is_asked_for_while_the_session_is_held(self) -> None:
        made = plan(failing())
        request = made.status.input_request
        assert request is not None
        assert (request.request_id, request.node_id) == (Q, "look-up")
        assert request.reason is InputReason.INCORRECT_FORM_INPUT
        assert request.inputs == {"patientId": "P-9999", "pin": MASK}
        assert (made.status.phase, made.due) == (Phase.INPUT_REQUIRED, at(15))
        assert (told(made).kind, told(made).revision, told(made).until) == (DirectiveKind.HOLD, 0, at(15))
        assert is_true(made.status.conditions, "InputRequired")
        assert "InputRequired" in events(made)

    @pytest.mark.parametrize(("seconds", "until"), [(None, 15), (5, 5), (300, 300)])
    def test_the_workflow_says_how_long_an_answer_may_take(self, seconds: int | None, until: float) -> None:
        made = plan(failing(clinic(inputRequiredTimeoutSeconds=seconds)), clinic(inputRequiredTimeoutSeconds=seconds))
        assert made.due == at(until)

    @pytest.mark.parametrize(
        ("usual", "namespaces", "until"),
        [
            ("40s", {}, 40),
            ("40s", {"clinic": "1m"}, 60),
            ("40s", {"elsewhere": "1m"}, 40),
            ("1s", {}, 5),
            ("1h", {}, 300),
        ],
    )
    def test_where_it_does_not_say_the_namespace_does_and_then_the_installation(
        self, usual: str, namespaces: dict[str, str], until: float
    ) -> None:
        recovery = SETTINGS.recovery.with_(input_timeout=usual, input_timeouts=namespaces)
        made = plan(failing(), settings=SETTINGS.with_(recovery=recovery))
        assert made.due == at(until)

    def test_with_the_switch_off_nobody_is_asked(self) -> None:
        off = clinic(incorrectFormInputRecovery=False)
        made = plan(failing(off), off)
        assert (made.status.input_request, told(made).kind) == (None, DirectiveKind.END)

    def test_a_dialog_that_needs_a_decision_offers_its_controls(self) -> None:
        request = asking(failure=dialog()).status.input_request
        assert request is not None
        assert request.reason is InputReason.NON_DISMISSIBLE_POPUP
        assert request.actions == ("Keep", "Discard")

    def test_a_name_that_somebody_has_used_before_is_not_asked_under(self) -> None:
        request = asking(answers=(Answer.model_validate(GOOD),)).status.input_request
        assert request is not None
        assert request.request_id == f"{Q}-2"


class TestAnswering:
    def test_a_good_answer_goes_on_with_the_first_step_that_uses_it(self) -> None:
        made = plan(answered(asking(), GOOD), seconds=5)
        directive = told(made)
        assert (directive.kind, directive.node_id, directive.revision) == (DirectiveKind.RESUME, "type-id", 1)
        assert (directive.answer, directive.sequence) == (Q, 1)
        assert (made.status.phase, made.status.input_request) == (Phase.RECOVERING, None)
        assert [(j.request_id, j.accepted) for j in made.status.answers] == [(Q, True)]
        assert "P-1002" not in made.status.model_dump_json()
        assert events(made) == ["Answered"]

    def test_it_is_taken_once(self) -> None:
        once = planned(answered(asking(), GOOD), seconds=5)
        again = plan(once, seconds=6)
        assert (again.status, again.actions) == (once.status, ())

    def test_when_the_failed_step_has_passed_the_recovery_has_helped(self) -> None:
        once = planned(answered(asking(), GOOD), seconds=5)
        helped = RecoveryReport(sequence=1, outcome=RecoveryOutcome.SUCCEEDED)
        session = SessionStatus(attempt=1, failure=refused_id(), recoveries=(helped,))
        made = plan(once.with_(status=once.status.with_(session=session)), seconds=9)
        [recovery] = made.status.recoveries
        assert (recovery.kind, recovery.state) == (RecoveryKind.REQUEST_INPUT, RecoveryState.SUCCEEDED)
        assert made.status.phase is Phase.RUNNING

    def test_a_chosen_control_is_pressed(self) -> None:
        directive = told(plan(answered(asking(failure=dialog()), {"requestId": Q, "modalAction": "Keep"})))
        assert (directive.kind, directive.control) == (DirectiveKind.PRESS, "Keep")
        assert (directive.node_id, directive.revision) == ("look-up", 1)

    def test_values_in_a_secret_change_what_was_asked_for(self) -> None:
        made = plan(answered(asking(), {"requestId": Q, "inputsFrom": {"secretRef": "new-id"}}))
        assert told(made).node_id == "type-id"

    def test_an_operator_that_was_away_still_takes_what_came_in_time(self) -> None:
        assert told(plan(answered(asking(), GOOD), seconds=40)).kind is DirectiveKind.RESUME

    def test_and_nothing_once_the_runner_has_given_up(self) -> None:
        made = plan(answered(asking(), GOOD), seconds=46)
        assert told(made).kind is DirectiveKind.END
        assert [judged.accepted for judged in made.status.answers] == [False]


class TestRefusing:
    @pytest.mark.parametrize(
        ("answer", "why"),
        [
            (
                {"requestId": "11112222-a2-s1", "inputs": {"patientId": "P-1002"}},
                f"the run asks {Q}, not 11112222-a2-s1",
            ),
            ({"requestId": "33334444-a1-s1", "modalAction": "Keep"}, f"the run asks {Q}, not 33334444-a1-s1"),
        ],
    )
    def test_an_answer_to_another_question_changes_nothing(self, answer: dict[str, Any], why: str) -> None:
        before = asking()
        made = plan(answered(before, answer), seconds=5)
        assert made.status.input_request == before.status.input_request
        assert (made.status.phase, made.status.directive) == (Phase.INPUT_REQUIRED, before.status.directive)
        complaint = find(made.status.conditions, "AnswerRefused")
        assert complaint is not None
        assert why in complaint.message
        assert (events(made), made.due) == (["AnswerRefused"], at(15))

    def test_it_is_told_once(self) -> None:
        once = planned(answered(asking(), {**GOOD, "requestId": "11112222-a2-s1"}), seconds=5)
        again = plan(once, seconds=6)
        assert (again.status, again.actions) == (once.status, ())

    def test_a_wrong_value_leaves_the_question_open_under_a_new_name(self) -> None:
        before = asking()
        made = plan(answered(before, BAD), seconds=5)
        request = made.status.input_request
        assert before.status.input_request is not None
        assert request == before.status.input_request.with_(request_id=f"{Q}-2")
        complaint = find(made.status.conditions, "AnswerRefused")
        assert complaint is not None
        assert rf"patientId: must match P-\d{{4}}. Answer {Q}-2 in its place" in complaint.message

    def test_a_good_answer_after_a_bad_one_is_taken_and_ends_the_complaint(self) -> None:
        once = planned(answered(asking(), BAD), seconds=5)
        made = plan(answered(once, {**GOOD, "requestId": f"{Q}-2"}), seconds=6)
        assert told(made).kind is DirectiveKind.RESUME
        assert not is_true(made.status.conditions, "AnswerRefused")

    def test_a_late_answer_is_refused(self) -> None:
        over = planned(asking(), seconds=15)
        made = plan(answered(over, GOOD), seconds=16)
        assert made.status.directive == over.status.directive
        assert "comes too late" in made.status.answers[0].message


class TestNotAnswering:
    def test_when_the_time_is_over_the_attempt_ends_as_it_would_have(self) -> None:
        made = plan(asking(), seconds=15)
        assert (told(made).kind, told(made).revision) == (DirectiveKind.END, 1)
        assert told(made).reason == f"nobody answered {Q} within 15s"
        assert (made.status.phase, made.status.input_request) == (Phase.RUNNING, None)
        assert [recovery.state for recovery in made.status.recoveries] == [RecoveryState.FAILED]

    def test_until_then_it_waits(self) -> None:
        before = asking()
        made = plan(before, seconds=14)
        assert (made.status, made.due) == (before.status, at(15))

    def test_a_stop_ends_the_wait(self) -> None:
        before = asking()
        made = plan(before.with_(spec=before.spec.with_(stop=True)), seconds=5)
        assert (made.status.phase, made.status.reason, made.status.input_request) == (Phase.RUNNING, "Stopping", None)
