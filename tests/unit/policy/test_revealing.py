"""Which controls may be used to bring a hidden element into sight."""

from typing import Any

import pytest

from webmend.domain.evidence import ElementFacts
from webmend.domain.survey import Control, PageElement, Survey
from webmend.domain.target import Fingerprint
from webmend.policy import revealing


def control(name: str, **facts: Any) -> ElementFacts:
    return ElementFacts(**{"tag": "button", "role": "button", "name": name, **facts})


@pytest.mark.parametrize(
    ("look", "want"),
    [
        (control("More"), ""),
        (control("☰"), ""),
        (control("Actions (3)"), ""),
        (control("Sort by price"), ""),
        (control("Room 12"), ""),
        (control("Upgrade for $9.99"), "it has a price: $9.99"),
        (control("Mehr ab 12,50 €"), "it has a price: 12,50 €"),
        (control("EUR 5 a look"), "it has a price: EUR 5"),
        (control("More", attributes={"title": "Buy now"}), "it does more than open something"),
        (control("Delete"), "it does more than open something"),
        (control("I agree"), "it does more than open something"),
        (control("Log out"), "it does more than open something"),
    ],
)
def test_a_control_that_costs_binds_or_ends_something_is_not_used(look: ElementFacts, want: str) -> None:
    said = revealing.objection(look)
    assert said.startswith(want)
    assert bool(said) is bool(want)


def test_the_first_control_that_may_be_used_is_the_one() -> None:
    assert revealing.may_be_revealed((control("Buy"), control("More"), control("Less"))) == control("More")
    assert revealing.may_be_revealed((control("Buy"),)) is None
    assert revealing.may_be_revealed(()) is None


@pytest.mark.parametrize(
    ("look", "visible", "want"),
    [
        (Fingerprint(tag="a", role="link", name="Export"), True, True),
        (Fingerprint(tag="a", role="link", name="Export"), False, False),
        (Fingerprint(tag="a", role="link", name="Import"), True, False),
        (Fingerprint(tag="h2", role="heading", name="Export"), True, False),
    ],
)
def test_a_twin_is_in_sight_and_says_and_is_the_same(look: Fingerprint, visible: bool, want: bool) -> None:
    survey = Survey(elements=(PageElement(handle=0, look=look, visible=visible),))
    hidden = PageElement(handle=1, look=Fingerprint(tag="a", role="link", name="Export"))
    assert revealing.has_twin(hidden, survey) is want


def test_an_element_is_not_its_own_twin() -> None:
    """One that lies off the page counts as visible all the same."""
    alone = PageElement(handle=0, look=Fingerprint(tag="a", role="link", name="Export"))
    assert not revealing.has_twin(alone, Survey(elements=(alone,)))


def opener(name: str, x: float = 0, y: float = 0, **look: Any) -> Control:
    seen = Fingerprint(tag="button", role="button", name=name, box=(x, y, 80, 20), **look)
    return Control(element=PageElement(handle=0, look=seen))


def test_of_menus_the_nearest_is_opened_first() -> None:
    was = Fingerprint(tag="button", name="Export", box=(700, 100, 80, 20))
    controls = [opener("Menu", 10, 10), opener("Actions", 690, 110), opener("Columns", 300, 120)]
    assert [each.element.look.name for each in revealing.likeliest(controls, was)] == ["Actions", "Columns", "Menu"]


def test_where_no_place_is_known_menus_are_opened_in_their_order() -> None:
    controls = [opener("Menu", 10, 10), opener("Actions", 690, 110)]
    assert revealing.likeliest(controls, Fingerprint(tag="button", name="Export")) == controls


def test_menus_that_there_are_several_of_or_that_cost_something_are_not_opened() -> None:
    controls = [opener("More", namesakes=4), opener("Buy now"), opener("Actions")]
    assert revealing.likeliest(controls, Fingerprint(tag="button")) == controls[2:]
