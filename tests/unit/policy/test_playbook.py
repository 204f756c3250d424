"""The playbook, row by row: what is done about each kind of failure, and why not when it is not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.support.builders import NOW, SETTINGS, attempt, failure, graph, node, report
from webmend.domain.directive import DirectiveKind
from webmend.domain.evidence import DialogFacts, DomFacts, ElementFacts, ErrorFacts, ErrorKind, Evidence, HistoryFacts
from webmend.domain.failure import Category, Failure, Source, SubType
from webmend.domain.run import AttemptCause, InputReason, Recovery, RecoveryKind, RecoveryState
from webmend.domain.target import Selector
from webmend.domain.workflow import CodeAction, Credential, ErrorCodeAction, ErrorHandling, RepairPolicy
from webmend.policy.recover import Decision, RecoveryFacts, decide

RENAMED = failure(Category.XPATH_INCORRECT, SubType.SELECTOR_NO_MATCH)
BANNER = failure(Category.UNEXPECTED_UI_STATE, SubType.DISMISSIBLE)
TERMS = failure(Category.UNEXPECTED_UI_STATE, SubType.DECISION_REQUIRED)
WRONG_ID = failure(Category.INCORRECT_FORM_INPUTS, SubType.FIELD_VALIDATION_ERROR)
SEVERAL = failure(Category.INCORRECT_FORM_INPUTS, SubType.MULTIPLE_MATCHING_RESULTS_FOUND)
EXPIRED = failure(Category.PASSWORD_UPDATE_REQUIRED)
ENROLMENT = failure(Category.AUTHENTICATION_ERROR, SubType.TFA_SETUP_REQUIRED)
RACE = failure(Category.UPSTREAM_ERROR, SubType.TIMING_RACE)
MISSING_RECORD = failure(Category.UPSTREAM_ERROR, SubType.PREREQUISITE_NOT_MET)
DOWN = failure(Category.SERVICE_UNAVAILABLE, SubType.HTTP_ERROR)

PORTAL = Credential(alias="portal", secret_ref="portal-login", origins=("http://site.test",))
BANK = Credential(alias="bank", secret_ref="bank-login", origins=("http://bank.test",))
ALL_ON = ErrorHandling(
    incorrect_form_input_recovery=True,
    password_update_recovery=True,
    tfa_setup_recovery=True,
    upstream_retry=True,
    service_unavailable_recovery=True,
)
FINGERPRINT = Evidence(history=HistoryFacts(fingerprint_known=True))
IRREVERSIBLE = graph(node("open", "navigate"), node("new-patient", irreversible=True))


def facts(why: Failure, **changes: Any) -> RecoveryFacts:
    base = RecoveryFacts(
        failure=why,
        report=report(evidence=FINGERPRINT),
        graph=graph(),
        handling=ALL_ON,
        settings=SETTINGS.recovery,
        attempt=1,
        attempts=(attempt(),),
        recoveries=(),
        in_session=True,
        now=NOW,
        credentials=(PORTAL,),
        inputs=(("patientId", "P-1"), ("pin", "***")),
    )
    return replace(base, **changes)


def tried(kind: RecoveryKind, attempt_: int = 1) -> Recovery:
    return Recovery(attempt=attempt_, sequence=1, kind=kind, node_id="new-patient", what="tried", decided_at=NOW)


def with_dialog(*buttons: str) -> Any:
    dialog = DialogFacts(role="dialog", text="Do you accept our terms?", buttons=buttons)
    return report(evidence=Evidence(dom=DomFacts(dialogs=(dialog,))))


def after_acting() -> Any:
    """The step had its target and may have had its effect."""
    return report(evidence=FINGERPRINT.with_(error=ErrorFacts(kind=ErrorKind.EXPECTATION)), safe_nodes=("open",))


def done(decision: Decision) -> tuple[Any, Any]:
    """What stands in the recoveries, and what the runner is told."""
    assert decision.directive is not None
    return decision.recovery.kind if decision.recovery else None, decision.directive.kind


@pytest.mark.parametrize(
    ("why", "want_kind", "want_told"),
    [
        (RENAMED, RecoveryKind.REPAIR_SELECTOR, DirectiveKind.REPAIR),
        (BANNER, RecoveryKind.DISMISS_POPUP, DirectiveKind.DISMISS),
        (WRONG_ID, RecoveryKind.REQUEST_INPUT, DirectiveKind.HOLD),
        (SEVERAL, RecoveryKind.REQUEST_INPUT, DirectiveKind.HOLD),
        (EXPIRED, RecoveryKind.ROTATE_PASSWORD, DirectiveKind.ROTATE),
        (ENROLMENT, RecoveryKind.ENROL_SECOND_FACTOR, DirectiveKind.ENROL),
        (RACE, RecoveryKind.RETRY_UPSTREAM, DirectiveKind.RETRY),
    ],
)
def test_with_its_switch_on_a_failure_is_mended_in_the_session(
    why: Failure, want_kind: RecoveryKind, want_told: DirectiveKind
) -> None:
    assert done(decide(facts(why), 0.5)) == (want_kind, want_told)


OFF = ErrorHandling(xpath_recovery=False, popup_handling=False)


@pytest.mark.parametrize(
    ("why", "want_said"),
    [
        (RENAMED, "xpathRecovery: false"),
        (BANNER, "popupHandling: false"),
        (WRONG_ID, "incorrectFormInputRecovery: false"),
        (EXPIRED, "passwordUpdateRecovery: false"),
        (ENROLMENT, "tfaSetupRecovery: false"),
        (RACE, "upstreamRetry: false"),
        (DOWN, "serviceUnavailableRecovery: false"),
        (failure(Category.PAGE_NOT_FOUND), "no recovery"),
        (failure(Category.NOT_CONFIDENT), "no recovery"),
        (failure(Category.AUTHENTICATION_ERROR, SubType.INVALID_CREDENTIALS), "no recovery"),
    ],
)
def test_with_its_switch_off_people_are_told_why_nothing_was_done(why: Failure, want_said: str) -> None:
    waiting = decide(facts(why, handling=OFF), 0.5)
    assert done(waiting) == (None, DirectiveKind.END)
    assert want_said in waiting.reason
    over = decide(facts(why, handling=OFF, in_session=False), 0.5)
    assert over.recovery is not None
    assert (over.recovery.kind, over.recovery.state) == (RecoveryKind.NOTIFY, RecoveryState.NOT_ATTEMPTED)
    assert want_said in over.recovery.what


@pytest.mark.parametrize("why", [RENAMED, BANNER, TERMS, WRONG_ID, EXPIRED, ENROLMENT, RACE])
def test_what_needs_the_page_is_not_tried_once_the_page_is_gone(why: Failure) -> None:
    over = decide(facts(why, in_session=False), 0.5)
    assert over.requeue is None
    assert over.recovery is not None
    assert over.recovery.state is RecoveryState.NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("why", "kind"),
    [
        (RENAMED, RecoveryKind.REPAIR_SELECTOR),
        (EXPIRED, RecoveryKind.ROTATE_PASSWORD),
        (ENROLMENT, RecoveryKind.ENROL_SECOND_FACTOR),
        (RACE, RecoveryKind.RETRY_UPSTREAM),
    ],
)
def test_nothing_is_done_twice_for_a_step_in_one_session(why: Failure, kind: RecoveryKind) -> None:
    assert done(decide(facts(why, recoveries=(tried(kind),)), 0.5)) == (None, DirectiveKind.END)


@pytest.mark.parametrize("kind", [RecoveryKind.ROTATE_PASSWORD, RecoveryKind.ENROL_SECOND_FACTOR])
def test_a_secret_is_changed_once_in_a_run_and_not_once_in_an_attempt(kind: RecoveryKind) -> None:
    why = EXPIRED if kind is RecoveryKind.ROTATE_PASSWORD else ENROLMENT
    second = facts(why, attempt=2, recoveries=(tried(kind, attempt_=1),))
    assert done(decide(second, 0.5)) == (None, DirectiveKind.END)


@pytest.mark.parametrize("credentials", [(), (PORTAL, BANK)])
@pytest.mark.parametrize("why", [EXPIRED, ENROLMENT])
def test_a_secret_is_changed_only_where_there_is_exactly_one_credential(
    why: Failure, credentials: tuple[Credential, ...]
) -> None:
    assert done(decide(facts(why, credentials=credentials), 0.5)) == (None, DirectiveKind.END)


def test_the_runner_is_told_which_credential_to_change() -> None:
    directive = decide(facts(EXPIRED), 0.5).directive
    assert directive is not None
    assert directive.credential == "portal"


@pytest.mark.parametrize(
    ("change", "want_said"),
    [
        ({"report": report()}, "no good run"),
        ({"repairs": RepairPolicy.OFF}, "versions.repairs"),
        ({"graph": graph(node("open", "navigate"), node("new-patient", heal=False))}, "heal: false"),
        ({"graph": IRREVERSIBLE, "report": after_acting()}, "irreversible"),
    ],
)
def test_a_selector_is_left_alone_where_a_repair_is_not_wanted_or_not_possible(
    change: dict[str, Any], want_said: str
) -> None:
    decision = decide(facts(RENAMED, **change), 0.5)
    assert done(decision) == (None, DirectiveKind.END)
    assert want_said in decision.reason


def test_what_is_hidden_behind_a_control_needs_no_good_run_to_be_brought_into_sight() -> None:
    menu = ElementFacts(tag="button", role="button", name="More")
    decision = decide(facts(RENAMED, report=report(evidence=Evidence(dom=DomFacts(revealers=(menu,))))), 0.5)
    assert done(decision) == (RecoveryKind.REPAIR_SELECTOR, DirectiveKind.REPAIR)
    assert "into sight" in decision.reason


def test_a_repair_is_told_which_selectors_a_person_has_taken_back() -> None:
    taken_back = (Selector(css="#other"),)
    directive = decide(facts(RENAMED, reverted=taken_back), 0.5).directive
    assert directive is not None
    assert directive.refused == taken_back


def test_what_cannot_be_closed_is_put_before_a_person_with_the_controls_it_offers() -> None:
    decision = decide(facts(TERMS, report=with_dialog("Accept", "Decline", "Accept")), 0.5)
    assert done(decision) == (RecoveryKind.REQUEST_INPUT, DirectiveKind.HOLD)
    assert decision.request is not None
    assert decision.request.reason is InputReason.NON_DISMISSIBLE_POPUP
    assert decision.request.actions == ("Accept", "Decline")


def test_a_pop_up_that_stays_after_closing_it_is_put_before_a_person() -> None:
    again = facts(BANNER, recoveries=(tried(RecoveryKind.DISMISS_POPUP),), report=with_dialog("Accept"))
    assert done(decide(again, 0.5)) == (RecoveryKind.REQUEST_INPUT, DirectiveKind.HOLD)


def test_a_pop_up_without_a_control_is_not_put_before_anybody() -> None:
    assert done(decide(facts(TERMS), 0.5)) == (None, DirectiveKind.END)


def test_somebody_is_asked_for_the_values_that_the_step_used_for_as_long_as_the_workflow_says() -> None:
    typing = graph(node("open", "navigate"), node("new-patient", "fill", fill={"value": "{{ inputs.patientId }}"}))
    handling = ALL_ON.with_(input_required_timeout_seconds=60)
    request = decide(facts(WRONG_ID, graph=typing, handling=handling), 0.5).request
    assert request is not None
    assert request.inputs == {"patientId": "P-1"}
    assert request.expires_at == NOW + timedelta(seconds=60)
    assert request.reason is InputReason.INCORRECT_FORM_INPUT


def test_somebody_is_asked_for_every_input_where_the_step_names_none() -> None:
    request = decide(facts(SEVERAL), 0.5).request
    assert request is not None
    assert request.inputs == {"patientId": "P-1", "pin": "***"}
    assert request.expires_at == NOW + timedelta(seconds=15)
    assert request.reason is InputReason.MULTIPLE_MATCHING_RESULTS


def test_a_workflow_without_inputs_asks_for_none() -> None:
    assert done(decide(facts(WRONG_ID, inputs=()), 0.5)) == (None, DirectiveKind.END)


@pytest.mark.parametrize("why", [BANNER, TERMS, WRONG_ID, RACE])
def test_an_irreversible_step_that_may_have_happened_is_not_tried_again(why: Failure) -> None:
    decision = decide(facts(why, graph=IRREVERSIBLE, report=after_acting()), 0.5)
    assert done(decision) == (None, DirectiveKind.END)


def test_an_upstream_fault_is_retried_from_the_latest_safe_step() -> None:
    directive = decide(facts(RACE, report=report(safe_nodes=("open",))), 0.5).directive
    assert directive is not None
    assert (directive.kind, directive.node_id, directive.delay) == (DirectiveKind.RESUME, "open", 5)


def test_a_missing_prerequisite_does_not_pass_by_itself() -> None:
    assert done(decide(facts(MISSING_RECORD), 0.5)) == (None, DirectiveKind.END)


def code(action: CodeAction, **fields: Any) -> ErrorCodeAction:
    return ErrorCodeAction(code="NO-SUCH-PATIENT", action=action, **fields)


@pytest.mark.parametrize("action", [CodeAction.CANCEL, CodeAction.PAUSE])
def test_a_code_that_cancels_goes_before_every_recovery(action: CodeAction) -> None:
    decision = decide(facts(RENAMED, code=code(action)), 0.5)
    assert done(decision) == (None, DirectiveKind.END)
    assert "NO-SUCH-PATIENT" in decision.reason


def test_a_code_that_only_alerts_leaves_the_failure_to_the_playbook() -> None:
    assert done(decide(facts(RENAMED, code=code(CodeAction.ALERT)), 0.5))[1] is DirectiveKind.REPAIR


def test_a_code_may_ask_for_input_though_the_switch_is_off() -> None:
    decision = decide(facts(WRONG_ID, handling=OFF, code=code(CodeAction.REQUEST_NEW_INPUT)), 0.5)
    assert done(decision) == (RecoveryKind.REQUEST_INPUT, DirectiveKind.HOLD)
    assert decision.request is not None
    assert decision.request.reason is InputReason.INPUT_REQUIRED


def test_a_code_may_have_the_run_tried_again_as_often_as_it_says() -> None:
    again = code(CodeAction.RETRY, count=1, after="2m")
    over = decide(facts(RENAMED, in_session=False, code=again), 0.5)
    assert over.requeue is not None
    assert (over.requeue.at, over.requeue.cause) == (NOW + timedelta(minutes=2), AttemptCause.SITE)
    spent = (tried(RecoveryKind.RETRY_BY_CODE),)
    assert decide(facts(RENAMED, in_session=False, code=again, recoveries=spent), 0.5).requeue is None


@pytest.mark.parametrize("why", [RENAMED, BANNER, TERMS, WRONG_ID, SEVERAL, EXPIRED, ENROLMENT])
@pytest.mark.parametrize("in_session", [True, False])
def test_on_a_models_word_alone_nothing_is_closed_asked_or_changed(why: Failure, in_session: bool) -> None:
    decision = decide(facts(why.with_(source=Source.MODEL), report=with_dialog("Yes"), in_session=in_session), 0.5)
    assert "on its word alone" in decision.reason
    assert (decision.request, decision.requeue) == (None, None)
    assert (decision.directive.kind if decision.directive else None) is (DirectiveKind.END if in_session else None)


def test_a_models_word_may_start_what_costs_only_time_when_it_is_wrong() -> None:
    assert done(decide(facts(RACE.with_(source=Source.MODEL)), 0.5))[0] is RecoveryKind.RETRY_UPSTREAM
