"""Step 9: not ready."""

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import LOGIN_FORM, SENT, SKELETON, SPINNER, seen

COMPONENT = "PAGE_STILL_LOADING/COMPONENT_LOADING"
LAZY = "PAGE_STILL_LOADING/LAZY_CONTENT_PENDING"
NAVIGATING = "PAGE_STILL_LOADING/NAVIGATION_IN_PROGRESS"
PARTIAL = "PAGE_STILL_LOADING/PARTIAL_PAGE_LOAD"
HUNG = {"action": "navigate", "waited": 15.0}

PART_12 = {"role": "link", "name": "Part 0012", "score": 0.8}

CASES = (
    *cases(
        "spinner_in_view",
        "PAGE_STILL_LOADING/SPINNER_VISIBLE",
        {
            "a spinner turns while nothing matches": seen(dom={"busy": [SPINNER]}),
            "a spinner turns while a post-condition is waited for": seen("Expectation", dom={"busy": [SPINNER]}),
        },
        silent={
            "two matches do not come from a spinner": seen("Ambiguous", dom={"busy": [SPINNER]}),
            "a skeleton is no spinner": seen(dom={"busy": [SKELETON]}),
        },
    ),
    *cases(
        "component_busy",
        COMPONENT,
        {
            "a skeleton holds the place of what is missing": seen(dom={"busy": [SKELETON]}),
        },
        silent={
            "nothing is busy": seen(),
        },
    ),
    *cases(
        "list_not_filled",
        LAZY,
        {
            "a list without options is being filled": seen("NoOption", network={"in_flight": 1}),
            "a list with its placeholder is being filled": seen(
                "NoOption", inputs={"options": ["Please choose"]}, network={"in_flight": 1}
            ),
        },
        silent={
            "an empty list on a page at rest stays empty": seen("NoOption"),
            "a filled list is": seen("NoOption", inputs={"options": ["Annual", "Emergency"]}),
            "options that did not fit into the report were there": seen("NoOption", dropped=("inputs.options",)),
        },
    ),
    *cases(
        "navigation_under_way",
        NAVIGATING,
        {
            "the page went away under the step": seen("Navigation"),
            "the document is still arriving": seen(document={"ready_state": "loading"}, dom={"main_text_length": 0}),
            "another page was asked for": seen("Timeout", network={"navigating": True}),
        },
        silent={
            "an error status has arrived": seen("Navigation", document={"status": 403}),
            "a navigation that nobody answers is not under way": seen("Navigation", step=HUNG),
        },
    ),
    *cases(
        "target_came_late",
        COMPONENT,
        {
            "the target is there now": seen(dom={"selector_counts": [0, 1]}),
        },
        silent={
            "the target is still not there": seen(),
        },
    ),
    *cases(
        "content_area_empty",
        "PAGE_STILL_LOADING/CONTENT_AREA_EMPTY",
        {
            "the main area shows nothing": seen(document={"heading": ""}, dom={"main_text_length": 0}),
        },
        silent={
            "nobody looked how much it shows": seen(dom={"main_text_length": 0}, dropped=("dom",)),
            "it shows a little": seen(document={"heading": ""}, dom={"main_text_length": 20}),
        },
    ),
    *cases(
        "element_unsettled",
        COMPONENT,
        {
            "the target moves": seen("NotStable"),
            "the target is being replaced": seen("Detached"),
        },
        silent={
            "the target is disabled and stays where it is": seen("NotEnabled"),
        },
    ),
    *cases(
        "form_forgot_its_values",
        COMPONENT,
        {
            "a login that was filled in says that it is empty": seen(
                session=SENT, dom={**LOGIN_FORM, "alerts": ["This field is required"]}
            ),
        },
        silent={
            "another form says so of an input": seen("Expectation", dom={"alerts": ["Name is required"]}),
        },
    ),
    *cases(
        "page_silent",
        "PAGE_STILL_LOADING/OTHER",
        {
            "a page that did not answer waits for something": seen(network={"in_flight": 1}, dropped=("dom",)),
        },
        silent={
            "a page that hangs for good waits for nothing": seen(dropped=("dom",)),
            "a report that was cut says nothing of the page": seen(dropped=("dom.mainTextSample", "dom.closest")),
            "a navigation that nobody answers has no page to look at": seen("Navigation", step=HUNG, dropped=("dom",)),
        },
    ),
    *cases(
        "part_missing",
        PARTIAL,
        {
            "the document is not complete": seen(document={"ready_state": "interactive"}),
            "a script of the site did not arrive": seen(
                network={"failed": [{"host": "clinic.test", "type": "script", "status": 404}]}
            ),
        },
        silent={
            "a script of somebody else did not arrive": seen(
                network={"failed": [{"host": "ads.test", "type": "script", "error": "blocked"}]}
            ),
            "a picture of the site did not arrive": seen(
                network={"failed": [{"host": "clinic.test", "type": "image", "status": 404}]}
            ),
        },
    ),
    *cases(
        "requests_under_way",
        LAZY,
        {
            "a request may bring what is missing": seen(network={"in_flight": 1, "oldest_in_flight_ms": 900}),
        },
        silent={
            "a standing connection brings nothing": seen(network={"in_flight": 1, "oldest_in_flight_ms": 45_000}),
        },
    ),
    *cases(
        "page_changing",
        COMPONENT,
        {
            "the page is still being built": seen(dom={"mutations_last_2s": 80}, network={"in_flight": 2}),
        },
        silent={
            "a clock ticks": seen(dom={"mutations_last_2s": 4}, network={"in_flight": 2}),
            "a page may change for ever": seen(dom={"mutations_last_2s": 80}),
        },
    ),
    *cases(
        "spinner_stays",
        "PAGE_STILL_LOADING/SPINNER_VISIBLE",
        {
            "a spinner that should have gone has not": seen(
                "Expectation",
                step={"selector": "", "expectation": "css=.spinner to be hidden"},
                error={"message": "to be hidden"},
            ),
        },
        silent={
            "a dialog that should have gone is no spinner": seen(
                "Expectation", step={"selector": "", "expectation": "css=.dialog to be hidden"}
            ),
            "a spinner that should have come is another matter": seen(
                "Expectation", step={"selector": "", "expectation": "css=.spinner"}, error={"message": "to be visible"}
            ),
        },
    ),
    *cases(
        "not_taken_over",
        "PAGE_STILL_LOADING/COMPONENT_LOADING",
        {
            "the console speaks of hydration": seen(browser={"console_errors": ["Hydration failed because ..."]}),
            "what was typed has gone": seen("Expectation", document={"heading": "the fields fill and go blank"}),
        },
        silent={
            "an error of another script says nothing": seen(browser={"console_errors": ["x is not a function"]}),
        },
    ),
    *cases(
        "program_incomplete",
        "PAGE_STILL_LOADING/PARTIAL_PAGE_LOAD",
        {
            "a part of the program did not come": seen(
                browser={"console_errors": ["ChunkLoadError: Loading chunk 7 failed."]}
            ),
        },
        silent={
            "a picture that did not come is no part of the program": seen(
                browser={"console_errors": ["Failed to load resource: logo.png"]}
            ),
        },
    ),
    *cases(
        "said_to_be_early",
        "PAGE_STILL_LOADING/COMPONENT_LOADING",
        {
            "the page says that it is still loading": seen(document={"heading": "Your chart is still loading"}),
        },
        silent={
            "the page says that it has loaded": seen(document={"heading": "Your chart has loaded"}),
        },
    ),
    *cases(
        "list_being_written",
        "PAGE_STILL_LOADING/PARTIAL_PAGE_LOAD",
        {
            "the first rows are there, and more come": seen(
                step={"selector": 'role=link[name="Part 1733"]'}, dom={"closest": [PART_12], "mutations_last_2s": 40}
            ),
        },
        silent={
            "a list at rest is all there is": seen(
                step={"selector": 'role=link[name="Part 1733"]'}, dom={"closest": [PART_12]}
            ),
        },
    ),
    *cases(
        "turn_awaited",
        "PAGE_STILL_LOADING/OTHER",
        {
            f"a waiting room in {language}": seen(dom={"main_text_sample": said, "main_text_length": 60})
            for language, said in {
                "English": "There are 1204 people in front of you.",
                "French": "Vous êtes dans la file d'attente.",
            }.items()
        },
        silent={
            "a page about queues that has the target": seen(
                "NotEnabled", dom={"selector_counts": [1], "main_text_sample": "You are in the queue"}
            ),
        },
    ),
)
