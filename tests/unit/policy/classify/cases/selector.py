"""Step 10: the selector."""

from typing import Any

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import LOGIN_FORM, RENAMED, SENT, SIGNED_IN, SPINNER, TOLD, TYPED, seen
from webmend.domain.evidence import Evidence

NO_MATCH = "XPATH_INCORRECT/SELECTOR_NO_MATCH"
MISMATCH = "XPATH_INCORRECT/SELECTOR_MISMATCH"
TABLE = {"selector": "xpath=//table/tbody/tr[2]/td[4]"}
HEADS = {"table_headers": ["Patient ID", "Name"]}
UNDER_ITS_OWN = {"selector_counts": [1], "target": {"tag": "span", "visible": True}}

PAYSLIPS = {"tag": "a", "role": "link", "name": "Payslips", "score": 1.0}


def found(name: str, *closest: dict[str, Any]) -> dict[str, Any]:
    """An element that the selector finds, out of sight, and those that come closest to the one of good runs."""
    return {"selector_counts": [1], "target": {"tag": "a", "role": "link", "name": name}, "closest": closest}


def missing(*, dom: dict[str, Any] | None = None, **groups: Any) -> Evidence:
    """A page at rest without the target, and with an element that could be it."""
    return seen(dom={"closest": [RENAMED], **(dom or {})}, **groups)


MENU = {"tag": "button", "role": "button", "name": "More"}
BUYS = {"tag": "button", "role": "button", "name": "Upgrade for $9.99"}
UNLIKE = {"tag": "button", "role": "button", "name": "Register someone", "score": 0.4}
"""A button that has nothing in common with the missing one but that it is one."""

CASES = (
    *cases(
        "several_match",
        "XPATH_INCORRECT/AMBIGUOUS_MATCHES",
        {
            "a constant selector matches two": seen("Ambiguous", dom={"selector_counts": [2]}),
        },
        silent={
            "a selector that matches none is not that": seen(),
        },
    ),
    *cases(
        "wrong_element",
        MISMATCH,
        {
            "a heading cannot be filled in": seen(
                "WrongElement", dom={"target": {"tag": "h1", "role": "heading", "name": "Patients"}}
            ),
        },
        silent={
            "a field that is read-only could be": seen("NotEditable"),
        },
    ),
    *cases(
        "another_in_its_place",
        MISMATCH,
        {
            "the element was compared with that of the last good run": seen("Mismatch", dom={"selector_counts": [1]}),
        },
        silent={
            "an element that cannot take the action was not compared": seen("WrongElement"),
        },
    ),
    *cases(
        "target_unreachable",
        MISMATCH,
        {
            "clicks go to a part of the page that the target belongs to": seen("Covered", dom=UNDER_ITS_OWN),
        },
        silent={
            "clicks go to something foreign": seen(
                "Covered", dom={**UNDER_ITS_OWN, "target": {"covered_by": {"tag": "div"}}}
            ),
        },
    ),
    *cases(
        "place_in_table_empty",
        "XPATH_INCORRECT/TABLE_SELECTOR_MISMATCH",
        {
            "the table has nothing in the place counted to": seen(step=TABLE, dom=HEADS),
        },
        silent={
            "a selector that does not count is not about the table": seen(dom=HEADS),
            "a table that is not ready may still get it": seen(step=TABLE, dom={**HEADS, "busy": [SPINNER]}),
        },
    ),
    *cases(
        "called_otherwise",
        NO_MATCH,
        {
            "a button is called otherwise": missing(),
            "a submit button was renamed, and the form is still to be sent": missing(session=TYPED, dom=LOGIN_FORM),
            "a cookie notice hides nothing from a selector": missing(
                dom={"dialogs": [{"role": "dialog", "text": "Cookies", "buttons": ["OK"]}]}
            ),
            "it went into a frame of the page's own": seen(dom={"counts_in_frames": 1}),
            "good runs have used the selector": seen(history={"fingerprint_known": True}),
            "a spinner beside the very element of good runs": missing(
                history={"fingerprint_known": True}, dom={"busy": [SPINNER], "closest": [{**RENAMED, "score": 1.0}]}
            ),
        },
        silent={
            "nothing is like it, and nobody knows it": seen(),
            "a heading is no button": seen(dom={"closest": [{"role": "heading", "name": "Patients", "score": 0.9}]}),
            "another number of the same series is no other name": seen(
                step={"selector": 'role=link[name="Record 7"]'},
                dom={"closest": [{"role": "link", "name": "Record 12", "score": 0.9}]},
            ),
            "the page complains of something": missing(dom={"alerts": ["No."]}),
            "a request for data failed": missing(
                network={"failed": [{"host": "clinic.test", "type": "fetch", "status": 422}]}
            ),
            "what a step waits for comes of something else": missing(step={"action": "wait"}),
            "a page with hardly a word is another one": missing(dom={"main_text_length": 15}),
            "a spinner may still bring it": missing(dom={"busy": [SPINNER]}),
            "a request may still bring it": missing(network={"in_flight": 2}),
            "a page being built may still bring it": missing(dom={"mutations_last_2s": 60}),
            "a document that is not complete may still bring it": missing(document={"ready_state": "interactive"}),
            "a dialog may stand in its place": missing(dom={"dialogs": [{"role": "dialog", "text": "Welcome"}]}),
            "a session was lost": missing(session=SIGNED_IN, dom=LOGIN_FORM),
            "a login was refused": missing(session=SENT, dom=LOGIN_FORM),
            "the site wants a new password first": missing(session=SENT, dom={"forms": {"password_fields": 2}}),
            "it is there now": missing(dom={"selector_counts": [1]}),
            "nobody looked what is busy": missing(dropped=("dom.busy",)),
            "nobody looked what is under way": missing(dropped=("network",)),
            "nobody counted": missing(dom={"selector_counts": []}),
        },
    ),
    *cases(
        "another_may_be_it",
        "XPATH_INCORRECT/SELECTOR_NO_MATCH",
        {
            "a button of another name could take the click": seen(dom={"closest": [UNLIKE]}),
        },
        silent={
            "a heading takes no click": seen(
                dom={"closest": [{"tag": "h1", "role": "heading", "name": "New", "score": 0.6}]}
            ),
            "a field takes no click": seen(dom={"closest": [{"tag": "input", "role": "textbox", "score": 0.5}]}),
            "a page that complains says why": seen(dom={"closest": [UNLIKE], "alerts": ["You cannot do that now"]}),
            "what a value names may not exist": seen(inputs={"names": ["patient"]}, dom={"closest": [UNLIKE]}),
            "a page that is loading may bring it": seen(dom={"closest": [UNLIKE], "busy": [SPINNER]}),
        },
    ),
    *cases(
        "nothing_matches",
        NO_MATCH,
        {
            "nothing matches on a page at rest": seen(),
        },
        silent={
            "a spinner may still bring it": seen(dom={"busy": [SPINNER]}),
            "an empty page is no page at rest": seen(dom={"main_text_length": 0}),
        },
    ),
    *cases(
        "another_fits_better",
        "XPATH_INCORRECT/SELECTOR_MISMATCH",
        {
            "the menu got a new entry, and the third one is another": seen(
                "Expectation", dom=found("Messages", PAYSLIPS), history={"fingerprint_known": True}
            ),
        },
        silent={
            "the element of the last good run was used": seen(
                "Expectation", dom=found("Payslips", PAYSLIPS), history={"fingerprint_known": True}
            ),
            "nobody knows the element of a good run": seen("Expectation", dom=found("Messages", PAYSLIPS)),
        },
    ),
    *cases(
        "hidden_twin",
        "XPATH_INCORRECT/SELECTOR_MISMATCH",
        {
            "a hidden template says what a visible button says": seen(
                "NotVisible", dom={**found("Book"), "main_text_sample": "12:05 to Yokohama. Book"}
            ),
        },
        silent={
            "a closed menu's words are nowhere in sight": seen(
                "NotVisible", dom={**found("Book"), "main_text_sample": "12:05 to Yokohama"}
            ),
        },
    ),
    *cases(
        "behind_a_control",
        NO_MATCH,
        {
            "a role finds nothing hidden, and a menu may bring it into sight": seen(dom={"revealers": [MENU]}),
            "another selector finds it hidden": seen("NotVisible", dom={**found("Export"), "revealers": [MENU]}),
            "it lies beside the page": seen("OutsideViewport", dom={**found("Export"), "revealers": [MENU]}),
            "it is in a box that is shut": seen("Covered", dom={**found("Export"), "revealers": [MENU]}),
            "the first control buys something, the second opens a menu": seen(dom={"revealers": [BUYS, MENU]}),
        },
        silent={
            "it is hidden for good": seen("NotVisible", dom=found("Export")),
            "what may bring it into sight buys something": seen("NotVisible", dom={"revealers": [BUYS]}),
            "it may come into sight by itself": seen("NotVisible", dom={"revealers": [MENU], "busy": [SPINNER]}),
            "it was used, and had no effect": seen("Expectation", dom={"revealers": [MENU]}),
            "the login has been asked for again": seen(session=SIGNED_IN, dom={**LOGIN_FORM, "revealers": [MENU]}),
        },
    ),
    *cases(
        "selector_malformed",
        "XPATH_INCORRECT/OTHER",
        {
            "an XPath that nothing can read matches on no page": seen(
                "Definition", error={"message": "Failed to execute 'evaluate': '//a[' is not a valid XPath expression."}
            ),
        },
        silent={
            "a step without a target is another mistake": seen("Definition", error={"message": "click needs a target"}),
        },
    ),
    *cases(
        "said_to_find_another",
        "XPATH_INCORRECT/SELECTOR_MISMATCH",
        {
            "somebody tells that it finds another button": seen(
                dropped=TOLD, document={"heading": "it clicks a different button"}, dom={"selector_counts": []}
            ),
        },
        silent={
            "the page's own words say nothing of selectors": seen(document={"heading": "Wrong button? Call us"}),
            "the right button is": seen(
                dropped=TOLD, document={"heading": "it clicks the button"}, dom={"selector_counts": []}
            ),
        },
    ),
    *cases(
        "said_to_find_another",
        "XPATH_INCORRECT/TABLE_SELECTOR_MISMATCH",
        {
            "somebody tells of a new column": seen(
                dropped=TOLD, document={"heading": "the table has an extra column"}, dom={"selector_counts": []}
            ),
        },
    ),
    *cases(
        "said_to_be_changed",
        "XPATH_INCORRECT/SELECTOR_NO_MATCH",
        {
            "somebody tells that it has another id now": seen(
                document={"heading": "the button has a different id now"}
            ),
        },
        silent={
            "two matches are something else": seen(
                "Ambiguous", document={"heading": "the button has a different id now"}
            ),
        },
    ),
)
