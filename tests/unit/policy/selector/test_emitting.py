"""Selectors are given in the order in which they are likely to last."""

from typing import Any

import pytest

from webmend.domain.survey import PageElement
from webmend.domain.target import Fingerprint
from webmend.policy.selector import selectors_of


def told(editable: bool = False, **look: Any) -> list[str]:
    element = PageElement(handle=0, look=Fingerprint(**{"tag": "button", **look}), xpath="/html/b", editable=editable)
    return [str(selector) for selector in selectors_of(element)]


def test_what_testers_and_readers_know_it_by_goes_before_its_place() -> None:
    attributes = {"data-testid": "save", "id": "save", "name": "save"}
    assert told(role="button", name="Save", text="Save", attributes=attributes, id_xpath='//*[@id="f"]/button') == [
        "testId=save",
        'role=button[name="Save"]',
        "text=Save",
        "css=#save",
        'css=button[name="save"]',
        'xpath=//*[@id="f"]/button',
        "xpath=/html/b",
    ]


def test_a_field_is_named_by_its_label_and_its_placeholder() -> None:
    named = told(True, tag="input", role="textbox", name="Patient", attributes={"placeholder": "P-1001"})
    assert named[:3] == ['role=textbox[name="Patient"]', "placeholder=P-1001", "label=Patient"]


@pytest.mark.parametrize("made_up", ["ember1234", "react-select-2", "a3f9c2d81b", "row-20261125", ":r3:"])
def test_ids_that_a_framework_or_a_database_has_made_up_are_left_out(made_up: str) -> None:
    assert told(attributes={"id": made_up}) == ["xpath=/html/b"]


def test_a_text_as_long_as_content_is_left_out() -> None:
    assert told(role="link", name="x" * 81, text="x" * 81) == ["xpath=/html/b"]
