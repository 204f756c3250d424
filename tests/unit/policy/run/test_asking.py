"""A step that asks by itself: its question, its answer, and the end without one."""

from typing import Any

import pytest

from tests.support.builders import NOW, SETTINGS, at, graph, node, report, run, version, workflow
from tests.unit.policy.run.test_answering import Q, answered, events, plan, planned, told
from webmend.domain.directive import DirectiveKind
from webmend.domain.evidence import ErrorFacts, ErrorKind, Evidence, StepFacts
from webmend.domain.failure import Category, Fault, SubType
from webmend.domain.phase import Phase
from webmend.domain.report import AttemptOutcome, AttemptReport, RecoveryOutcome, RecoveryReport
from webmend.domain.run import AttemptState, InputReason, Run, SessionStatus
from webmend.policy import answers
from webmend.policy import run as policy
from webmend.policy.run import JobFacts, PodFacts, RunFacts, RunPlan

FORM = {"properties": {"amount": {"type": "integer", "minimum": 1}, "pin": {"writeOnly": True}}, "required": ["amount"]}
STEPS = graph(
    node("open", "navigate"),
    node("confirm", "ask", name="Confirm", ask={"message": "How much?", "inputSchema": FORM, "timeout": "1m"}),
    node("pay", "fill", fill={"value": "{{ steps.confirm.amount }}"}),
)
OFFICE = workflow(STEPS, inputs=[{"name": "amount"}])
QUESTION = report(
    "confirm",
    evidence=Evidence(
        error=ErrorFacts(kind=ErrorKind.ASKED, type="Asked", message="How much?"),
        step=StepFacts(id="confirm", action="ask", title="Confirm"),
    ),
    steps_done=1,
    path=("open",),
    on_page=1,
    safe_nodes=("open",),
)


def stopped_to_ask(**session: Any) -> Run:
    begun = planned(run(), OFFICE)
    return begun.with_(status=begun.status.with_(session=SessionStatus(attempt=1, failure=QUESTION, **session)))


def asking() -> Run:
    return planned(stopped_to_ask(), OFFICE)


def ended(run_: Run, **facts: Any) -> RunPlan:
    """The plan once the attempt has ended with the unanswered question."""
    said = AttemptReport(outcome=AttemptOutcome.FAILED, reason="Directed", failure=QUESTION, steps_total=3)
    job = JobFacts(name=run_.status.job_name, uid="job", owner_uid=run_.uid)
    text = said.model_dump_json(by_alias=True)
    pod = PodFacts("pod", "pod-uid", "Failed", NOW, started=True, exit_code=1, termination_message=text)
    seen = RunFacts(run=run_, workflow=OFFICE, versions=(version(OFFICE),), job=job, job_seen=True, pods=(pod,))
    return policy.plan(seen, SETTINGS, at(70), 0.5)


def test_the_question_is_put_and_the_session_held() -> None:
    made = plan(stopped_to_ask(), OFFICE)
    request = made.status.input_request
    assert request is not None
    assert (request.request_id, request.node_id, request.reason) == (Q, "confirm", InputReason.INPUT_REQUIRED)
    assert (request.message, request.inputs) == ("How much?", {"amount": "", "pin": ""})
    assert [(f.name, f.required, f.secret) for f in request.fields] == [("amount", True, False), ("pin", False, True)]
    assert (told(made).kind, told(made).until, made.due) == (DirectiveKind.HOLD, at(60), at(60))
    assert made.status.phase is Phase.INPUT_REQUIRED
    assert events(made) == ["InputRequired"]


def test_nothing_has_failed_by_it() -> None:
    made = plan(stopped_to_ask(), OFFICE)
    assert (made.status.error, made.status.recoveries) == (None, ())


def test_the_answer_is_that_of_the_step_and_not_an_input_of_the_same_name() -> None:
    made = plan(answered(asking(), {"requestId": Q, "inputs": {"amount": "12"}}), OFFICE, seconds=5)
    assert (told(made).kind, told(made).node_id, told(made).answer) == (DirectiveKind.RETRY, "confirm", Q)
    assert (made.status.phase, made.status.input_request) == (Phase.RUNNING, None)
    judged = made.status.answers
    assert [(j.accepted, j.node_id) for j in judged] == [(True, "confirm")]
    assert answers.accepted(answered(run(), {"requestId": Q, "inputs": {"amount": "12"}}).spec, made.status) == ()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"amount": "0"}, "amount: must be at least 1"),
        ({"amount": "many"}, "amount: must be a whole number"),
        ({"pin": "1"}, "amount: required, and not given"),
        ({"amount": "1", "colour": "red"}, "colour: there is no such input"),
    ],
)
def test_an_answer_that_does_not_fit_the_form_is_refused_and_asked_for_again(values: dict[str, str], why: str) -> None:
    made = plan(answered(asking(), {"requestId": Q, "inputs": values}), OFFICE, seconds=5)
    request = made.status.input_request
    assert request is not None
    assert (request.request_id, request.expires_at) == (f"{Q}-2", at(60))
    assert made.status.answers[-1].message == why


def test_the_outcome_of_an_earlier_recovery_does_not_close_the_question() -> None:
    late = RecoveryReport(sequence=1, outcome=RecoveryOutcome.SUCCEEDED)
    begun = asking()
    session = SessionStatus(attempt=1, failure=QUESTION, recoveries=(late,))
    made = plan(begun.with_(status=begun.status.with_(session=session)), OFFICE, seconds=3)
    assert made.status.input_request is not None


def test_without_an_answer_the_run_fails_and_says_so() -> None:
    given_up = planned(asking(), OFFICE, seconds=60)
    assert (given_up.status.directive or told(plan(given_up, OFFICE))).kind is DirectiveKind.END
    failed = ended(given_up).status
    assert failed.phase is Phase.FAILED
    assert failed.error is not None
    assert (failed.error.category, failed.error.sub_type) == (Category.INCORRECT_FORM_INPUTS, SubType.OTHER)
    assert (failed.error.fault, failed.error.reason) == (Fault.INPUT, "NotAnswered")
    assert failed.recoveries[-1].what == f"nobody answered {Q} within 1m"


def test_a_question_that_no_operator_was_there_to_put_is_our_own_fault_and_tried_again() -> None:
    made = ended(stopped_to_ask())
    assert made.status.phase is Phase.REQUEUED
    assert (made.status.attempts[0].state, made.status.attempts[0].reason) == (AttemptState.INTERRUPTED, "NotAsked")
