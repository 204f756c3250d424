"""What classify says of whole failures: those of the examples first, then what is easily mistaken for them."""

from typing import Any

import pytest

from tests.unit.policy.classify.evidence import (
    ERROR_PAGE,
    LOGIN_FORM,
    RENAMED,
    SENT,
    SIGNED_IN,
    SPINNER,
    TYPED,
    page_says,
    seen,
)
from webmend.domain.evidence import Evidence
from webmend.domain.failure import Category, Failure, Fault, Group, Source, SubType
from webmend.policy.classify import classify

UNDECIDED = seen(dom={"closest": [RENAMED]}, network={"main_ttfb_ms": 12_000})
"""A button is called otherwise on a page at rest; the site took very long to answer, too."""


def label(failure: Failure) -> str:
    return f"{failure.category}/{failure.sub_type}" if failure.sub_type else str(failure.category)


@pytest.mark.parametrize(
    ("evidence", "want"),
    [
        pytest.param(
            seen(dom={"busy": [SPINNER, {"tag": "form", "attributes": {"aria-busy": "true"}}]}, session=SIGNED_IN),
            "PAGE_STILL_LOADING/SPINNER_VISIBLE",
            id="story 2: a button comes late behind a spinner",
        ),
        pytest.param(
            seen("Navigation", document={"status": 503, "title": "503 Service Unavailable"}, dom=ERROR_PAGE),
            "SERVICE_UNAVAILABLE/HTTP_ERROR",
            id="story 3: the site is down for a while",
        ),
        pytest.param(
            seen(session=SENT, dom={**LOGIN_FORM, "alerts": ["Incorrect user name or password."]}),
            "AUTHENTICATION_ERROR/INVALID_CREDENTIALS",
            id="story 4: a wrong password, seen by the step after the login",
        ),
        pytest.param(
            seen("Expectation", session=TYPED, dom={**LOGIN_FORM, "alerts": ["Incorrect user name or password."]}),
            "AUTHENTICATION_ERROR/INVALID_CREDENTIALS",
            id="story 4: a wrong password, seen by the login's own post-condition",
        ),
        pytest.param(
            seen("Navigation", document={"status": 404, "title": "Page not found"}, dom=ERROR_PAGE, session=SIGNED_IN),
            "PAGE_NOT_FOUND",
            id="story 5: a record that is gone",
        ),
        pytest.param(
            seen(session=SIGNED_IN, dom={"closest": [{**RENAMED, "score": 0.4}]}),
            "XPATH_INCORRECT/SELECTOR_NO_MATCH",
            id="story 6: a button has a name that is nothing like the one it had, and there was no good run before",
        ),
        pytest.param(
            seen(session=SIGNED_IN, dom={"closest": [RENAMED]}),
            "XPATH_INCORRECT/SELECTOR_NO_MATCH",
            id="story 6: a button that was renamed",
        ),
        pytest.param(
            seen(
                dom={"busy": [SPINNER], "main_text_sample": ""},
                dropped=("dom.mainTextSample", "dom.closest", "network.failed", "error.callLog"),
            ),
            "PAGE_STILL_LOADING/SPINNER_VISIBLE",
            id="story 7: the spinner, from a report that had to be cut",
        ),
    ],
)
def test_the_stories(evidence: Evidence, want: str) -> None:
    assert label(classify(evidence)) == want


@pytest.mark.parametrize(
    ("evidence", "want"),
    [
        pytest.param(
            seen("PageClosed", document={"status": 500}), "NOT_CONFIDENT", id="a page that closed on a 500 is ours"
        ),
        pytest.param(
            seen(document={"status": 503, "heading": "Sign in"}, dom=LOGIN_FORM, session=SENT),
            "SERVICE_UNAVAILABLE/HTTP_ERROR",
            id="503 at the login is not about the login",
        ),
        pytest.param(
            seen(session=SENT, dom={**LOGIN_FORM, "alerts": ["Your account is locked after too many attempts"]}),
            "AUTHENTICATION_ERROR/ACCOUNT_LOCKED",
            id="a locked account is not merely a wrong password",
        ),
        pytest.param(
            seen(session=SENT, dom={**LOGIN_FORM, "alerts": ["This field is required", "This field is required"]}),
            "PAGE_STILL_LOADING/COMPONENT_LOADING",
            id="a login that forgot its values was filled in too early",
        ),
        pytest.param(
            seen(session=TYPED, dom={**LOGIN_FORM, "closest": [RENAMED]}),
            "XPATH_INCORRECT/SELECTOR_NO_MATCH",
            id="a login button that was renamed is not a login that failed",
        ),
        pytest.param(
            seen(session=SIGNED_IN, dom={**LOGIN_FORM, "main_text_sample": "Your session has expired."}),
            "ACCOUNT_LOGGED_OUT/SESSION_EXPIRED",
            id="words about the session say more than the login form",
        ),
        pytest.param(
            seen(dom=page_says("You must change your password.", forms={"password_fields": 2}), session=SENT),
            "PASSWORD_UPDATE_REQUIRED",
            id="a forced change of the password is not a refused login",
        ),
        pytest.param(
            seen(dom=page_says("Scan this QR code", forms={"qr_image": True, "otp_field": True}), session=SENT),
            "AUTHENTICATION_ERROR/TFA_SETUP_REQUIRED",
            id="a second factor that is demanded with all that it takes is set up",
        ),
        pytest.param(
            seen("Timeout", dom={"selector_counts": [1], "target": {"visible": True}}),
            "NOT_CONFIDENT",
            id="a bare time-out on a ready page says nothing",
        ),
        pytest.param(UNDECIDED, "NOT_CONFIDENT", id="a missing button on a page that took very long is undecided"),
        pytest.param(
            seen(dom={"alerts": ["Something went wrong"]}, session=SIGNED_IN),
            "UPSTREAM_ERROR/TRANSIENT_SITE_ISSUE",
            id="a site that reports an error says more than a missing button",
        ),
        pytest.param(
            seen(
                network={"failed": [{"host": "ads.test", "type": "script", "error": "net::ERR_BLOCKED_BY_CLIENT"}]},
                dom={"closest": [RENAMED]},
            ),
            "XPATH_INCORRECT/SELECTOR_NO_MATCH",
            id="a script of somebody else that did not load does not hide a button",
        ),
        pytest.param(
            seen(dom=page_says("Your password was found in a data breach. Change your password now.")),
            "NOT_CONFIDENT",
            id="the browser's warning of a breach rotates nothing",
        ),
    ],
)
def test_what_is_easily_mistaken(evidence: Evidence, want: str) -> None:
    assert label(classify(evidence)) == want


class TestAVerdict:
    def test_says_what_happened_in_one_sentence_that_names_the_step(self) -> None:
        failure = classify(seen(dom={"busy": [SPINNER]}))
        assert failure.message == '"Click New Patient" failed: progressbar "Loading" is still in view.'
        assert failure.node_id == "new-patient"

    def test_rests_on_sentences(self) -> None:
        evidence = seen(dom={"closest": [{"role": "button", "name": "Register someone", "score": 0.7}]})
        assert classify(evidence).evidence == (
            'The page is ready, and nothing matches role=button[name="New Patient"].',
            'Button "Register someone" comes closest.',
        )

    @pytest.mark.parametrize(
        ("evidence", "want_group", "want_fault"),
        [
            (seen(dom={"closest": [RENAMED]}), Group.WORKFLOW_ERROR, Fault.WORKFLOW),
            (seen(dom={"busy": [SPINNER]}), Group.EXTERNAL_ERROR, Fault.WEBSITE),
            (seen("ValueRefused"), Group.USER_ERROR, Fault.INPUT),
            (seen("Definition"), None, Fault.WORKFLOW),
            (seen("BrowserCrashed"), None, Fault.PLATFORM),
        ],
    )
    def test_names_the_group_and_whose_fault_it_is(
        self, evidence: Evidence, want_group: Group | None, want_fault: Fault
    ) -> None:
        failure = classify(evidence)
        assert (failure.group, failure.fault, failure.source) == (want_group, want_fault, Source.RULE)

    @pytest.mark.parametrize(
        ("groups", "want"),
        [
            ({"inputs": {"names": ["inputs.recordId"]}}, Fault.INPUT),
            ({"step": {"action": "navigate"}}, Fault.WORKFLOW),
            ({}, Fault.WEBSITE),
        ],
        ids=["an address made of an input", "an address of the workflow's own", "a link of the site"],
    )
    def test_a_page_that_is_gone_is_the_fault_of_whose_address_it_was(
        self, groups: dict[str, Any], want: Fault
    ) -> None:
        assert classify(seen(document={"status": 404}, **groups)).fault is want

    @pytest.mark.parametrize(
        ("evidence", "want"),
        [
            (seen("BrowserLaunch"), "BrowserLaunch"),
            (seen("PageClosed"), "PageClosed"),
            (seen("Platform", error={"type": "ServerUnavailable"}), "ServerUnavailable"),
            (seen("Platform", error={"type": "no word"}), "Platform"),
            (seen("Navigation", document={"net_error": "net::ERR_INTERNET_DISCONNECTED"}), "NetworkDown"),
            (seen("Navigation", document={"net_error": "net::ERR_NETWORK_CHANGED"}), "NetworkDown"),
            (seen("Navigation", document={"net_error": "net::ERR_NETWORK_IO_SUSPENDED"}), "NetworkDown"),
        ],
    )
    def test_a_fault_of_our_own_has_a_precise_reason_and_no_category(self, evidence: Evidence, want: str) -> None:
        failure = classify(evidence)
        assert (failure.category, failure.fault, failure.reason) == (Category.NOT_CONFIDENT, Fault.PLATFORM, want)

    @pytest.mark.parametrize(("type_", "want"), [("NOT_INSURED", "NOT_INSURED"), ("End", None), ("", None)])
    def test_the_workflows_own_end_keeps_its_code_and_message(self, type_: str, want: str | None) -> None:
        failure = classify(seen("Ended", error={"type": type_, "message": "the patient is not insured"}))
        assert (failure.code, failure.reason, failure.fault) == (want, "Ended", Fault.WORKFLOW)
        assert "The patient is not insured." in failure.evidence

    def test_names_the_runner_up(self) -> None:
        failure = classify(seen(dom={"busy": [SPINNER]}, network={"main_ttfb_ms": 12_000}))
        assert failure.runner_up is not None
        assert (label(failure), failure.runner_up.sub_type) == (
            "SERVICE_UNAVAILABLE/ELEMENT_TIMEOUT",
            SubType.SPINNER_VISIBLE,
        )

    def test_that_is_undecided_names_the_two_best(self) -> None:
        failure = classify(UNDECIDED)
        assert failure.runner_up is not None
        assert (failure.sub_type, failure.runner_up.sub_type) == (None, SubType.ELEMENT_TIMEOUT)
        assert "SERVICE_UNAVAILABLE/ELEMENT_TIMEOUT (0.49) or XPATH_INCORRECT/SELECTOR_NO_MATCH" in failure.message
        assert failure.missing == ("a description of the step", "how long the step waited in good runs")

    def test_that_nothing_speaks_for_says_so(self) -> None:
        failure = classify(seen("Timeout", dom={"selector_counts": [1]}))
        assert failure.message == '"Click New Patient" failed, and nothing that was seen says why.'
        assert (failure.confidence, failure.runner_up) == (1.0, None)

    def test_hints_at_evidence_that_was_cut(self) -> None:
        assert classify(seen(dropped=("dom.busy",))).missing[:1] == ("what is busy on the page",)

    def test_of_a_step_without_a_name_is_still_a_sentence(self) -> None:
        failure = classify(Evidence())
        assert failure.message.startswith("A step failed")
        assert (failure.sub_type, failure.node_id) == (None, None)

    def test_quotes_no_more_of_the_page_than_fits(self) -> None:
        failure = classify(seen(session=SENT, dom={**LOGIN_FORM, "alerts": ["wrong password " * 17]}))
        assert all(len(line) <= 256 for line in failure.evidence)
