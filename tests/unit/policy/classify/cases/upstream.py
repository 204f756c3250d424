"""Step 11: the site's own inside, and the steps before."""

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import ERROR_PAGE, SIGNED_IN, SPINNER, seen

HTTP_ERROR = "SERVICE_UNAVAILABLE/HTTP_ERROR"
TIMEOUT = "SERVICE_UNAVAILABLE/ELEMENT_TIMEOUT"
TRANSIENT = "UPSTREAM_ERROR/TRANSIENT_SITE_ISSUE"
PREREQUISITE = "UPSTREAM_ERROR/PREREQUISITE_NOT_MET"
HUNG = {"action": "navigate", "waited": 15.0}
BAD_GATEWAY = {"failed": [{"host": "api.clinic.test", "type": "xhr", "status": 502}]}

CASES = (
    *cases(
        "application_failed",
        "SERVICE_UNAVAILABLE/APPLICATION_ERROR",
        {
            "a whole page says that the application failed": seen(
                document={"heading": "Something went wrong"}, dom=ERROR_PAGE
            ),
        },
        silent={
            "a help page says so of something else": seen(document={"heading": "What to do when an error occurred"}),
        },
    ),
    *cases(
        "error_alert_shown",
        TRANSIENT,
        {
            "an alert says that something went wrong": seen(dom={"alerts": ["Oops, something went wrong."]}),
        },
        silent={
            "an alert says that all is well": seen(dom={"alerts": ["Saved."]}),
        },
    ),
    *cases(
        "request_failed",
        TRANSIENT,
        {
            "a request of the page failed after the login": seen(session=SIGNED_IN, network=BAD_GATEWAY),
        },
    ),
    *cases(
        "request_failed",
        HTTP_ERROR,
        {
            "a request of the page failed before any login": seen(network=BAD_GATEWAY),
        },
        silent={
            "a 404 of something the page loads is nothing": seen(
                network={"failed": [{"host": "clinic.test", "status": 404}]}
            ),
        },
    ),
    *cases(
        "first_byte_slow",
        TIMEOUT,
        {
            "the site takes very long to begin": seen(network={"main_ttfb_ms": 12_000}),
        },
        silent={
            "the site takes two seconds": seen(network={"main_ttfb_ms": 2_000}),
        },
    ),
    *cases(
        "never_answered",
        TIMEOUT,
        {
            "a navigation got no answer": seen("Navigation", step=HUNG),
        },
        silent={
            "a document began to come and did not end": seen(
                "Navigation", step=HUNG, document={"ready_state": "loading"}
            ),
            "a navigation was broken off": seen("Navigation", step={"action": "navigate", "waited": 0.2}),
        },
    ),
    *cases(
        "target_disabled",
        PREREQUISITE,
        {
            "a button is disabled on a page at rest": seen("NotEnabled"),
            "a field is read-only on a page at rest": seen("NotEditable"),
        },
        silent={
            "a button is disabled while something loads": seen("NotEnabled", dom={"busy": [SPINNER]}),
        },
    ),
    *cases(
        "target_hidden",
        "UNEXPECTED_UI_STATE/OTHER",
        {
            "a target is out of sight on a page at rest": seen("NotVisible"),
        },
        silent={
            "a target is out of sight while something loads": seen("NotVisible", dom={"busy": [SPINNER]}),
        },
    ),
    *cases(
        "expectation_unmet",
        "UPSTREAM_ERROR/SILENT_UPSTREAM_FAILURE",
        {
            "an action had no effect on a page at rest": seen("Expectation"),
        },
        silent={
            "an action may yet have its effect": seen("Expectation", network={"in_flight": 1}),
        },
    ),
)
