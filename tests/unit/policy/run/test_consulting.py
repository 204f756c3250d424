"""A model is asked before a failure is answered: when, for how long, what is kept of it, what its word may start."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.support.builders import NOW, SETTINGS, at, failed, report, run, workflow
from tests.unit.policy.classify.evidence import page_says, seen
from tests.unit.policy.run.test_plan import actions, ended_pod, started, under_way
from webmend.domain.advice import Consultation, ConsultationOutcome, Proposal
from webmend.domain.error_code import CodeMatch, CodeState, ErrorCode, ErrorCodeSpec
from webmend.domain.failure import SUB_TYPES, Category, Source, SubType
from webmend.domain.report import FailureReport
from webmend.domain.run import AttemptState, RecoveryKind, RunStatus, SessionStatus
from webmend.domain.settings import ModelSettings, Settings
from webmend.domain.workflow import CodeAction, Credential
from webmend.policy import run as policy
from webmend.policy.run import AskModel, NoteTrouble, PauseWorkflow, RunFacts, RunPlan

WITH_MODEL = SETTINGS.with_(model=ModelSettings(url="http://model.test/v1", name="small", timeout="10s"))
QUOTE = "Dr. Who is on holiday"
OPEN = seen("Timeout", dom={**page_says(f"{QUOTE}."), "selector_counts": [1], "target": {"visible": True}})
"""A bare time-out on a ready page, with a text that no rule knows."""
SURE = seen("Ambiguous")
EVERY_LABEL = [
    (category, sub_type)
    for category, named in SUB_TYPES.items()
    if category is not Category.NOT_CONFIDENT
    for sub_type in ((SubType.OTHER, *named) if named else (None,))
]
SWITCHES = (
    "incorrectFormInputRecovery", "passwordUpdateRecovery", "tfaSetupRecovery", "upstreamRetry",
    "serviceUnavailableRecovery",
)  # fmt: skip
ALL_ON = workflow(
    error_handling=dict.fromkeys(SWITCHES, True),
    credentials=[Credential(alias="portal", secret_ref="portal-login", origins=("http://site.test",))],
)
WAITS_AND_RETRIES = {
    RecoveryKind.WAIT_AND_RETRY, RecoveryKind.WAIT_AND_RESUME, RecoveryKind.WAIT_IN_NEW_ATTEMPT, RecoveryKind.REQUEUE,
    RecoveryKind.RETRY_UPSTREAM, RecoveryKind.NOTIFY,
}  # fmt: skip


def failing(evidence: Any = OPEN, of: Any = ALL_ON, **changes: Any) -> RunFacts:
    """A run whose runner waits to be told what to do about this."""
    begun = started(of)
    session = SessionStatus(attempt=1, opened_at=NOW, failure=held(evidence))
    return under_way(begun.with_(status=begun.status.with_(session=session)), of, **changes)


def held(evidence: Any = OPEN) -> FailureReport:
    return report(evidence=evidence, safe_nodes=("open",))


def word(category: Category = Category.UPSTREAM_ERROR, sub_type: SubType | None = SubType.TIMING_RACE) -> Consultation:
    said = Proposal(category=category, sub_type=sub_type, probability=1.0, quotes=(QUOTE,))
    return asked(ConsultationOutcome.PROPOSED, model="small-1", proposal=said, tokens=70)


def asked(outcome: ConsultationOutcome = ConsultationOutcome.PENDING, **fields: Any) -> Consultation:
    return Consultation(attempt=1, sequence=1, asked_at=NOW, outcome=outcome, **fields)


def plan(facts: RunFacts, settings: Settings = WITH_MODEL, seconds: float = 0) -> RunPlan:
    return policy.plan(facts, settings, at(seconds), 0.5)


def test_an_open_failure_is_shown_to_the_model_and_not_answered_yet() -> None:
    found = plan(failing())
    [question] = actions(found, AskModel)
    assert (question.attempt, question.sequence, QUOTE in question.prompt.material) == (1, 1, True)
    assert (found.status.directive, found.due) == (None, NOW + timedelta(seconds=10))


@pytest.mark.parametrize(
    ("facts", "settings"),
    [(failing(SURE), WITH_MODEL), (failing(seen("BrowserCrashed")), WITH_MODEL), (failing(), SETTINGS)],
    ids=["the rules are sure", "a fault of our own", "no model"],
)
def test_nobody_is_asked_and_nothing_waits(facts: RunFacts, settings: Settings) -> None:
    found = plan(facts, settings)
    assert actions(found, AskModel) == []
    assert found.status.directive is not None
    assert found.status.consultations == ()


def test_a_question_under_way_is_waited_for_and_not_asked_again() -> None:
    found = plan(failing(consultations=(asked(),)), seconds=9.9)
    assert (actions(found, AskModel), found.status.directive, found.due) == ([], None, at(10))


def test_nobody_waits_longer_than_the_timeout_whatever_the_endpoint_does() -> None:
    found = plan(failing(consultations=(asked(),)), seconds=10)
    assert found.status.directive is not None
    [noted] = found.status.consultations
    assert (noted.outcome, noted.detail) == (ConsultationOutcome.UNAVAILABLE, "no answer in time")


def test_the_word_is_taken_and_kept_with_the_run() -> None:
    found = plan(failing(consultations=(word(),)))
    assert found.status.consultations == (word(),)
    assert found.status.recoveries[0].error is not None
    assert found.status.recoveries[0].error.source is Source.MODEL
    assert found.status.recoveries[0].kind is RecoveryKind.RETRY_UPSTREAM


@pytest.mark.parametrize("outcome", [ConsultationOutcome.UNDECIDED, ConsultationOutcome.UNAVAILABLE])
def test_without_a_word_the_rules_answer_stands_and_it_is_told_that_one_was_asked(outcome: ConsultationOutcome) -> None:
    with_, without = plan(failing(consultations=(asked(outcome, detail="503"),))), plan(failing(), SETTINGS)
    assert with_.status.directive == without.status.directive
    assert [each.outcome for each in with_.status.consultations] == [outcome]


def test_a_replica_that_never_asked_explains_the_failure_alike_from_what_is_stored() -> None:
    first = plan(failing(consultations=(word(),))).status
    facts = failing()
    later = replace(facts, run=facts.run.with_(status=first), pods=(ended_pod(failed(held()), exit_code=1),))
    found = plan(later)
    assert actions(found, AskModel) == []
    assert found.status.attempts[0].error is not None
    assert found.status.attempts[0].error.source is Source.MODEL
    assert found.status.consultations == (word(),)


def test_an_attempt_that_ended_with_an_open_failure_is_asked_about_before_it_is_settled() -> None:
    ended = (ended_pod(failed(held()), exit_code=1),)
    found = plan(under_way(started(ALL_ON), ALL_ON, ended[0]))
    assert len(actions(found, AskModel)) == 1
    assert found.status.attempts[0].state is AttemptState.RUNNING
    settled = plan(under_way(started(ALL_ON), ALL_ON, ended[0], consultations=(word(),)))
    assert settled.status.attempts[0].state is AttemptState.FAILED
    assert settled.status.consultations == (word(),)


def test_a_run_that_is_stopped_waits_for_no_model() -> None:
    facts = failing(consultations=(asked(),))
    stopping = facts.run.with_(spec=facts.run.spec.with_(stop=True))
    assert plan(replace(facts, run=stopping)).status.reason == "Stopping"
    assert plan(replace(facts, run=stopping, pods=())).status.finished_at is not None


@pytest.mark.parametrize(("category", "sub_type"), EVERY_LABEL)
@pytest.mark.parametrize("evidence", [OPEN, seen("Timeout", dom={**page_says(QUOTE), "selector_counts": [1]})])
def test_a_models_word_costs_a_wrong_label_and_a_wait_at_the_most(
    evidence: Any, category: Category, sub_type: SubType | None
) -> None:
    facts = failing(evidence, consultations=(word(category, sub_type),))
    found = plan(facts)
    assert {recovery.kind for recovery in found.status.recoveries} <= WAITS_AND_RETRIES
    assert found.status.input_request is None
    ended = replace(
        facts,
        run=facts.run.with_(status=found.status),
        pods=(ended_pod(failed(held(evidence)), exit_code=1),),
    )
    assert actions(plan(ended), NoteTrouble) == []


def test_a_models_word_starts_no_action_of_an_error_code() -> None:
    match = CodeMatch(category=Category.UPSTREAM_ERROR)
    spec = ErrorCodeSpec(code="AWAY", match=match, action=CodeAction.PAUSE, state=CodeState.APPROVED)
    code = ErrorCode(namespace="clinic", name="away", uid="code", spec=spec)
    facts = under_way(started(), pod=ended_pod(failed(held()), exit_code=1), consultations=(word(),), codes=(code,))
    found = plan(facts)
    assert found.status.error is not None
    assert (found.status.error.source, found.status.error.code) == (Source.MODEL, None)
    assert actions(found, PauseWorkflow) == []


def test_the_values_of_the_run_are_not_shown() -> None:
    evidence = seen("Timeout", dom={**page_says("No slot for Elisa Meikäläinen."), "selector_counts": [1]})
    facts = failing(evidence)
    of = run(facts.run.status, inputs={"patient": "Elisa Meikäläinen"})
    [question] = actions(plan(replace(facts, run=of)), AskModel)
    assert "No slot for ***." in question.prompt.material


def test_as_many_as_a_status_holds_are_kept_the_latest() -> None:
    many = tuple(asked(ConsultationOutcome.UNDECIDED).with_(attempt=0, sequence=n) for n in range(32))
    facts = failing(consultations=(word(),))
    status: RunStatus = facts.run.status.with_(consultations=many)
    kept = plan(replace(facts, run=facts.run.with_(status=status))).status.consultations
    assert (len(kept), kept[0].sequence, kept[-1]) == (32, 1, word())
