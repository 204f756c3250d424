"""Step 2: the workflow and its values."""

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import RENAMED, SPINNER, TOLD, seen

KINDS = ("Annual", "Follow-up", "Emergency")

CASES = (
    *cases(
        "workflow_ended",
        "NOT_CONFIDENT",
        {
            "a workflow may end itself as failed": seen("Ended", error={"type": "NOT_INSURED"}),
        },
        silent={
            "a post-condition that does not hold is no end": seen("Expectation"),
        },
    ),
    *cases(
        "nobody_answered",
        "INCORRECT_FORM_INPUTS/OTHER",
        {
            "a step that asks has failed where nobody answers": seen("Asked"),
        },
        silent={
            "a value that is empty was never asked for": seen("EmptyValue"),
        },
    ),
    *cases(
        "definition_wrong",
        "NOT_CONFIDENT",
        {
            "a selector that cannot be parsed is wrong on any page": seen("Definition"),
        },
        silent={
            "a selector that matches nothing is well defined": seen("NoMatch"),
        },
    ),
    *cases(
        "template_unresolved",
        "INCORRECT_FORM_INPUTS/UNRESOLVED_TEMPLATE",
        {
            "a name that nothing stands for is unresolved": seen(
                "UnresolvedTemplate", inputs={"unresolved": ["steps.search.id"]}
            ),
        },
        silent={
            "a name that is known is not": seen(inputs={"names": ["inputs.patientId"]}),
        },
    ),
    *cases(
        "value_empty",
        "INCORRECT_FORM_INPUTS/EMPTY_SELECTOR_VALUE",
        {
            "a value that the selector needs may be empty": seen("EmptyValue", inputs={"empty": ["inputs.patientId"]}),
        },
        silent={
            "a value that is there and matches nothing is not empty": seen(inputs={"names": ["inputs.id"]}),
        },
    ),
    *cases(
        "option_missing",
        "INCORRECT_FORM_INPUTS/NO_MATCHING_OPTION",
        {
            "a filled list without the option is the input's fault": seen("NoOption", inputs={"options": KINDS}),
            "options that did not fit into the report were there": seen("NoOption", dropped=("inputs.options",)),
        },
        silent={
            "a list that holds only its placeholder may still be filled": seen(
                "NoOption", inputs={"options": ["Choose"]}, network={"in_flight": 1}
            ),
            "an empty list may still be filled": seen("NoOption", network={"in_flight": 1}),
            "a busy list may still be filled": seen("NoOption", inputs={"options": KINDS}, dom={"busy": [SPINNER]}),
        },
    ),
    *cases(
        "suggestion_missing",
        "INCORRECT_FORM_INPUTS/NO_MATCHING_OPTION",
        {
            "no suggestion fits what was typed": seen(
                step={"selector": 'role=option[name="Tromsø"]'}, inputs={"names": ["inputs.airport"]}
            ),
        },
        silent={
            "suggestions may still come": seen(
                step={"selector": 'role=option[name="Tromsø"]'},
                inputs={"names": ["inputs.airport"]},
                network={"in_flight": 2},
            ),
        },
    ),
    *cases(
        "several_results_told",
        "INCORRECT_FORM_INPUTS/MULTIPLE_MATCHING_RESULTS_FOUND",
        {
            "the page wants a narrower search": seen(dom={"main_text_sample": "Too many results. Refine your search."}),
        },
        silent={
            "the page shows its one result": seen(dom={"main_text_sample": "One result. Search again?"}),
        },
    ),
    *cases(
        "more_pages_told",
        "INCORRECT_FORM_INPUTS/PAGINATION_MISSING",
        {
            "somebody tells that only one page was read": seen(
                dropped=TOLD, document={"heading": "only the first page is read"}, dom={"selector_counts": []}
            ),
        },
        silent={
            "a page may have a second one": seen(document={"heading": "Continued on the next page"}),
            "the first page of a site is no list": seen(
                dropped=TOLD, document={"heading": "the first page is shown"}, dom={"selector_counts": []}
            ),
        },
    ),
    *cases(
        "template_shown",
        "INCORRECT_FORM_INPUTS/UNRESOLVED_TEMPLATE",
        {
            "the page repeats a placeholder": seen(dom={"main_text_sample": "Nobody is called ${contact.name}."}),
            "the page has computed with no number": seen("Expectation", dom={"main_text_sample": "Monthly: NaN"}),
        },
        silent={
            "braces in a text that has another button now": seen(
                dom={"main_text_sample": "Hello {{ name }}", "closest": [RENAMED]}
            ),
        },
    ),
    *cases(
        "value_matches_several",
        "INCORRECT_FORM_INPUTS/MULTIPLE_MATCHING_RESULTS_FOUND",
        {
            "two rows that fit the name given are the value's fault": seen(
                "Ambiguous", inputs={"names": ["inputs.name"]}, dom={"selector_counts": [2]}
            ),
            "two options that fit the text given are the value's fault": seen(
                "Ambiguous", step={"action": "select"}, inputs={"options": KINDS}, dom={"selector_counts": [1]}
            ),
        },
        silent={
            "two matches of a constant selector are not": seen("Ambiguous", dom={"selector_counts": [2]}),
            "two fields that match are not, whatever is typed into them": seen(
                "Ambiguous", step={"action": "fill"}, inputs={"names": ["inputs.name"]}, dom={"selector_counts": [2]}
            ),
        },
    ),
    *cases(
        "value_on_another_page",
        "INCORRECT_FORM_INPUTS/PAGINATION_MISSING",
        {
            "the list goes on, and the value names a row that is not here": seen(
                inputs={"names": ["inputs.patient"]}, dom={"pager": "Next"}
            ),
        },
        silent={
            "a list that ends here is all there is": seen(inputs={"names": ["inputs.patient"]}),
            "a button of the page is on no other page of the list": seen(dom={"pager": "Next"}),
        },
    ),
    *cases(
        "pages_not_turned",
        "INCORRECT_FORM_INPUTS/PAGINATION_MISSING",
        {
            "a list is longer than the step reads": seen(
                "Expectation", step={"action": "extract", "expectation": "at most 5 pages"}
            ),
            "a list does not turn its page": seen("Timeout", step={"action": "extract", "expectation": "another page"}),
        },
        silent={
            "another expectation is not about pages": seen(
                "Expectation", step={"action": "extract", "expectation": "text Done"}
            ),
        },
    ),
)
