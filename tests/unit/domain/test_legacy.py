"""Older names of failures."""

import pytest

from webmend.domain.failure import GROUPS, SUB_TYPES, Category, SubType
from webmend.domain.legacy import LEGACY, UnknownName, understood


@pytest.mark.parametrize(
    ("category", "sub_type", "want"),
    [
        ("UNEXPECTED_POPUP", None, ("UNEXPECTED_UI_STATE", "DISMISSIBLE", "Workflow Error")),
        ("UNEXPECTED_POPUP", "NON_DISMISSIBLE", ("UNEXPECTED_UI_STATE", "DECISION_REQUIRED", "Workflow Error")),
        ("UNEXPECTED_UI_STATE", "NON_DISMISSIBLE", ("UNEXPECTED_UI_STATE", "DECISION_REQUIRED", "Workflow Error")),
        ("ADDITIONAL_USER_INPUT_REQUIRED", None, ("UNEXPECTED_UI_STATE", "DECISION_REQUIRED", "User Error")),
        ("ACTION_BLOCKED_BY_PLATFORM", None, ("AUTHENTICATION_ERROR", "ACCESS_DENIED", "External Error")),
        ("ACTION_PERFORMED_TOO_EARLY", None, ("PAGE_STILL_LOADING", "OTHER", "Workflow Error")),
        ("ACTION_PERFORMED_TOO_EARLY", "SPINNER_VISIBLE", ("PAGE_STILL_LOADING", "SPINNER_VISIBLE", "Workflow Error")),
        (
            "MULTIPLE_MATCHING_RESULTS_FOUND",
            None,
            ("INCORRECT_FORM_INPUTS", "MULTIPLE_MATCHING_RESULTS_FOUND", "User Error"),
        ),
        ("action performed-too early", None, ("PAGE_STILL_LOADING", "OTHER", "Workflow Error")),
        ("PAGE_NOT_FOUND", None, ("PAGE_NOT_FOUND", None, "User Error")),
        ("PAGE_NOT_FOUND", "OTHER", ("PAGE_NOT_FOUND", None, "User Error")),
        ("XPATH_INCORRECT", None, ("XPATH_INCORRECT", "OTHER", "Workflow Error")),
        ("NOT_CONFIDENT", None, ("NOT_CONFIDENT", None, None)),
    ],
)
def test_a_name_is_understood(category: str, sub_type: str | None, want: tuple[str, str | None, str | None]) -> None:
    assert tuple(understood(category, sub_type)) == want


@pytest.mark.parametrize("category", [category for category in Category if SUB_TYPES[category]])
def test_todays_names_stay_as_they_are(category: Category) -> None:
    for sub_type in (*SUB_TYPES[category], SubType.OTHER):
        assert understood(category, sub_type) == (category, sub_type, GROUPS[category])


def test_no_older_name_is_a_category_of_today() -> None:
    assert set(LEGACY) & {str(category) for category in Category} == set()


@pytest.mark.parametrize(
    ("category", "sub_type"),
    [("GREMLINS", None), ("", None), ("XPATH_INCORRECT", "SPINNER_VISIBLE"), ("UNEXPECTED_POPUP", "SPINNER_VISIBLE")],
)
def test_what_is_no_name_is_refused(category: str, sub_type: str | None) -> None:
    with pytest.raises(UnknownName):
        understood(category, sub_type)
