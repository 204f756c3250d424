"""Step 10: the selector."""

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import LOGIN_FORM, SENT, SIGNED_IN, SPINNER, TYPED, seen

NO_MATCH = "XPATH_INCORRECT/SELECTOR_NO_MATCH"
MISMATCH = "XPATH_INCORRECT/SELECTOR_MISMATCH"
TABLE = {"selector": "xpath=//table/tbody/tr[2]/td[4]"}
HEADS = {"table_headers": ["Patient ID", "Name"]}
UNDER_ITS_OWN = {"selector_counts": [1], "target": {"tag": "span", "visible": True}}

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
            "a page without a table has no such place": seen(step=TABLE),
        },
    ),
    *cases(
        "nothing_matches",
        NO_MATCH,
        {
            "nothing matches on a page at rest": seen(),
            "a submit button was renamed, and the form is still to be sent": seen(session=TYPED, dom=LOGIN_FORM),
            "a cookie notice hides nothing from a selector": seen(
                dom={"dialogs": [{"role": "dialog", "text": "Cookies", "buttons": ["OK"]}]}
            ),
        },
        silent={
            "a spinner may still bring it": seen(dom={"busy": [SPINNER]}),
            "a request may still bring it": seen(network={"in_flight": 2}),
            "a page being built may still bring it": seen(dom={"mutations_last_2s": 60}),
            "a document that is not complete may still bring it": seen(document={"ready_state": "interactive"}),
            "a dialog may stand in its place": seen(dom={"dialogs": [{"role": "dialog", "text": "Welcome"}]}),
            "an empty page is no page at rest": seen(dom={"main_text_length": 0}),
            "a session was lost": seen(session=SIGNED_IN, dom=LOGIN_FORM),
            "a login was refused": seen(session=SENT, dom=LOGIN_FORM),
            "the site wants a new password first": seen(session=SENT, dom={"forms": {"password_fields": 2}}),
            "it is there now": seen(dom={"selector_counts": [1]}),
            "nobody looked what is busy": seen(dropped=("dom.busy",)),
            "nobody looked what is under way": seen(dropped=("network",)),
            "nobody counted": seen(dom={"selector_counts": []}),
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
