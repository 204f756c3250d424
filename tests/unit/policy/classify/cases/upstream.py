"""Step 11: the site's own inside, and the steps before."""

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import ERROR_PAGE, SIGNED_IN, SPINNER, TOLD, page_says, seen

HTTP_ERROR = "SERVICE_UNAVAILABLE/HTTP_ERROR"
TIMEOUT = "SERVICE_UNAVAILABLE/ELEMENT_TIMEOUT"
TRANSIENT = "UPSTREAM_ERROR/TRANSIENT_SITE_ISSUE"
OTHER_STATE = "UNEXPECTED_UI_STATE/OTHER"
RACE = "UPSTREAM_ERROR/TIMING_RACE"
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
            "an alert says that something went wrong": seen(
                session=SIGNED_IN, dom={"alerts": ["Oops, something went wrong."]}
            ),
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
            "a button is disabled on a page at rest": seen("NotEnabled", session=SIGNED_IN),
            "a field is read-only on a page at rest": seen("NotEditable", session=SIGNED_IN),
        },
        silent={
            "a button is disabled while something loads": seen(
                "NotEnabled", session=SIGNED_IN, dom={"busy": [SPINNER]}
            ),
            "nobody was signed in who could lack anything": seen("NotEnabled"),
        },
    ),
    *cases(
        "target_hidden",
        "UNEXPECTED_UI_STATE/OTHER",
        {
            "a target is out of sight that was in sight in good runs": seen(
                "NotVisible", history={"fingerprint_known": True}
            ),
        },
        silent={
            "it is out of sight while something loads": seen(
                "NotVisible", history={"fingerprint_known": True}, dom={"busy": [SPINNER]}
            ),
            "it may never have been in sight": seen("NotVisible"),
            "a control may bring it into sight": seen(
                "NotVisible",
                history={"fingerprint_known": True},
                dom={"revealers": [{"tag": "button", "role": "button", "name": "More"}]},
            ),
        },
    ),
    *cases(
        "expectation_unmet",
        "UPSTREAM_ERROR/SILENT_UPSTREAM_FAILURE",
        {
            "an action had no effect on a page at rest": seen("Expectation", session=SIGNED_IN),
        },
        silent={
            "an action may yet have its effect": seen("Expectation", session=SIGNED_IN, network={"in_flight": 1}),
            "before any login it is as well the expectation that is wrong": seen("Expectation"),
        },
    ),
    *cases(
        "action_failed",
        TRANSIENT,
        {
            "the page says that it could not save": seen("Expectation", dom={"alerts": ["Error saving the report"]}),
            "it says so in Polish": seen("Expectation", dom={"alerts": ["Nie udało się zapisać zmian"]}),
        },
        silent={
            "the page says that it has saved": seen("Expectation", dom={"alerts": ["The report was saved"]}),
        },
    ),
    *cases(
        "said_to_have_no_effect",
        "UPSTREAM_ERROR/SILENT_UPSTREAM_FAILURE",
        {
            "somebody tells that nothing was stored": seen(
                dropped=TOLD, document={"heading": "reports success, nothing stored"}, dom={"selector_counts": []}
            ),
        },
        silent={
            "the page's own words are no report of it": seen(document={"heading": "Nothing happens without you"}),
            "it was stored": seen(dropped=TOLD, document={"heading": "stored twice"}, dom={"selector_counts": []}),
        },
    ),
    *cases(
        "prerequisite_announced",
        PREREQUISITE,
        {
            "the page says what comes first": seen("Expectation", dom={"alerts": ["Please select a clinic first"]}),
            "it says so in German": seen("Expectation", dom={"alerts": ["Bevor Sie buchen, wählen Sie eine Praxis"]}),
        },
        silent={
            "first names are no prerequisite": seen("Expectation", dom={"alerts": ["First name saved"]}),
        },
    ),
    *cases(
        "nothing_to_show",
        PREREQUISITE,
        {
            "the list in which the target would stand is empty": seen(
                session=SIGNED_IN, dom={"main_text_sample": "Patients. No results"}
            ),
        },
        silent={
            "the target is there all the same": seen(
                "NotEnabled", dom={"selector_counts": [1], "main_text_sample": "Patients. No results"}
            ),
            "what is still loading has nothing to show yet": seen(
                dom={"busy": [SPINNER], "main_text_sample": "Patients. No results"}
            ),
        },
    ),
    *cases(
        "record_absent",
        PREREQUISITE,
        {
            "the page asks its server for what is not there": seen(
                network={"failed": [{"host": "clinic.test", "type": "fetch", "status": 404}]}
            ),
        },
        silent={
            "a picture that is not there is nothing": seen(
                network={"failed": [{"host": "clinic.test", "type": "image", "status": 404}]}
            ),
            "a counter of somebody else's is nothing": seen(
                network={"failed": [{"host": "count.test", "type": "fetch", "status": 404}]}
            ),
        },
    ),
    *cases(
        "state_conflict",
        RACE,
        {
            "the site answers that it is at work on it": seen(
                network={"failed": [{"host": "clinic.test", "type": "fetch", "status": 409}]}
            ),
        },
        silent={
            "a refusal is no conflict": seen(
                network={"failed": [{"host": "clinic.test", "type": "fetch", "status": 403}]}
            ),
        },
    ),
    *cases(
        "conflict_announced",
        RACE,
        {
            "the page says that it is still at work": seen(dom={"alerts": ["Your order is being processed"]}),
        },
        silent={
            "the page says that it is done": seen(dom={"alerts": ["Your order has been processed"]}),
        },
    ),
    *cases(
        "others_fail_here",
        TIMEOUT,
        {
            "the site is slow and others fail on it": seen(
                network={"main_ttfb_ms": 4_000}, site={"failures_last_30m": 4, "other_workflows": 3}
            ),
        },
        silent={
            "a quick site on which others fail may have changed": seen(
                network={"main_ttfb_ms": 200}, site={"failures_last_30m": 4, "other_workflows": 3}
            ),
            "a slow site on which one other failed is a coincidence": seen(
                network={"main_ttfb_ms": 4_000}, site={"failures_last_30m": 1, "other_workflows": 1}
            ),
        },
    ),
    *cases(
        "slower_than_in_good_runs",
        TIMEOUT,
        {
            "a request has been under way all the time, far longer than ever": seen(
                history={"waits": [2.0, 3.0]}, network={"in_flight": 1, "oldest_in_flight_ms": 14_500}
            ),
        },
        silent={
            "good runs waited nearly as long": seen(
                history={"waits": [9.0, 12.0]}, network={"in_flight": 1, "oldest_in_flight_ms": 14_500}
            ),
            "a request that began just now is none of it": seen(
                history={"waits": [2.0, 3.0]}, network={"in_flight": 1, "oldest_in_flight_ms": 900}
            ),
        },
    ),
    *cases(
        "already_signed_in",
        OTHER_STATE,
        {
            "the page says that somebody is signed in already": seen(dom={"alerts": ["You are already logged in."]}),
        },
        silent={
            "a step that finds its target goes on": seen(
                "NotEnabled", dom={"selector_counts": [1], "alerts": ["You are already logged in."]}
            ),
        },
    ),
    *cases(
        "other_layout_told",
        OTHER_STATE,
        {
            "somebody tells of a new layout": seen(document={"heading": "new layout without the tab"}),
        },
        silent={
            "a page about layouts is none": seen(document={"heading": "How to lay out a page"}),
        },
    ),
    *cases(
        "nothing_to_show",
        "INCORRECT_FORM_INPUTS/OTHER",
        {
            "a search before any login finds nothing": seen(dom={"main_text_sample": "Case search. No results"}),
        },
    ),
    *cases(
        "error_alert_shown",
        "SERVICE_UNAVAILABLE/APPLICATION_ERROR",
        {
            "before any login it is the application's": seen(dom={"alerts": ["Oops, something went wrong."]}),
        },
    ),
    *cases(
        "program_crashed",
        "SERVICE_UNAVAILABLE/APPLICATION_ERROR",
        {
            "the page is a stack trace": seen(dom=page_says("Fatal error: Uncaught exception. Stack trace: #0 Db.php")),
            "an alert has the number of a database": seen(dom=page_says("", alerts=["ORA-01555: Snapshot zu alt"])),
        },
        silent={
            "an order number is no program's": seen(dom=page_says("", alerts=["Order ORD-01555 was saved"])),
        },
    ),
    *cases(
        "refused_inside",
        "UPSTREAM_ERROR/OTHER",
        {
            "past the login the page says no in its own words": seen(
                session=SIGNED_IN, dom={"alerts": ["The clearing house refused the batch (0417)."]}
            ),
        },
        silent={
            "before any login it may be the value": seen(dom={"alerts": ["The clearing house refused the batch."]}),
        },
    ),
    *cases(
        "done_and_not_there",
        "UPSTREAM_ERROR/SILENT_UPSTREAM_FAILURE",
        {
            "the page says saved, and it is not in the list": seen(
                session=SIGNED_IN, dom=page_says("Contacts. Saved. 0 contacts")
            ),
        },
        silent={
            "the page says nothing of having done it": seen(session=SIGNED_IN, dom=page_says("Contacts. 0 contacts")),
        },
    ),
)
