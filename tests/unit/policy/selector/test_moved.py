"""A control that has moved into a menu is known by its words, and by where the menu opens."""

from typing import Any

import pytest

from webmend.domain.report import Band
from webmend.domain.survey import PageElement, Survey
from webmend.domain.target import Fingerprint
from webmend.policy.selector import Lost, came, is_said, moved_in

PLACE = ("form.actions", "div", "main", "body", "html")
LOST = Lost(Fingerprint(tag="button", role="button", name="Export", text="Export", path=PLACE), "click")
HERE = Fingerprint(tag="button", role="button", name="More", path=PLACE)
THERE = HERE.with_(path=("li", "ul", "footer", "body", "html"))


def item(text: str, xpath: str = "/html/body/div/ul/li", role: str = "menuitem", **state: Any) -> PageElement:
    look = Fingerprint(tag="li", role=role, name=text, text=text)
    return PageElement(handle=0, look=look, xpath=xpath, **state)


EXPORT = item("Export")
AROUND = item("Export", xpath="/html/body/div")
INSIDE = item("Export", xpath="/html/body/div/ul/li/a", role="link")
OTHER = item("Export", xpath="/html/body/div/ul/li[2]")


@pytest.mark.parametrize(
    ("control", "elements", "want"),
    [
        (HERE, (item("Print"), EXPORT), (Band.APPLY, EXPORT)),
        (THERE, (item("Print"), EXPORT), (Band.PROPOSE, EXPORT)),
        (HERE, (item("EXPORT"),), (Band.APPLY, item("EXPORT"))),
        (HERE, (AROUND, EXPORT), (Band.APPLY, EXPORT)),
        (HERE, (EXPORT, INSIDE), (Band.APPLY, INSIDE)),
        (HERE, (EXPORT, OTHER), None),
        (HERE, (item("Export all"),), None),
        (HERE, (item("Export", visible=False),), None),
        (HERE, (item("Export", enabled=False),), None),
        (HERE, (item("Export", role="heading"),), None),
        (HERE, (), None),
    ],
)
def test_the_one_that_says_just_the_same(
    control: Fingerprint, elements: tuple[PageElement, ...], want: tuple[Band, PageElement] | None
) -> None:
    found = moved_in(LOST, control, Survey(elements=elements))
    assert (found and (found.verdict.band, found.element)) == want


@pytest.mark.parametrize(
    ("elements", "want"),
    [((EXPORT,), True), ((item("Print"), item("Export all")), False), ((item("Export", visible=False),), False)],
)
def test_whether_something_in_sight_says_it_already(elements: tuple[PageElement, ...], want: bool) -> None:
    assert is_said(LOST, Survey(elements=elements)) is want


@pytest.mark.parametrize(
    ("before", "after", "want"),
    [
        ((), (EXPORT,), ["Export"]),
        ((EXPORT,), (EXPORT,), []),
        ((EXPORT,), (OTHER, item("Print")), ["Print"]),
        ((item("Export", visible=False),), (EXPORT,), ["Export"]),
    ],
    ids=["it was not there", "it was there", "it has another place now", "it was out of sight"],
)
def test_what_has_come_was_not_there_before(
    before: tuple[PageElement, ...], after: tuple[PageElement, ...], want: list[str]
) -> None:
    found = came(Survey(elements=before), Survey(elements=after))
    assert [each.look.text for each in found.elements] == want


def test_what_said_nothing_is_known_by_no_words() -> None:
    silent = Lost(Fingerprint(tag="button", role="button", path=PLACE), "click")
    assert moved_in(silent, HERE, Survey(elements=(item(""),))) is None
