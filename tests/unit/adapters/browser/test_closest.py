"""Which elements come closest to the one that was looked for."""

from typing import Any

import pytest

from webmend.adapters.browser.evidence.closest import closest
from webmend.domain.target import Fingerprint, Target


def element(tag: str, role: str, text: str, **attributes: str) -> dict[str, Any]:
    return {"tag": tag, "role": role, "name": text, "text": text, "attributes": attributes}


PAGE = [
    element("a", "link", "Patients"),
    element("button", "button", "Add patient", id="create-patient"),
    element("button", "button", "Log out"),
    element("input", "textbox", "Search", name="query"),
]


@pytest.mark.parametrize(
    ("selectors", "known", "want"),
    [
        ([{"role": "button", "name": "New patient"}], None, "Add patient"),
        ([{"css": "#create-patients"}], None, "Add patient"),
        ([{"xpath": "//button[text()='Logout']"}], None, "Log out"),
        ([{"label": "Search"}], None, "Search"),
        ([{"css": "#x1"}], Fingerprint(tag="button", role="button", name="Log out"), "Log out"),
    ],
)
def test_the_likest_element_comes_first(selectors: list[dict[str, str]], known: Fingerprint | None, want: str) -> None:
    found = closest(Target.model_validate({"selectors": selectors}), known, PAGE)

    assert found[0]["name"] == want
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)


def test_nothing_alike_is_nothing() -> None:
    assert closest(Target.model_validate({"selectors": [{"text": "Quarterly report"}]}), None, PAGE) == []


def test_where_nothing_is_alike_the_likest_of_the_kind_follows() -> None:
    target = Target.model_validate({"selectors": [{"role": "button", "name": "Möwe 99"}]})
    (found,) = closest(target, None, PAGE)

    assert found["role"] == "button"
    assert found["score"] < 0.5


def test_being_of_the_same_type_and_class_is_no_likeness() -> None:
    known = Fingerprint(tag="button", role="button", name="New patient", attributes={"type": "submit", "class": "big"})
    page = [element("button", "button", "Sign out", type="submit", **{"class": "big"})]
    (found,) = closest(Target.model_validate({"selectors": [{"text": "New patient"}]}), known, page)
    assert found["score"] < 0.5


def test_without_a_target_nothing_is_looked_for() -> None:
    assert closest(None, None, PAGE) == []
