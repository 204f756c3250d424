"""What holds of any evidence at all."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.policy.classify.any_evidence import TELLING, any_evidence
from tests.unit.policy.classify.evidence import seen
from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import Category, Fault, SubType
from webmend.policy.classify import classify
from webmend.policy.classify.label import Label
from webmend.policy.classify.threshold import threshold

thorough = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@thorough
@given(any_evidence())
def test_classify_never_raises_and_says_the_same_twice(evidence: Evidence) -> None:
    failure = classify(evidence)
    assert failure == classify(evidence)
    assert failure.message
    assert failure.suggested_fix


@pytest.mark.parametrize("kind", ErrorKind)
def test_an_error_that_says_nothing_more_than_its_kind_has_a_message_too(kind: ErrorKind) -> None:
    assert classify(Evidence.model_validate({"error": {"kind": kind}})).message


@thorough
@given(any_evidence())
def test_what_is_said_reaches_its_threshold_and_what_is_not_said_is_no_fault_of_ours(evidence: Evidence) -> None:
    failure = classify(evidence)
    if failure.category is not Category.NOT_CONFIDENT:
        assert failure.confidence >= threshold(Label(failure.category, failure.sub_type)) - 0.001
        assert failure.fault is not Fault.PLATFORM


@thorough
@given(any_evidence())
def test_nothing_irreversible_is_called_for_without_proof_in_the_pages_own_document(evidence: Evidence) -> None:
    failure, forms = classify(evidence), evidence.dom.main_forms
    if failure.category is Category.PASSWORD_UPDATE_REQUIRED:
        assert forms.password_fields >= 2 or "new-password" in forms.autocomplete
    if failure.sub_type is SubType.TFA_SETUP_REQUIRED:
        assert forms.otp_field
        assert forms.qr_image or forms.secret_shown


@pytest.mark.parametrize("dropped", ["all", "dom", "dom.forms"])
def test_words_without_the_form_never_call_for_a_new_password(dropped: str) -> None:
    said = "Your password has expired. You must change your password now."
    told = {"error": {"type": said}, "dropped": [dropped], "document": {"heading": said}, "dom": {"alerts": [said]}}
    assert classify(Evidence.model_validate(told)).category is not Category.PASSWORD_UPDATE_REQUIRED


@thorough
@given(st.lists(st.sampled_from(TELLING) | st.text(max_size=200), min_size=6, max_size=6))
def test_no_text_of_a_page_alone_calls_for_a_new_password_or_a_second_factor(said: list[str]) -> None:
    title, heading, alert, dialog, sample, message = said
    evidence = seen(
        "Timeout",
        error={"message": message[:1000]},
        document={"title": title[:200], "heading": heading[:200]},
        dom={"alerts": [alert[:200]], "dialogs": [{"text": dialog}], "main_text_sample": sample},
    )
    failure = classify(evidence)
    assert failure.category is not Category.PASSWORD_UPDATE_REQUIRED
    assert failure.sub_type != "TFA_SETUP_REQUIRED"
