"""Which rules are asked beside others: a page's demand goes before what only says that the step did not get on."""

import pytest

from tests.unit.policy.classify.evidence import SENT, SIGNED_IN, page_says, seen
from webmend.domain.evidence import Evidence
from webmend.policy.classify.chain import heard

LOGIN = "Please log in to continue"
NEW_PASSWORD = {"password_fields": 3, "autocomplete": ["current-password", "new-password"]}
CODE_SETUP = {"otp_field": True, "qr_image": True}
PAGE = "https://clinic.test/account/password"
LED_AWAY = {"step": {"action": "navigate"}, "document": {"final_url": PAGE, "redirects": [PAGE]}, "session": SIGNED_IN}
JUST_SENT = {"session": {**SIGNED_IN, **SENT}}


@pytest.mark.parametrize(
    ("rule", "evidence", "want"),
    [
        ("login_demanded", seen(**LED_AWAY, dom=page_says(LOGIN)), True),
        ("login_demanded", seen(**LED_AWAY, dom=page_says(LOGIN, forms=NEW_PASSWORD)), False),
        ("login_demanded", seen(**LED_AWAY, dom=page_says(LOGIN, forms=CODE_SETUP)), False),
        # a form in a frame, or where nothing may be demanded, demands nothing
        ("login_demanded", seen(**LED_AWAY, dom=page_says(LOGIN, forms=NEW_PASSWORD, main_forms={})), True),
        ("login_demanded", seen(session=SIGNED_IN, dom=page_says(LOGIN, forms=NEW_PASSWORD)), True),
        ("expectation_unmet", seen("Expectation", **JUST_SENT), True),
        ("expectation_unmet", seen("Expectation", **JUST_SENT, dom={"forms": NEW_PASSWORD}), False),
        ("expectation_unmet", seen("Expectation", **JUST_SENT, dom={"forms": CODE_SETUP}), False),
        ("expectation_unmet", seen("Expectation", **JUST_SENT, dom={"forms": NEW_PASSWORD, "main_forms": {}}), True),
        ("expectation_unmet", seen("Expectation", session=SIGNED_IN, dom={"forms": NEW_PASSWORD}), True),
    ],
)
def test_what_is_not_asked_where_the_page_demands_something_first(rule: str, evidence: Evidence, want: bool) -> None:
    assert (rule in {said.name for said, _ in heard(evidence)}) is want
