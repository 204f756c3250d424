"""Step 8: the fields of a form."""

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import LOGIN_FORM, SENT, SIGNED_IN, seen

REFUSED = "INCORRECT_FORM_INPUTS/FIELD_VALIDATION_ERROR"
BIRTH = {"forms": {"invalid_fields": ["Date of birth: not a date"]}}
SUBMIT = {"selector_counts": [1], "target": {"tag": "button", "visible": True}}

CASES = (
    *cases(
        "value_refused",
        REFUSED,
        {
            "a number field does not take letters": seen("ValueRefused"),
        },
        silent={
            "a field of another kind is the selector's fault": seen("WrongElement"),
        },
    ),
    *cases(
        "value_objected_to",
        REFUSED,
        {
            f"a page in {language} says what is wrong with the value": seen("Expectation", dom={"alerts": [said]})
            for language, said in {
                "English": "Please enter a valid date",
                "German": "Bitte gültiges Datum eingeben",
                "Czech": "Zadejte platnou adresu",
                "Chinese": "格式不正确",
            }.items()
        },
        silent={
            "a page that thanks for it does not": seen("Expectation", dom={"alerts": ["Thank you for a valid date"]}),
        },
    ),
    *cases(
        "field_marked_invalid",
        REFUSED,
        {
            "a form that was not accepted marks its field": seen("Expectation", dom=BIRTH),
        },
        silent={
            "a mark says nothing of two matches": seen("Ambiguous", dom=BIRTH),
            "a login form marks its fields for reasons of its own": seen(
                session=SENT, dom={**LOGIN_FORM, "forms": {"password_fields": 1, "invalid_fields": ["Password: wrong"]}}
            ),
        },
    ),
    *cases(
        "form_objects",
        "INCORRECT_FORM_INPUTS/OTHER",
        {
            "the form is still there and says why in its own words": seen(
                "Expectation", dom={**SUBMIT, "alerts": ["El importe supera el saldo disponible"]}
            ),
        },
        silent={
            "the form has gone": seen("Expectation", dom={"alerts": ["El importe supera el saldo disponible"]}),
            "past the login it is the site's inside": seen(
                "Expectation", session=SIGNED_IN, dom={**SUBMIT, "alerts": ["El importe supera el saldo"]}
            ),
        },
    ),
)
