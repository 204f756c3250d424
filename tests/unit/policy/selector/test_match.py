"""An element is found again by what it looked like, or found to be gone."""

from typing import Any

import pytest

from webmend.domain.report import Band
from webmend.domain.survey import PageElement, Survey
from webmend.domain.target import Fingerprint
from webmend.policy.selector import Lost, Match, match


def look(text: str = "New Patient", **changes: Any) -> Fingerprint:
    """The button of a patients page."""
    facts: dict[str, Any] = {
        "tag": "button",
        "role": "button",
        "name": text,
        "text": text,
        "attributes": {"id": "new-patient", "type": "submit", "class": "primary", "data-testid": "new-patient"},
        "path": ("form", "div", "main[role=main]", "body", "html"),
        "neighbours": ("Patients",),
        "box": (20.0, 120.0, 90.0, 24.0),
        "xpath": "/html/body/main/div/form/button",
        "id_xpath": "/html/body/main/div/form/button",
        "url": "http://site.test/patients",
    }
    return Fingerprint(**{**facts, **changes})


def element(looks: Fingerprint, handle: int = 0, **changes: Any) -> PageElement:
    return PageElement(handle=handle, look=looks, **{"xpath": looks.xpath or f"/html/body/*[{handle}]", **changes})


def other(text: str, handle: int, **changes: Any) -> PageElement:
    """Another control of the same page, elsewhere."""
    place = f"/html/body/aside/button[{handle}]"
    facts = {
        "attributes": {"type": "submit"},
        "path": ("aside", "body", "html"),
        "neighbours": ("Account",),
        "box": (900.0, 10.0 + 40 * handle, 70.0, 24.0),
        "xpath": place,
        "id_xpath": place,
        **changes,
    }
    return element(look(text, **facts), handle)


REST = (other("Sign out", 7), other("Search", 8))


def one(*elements: PageElement, action: str = "click", lost: Fingerprint | None = None) -> Match:
    return match({"step": Lost(lost or look(), action)}, Survey(elements=(*elements, *REST)))["step"]


RENAMED = {"attributes": {"id": "add-patient", "type": "submit", "class": "cta", "data-testid": "add-patient"}}


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (look(), "nothing has changed"),
        (look("Add new patient", **RENAMED), "its text, id and test id have been reworded"),
        (look(xpath="/html/body/section/button", path=("section", "body", "html")), "it stands elsewhere"),
        (look(box=(700.0, 600.0, 90.0, 24.0)), "it was laid out elsewhere"),
        (look(tag="a", role="link", attributes={"id": "new-patient", "href": "/new"}), "it has become a link"),
    ],
)
def test_an_element_that_has_changed_is_found(now: Fingerprint, why: str) -> None:
    found = one(element(now))
    assert found.verdict.band is Band.APPLY, (why, found.verdict)
    assert found.element is not None
    assert found.element.look == now


def test_an_element_that_is_gone_is_not_replaced_by_another() -> None:
    assert one().verdict.band is Band.REFUSE


def test_a_page_without_anything_to_click_has_no_answer() -> None:
    nothing = match({"step": Lost(look(), "click")}, Survey())["step"]
    assert (nothing.verdict.band, nothing.element) == (Band.REFUSE, None)


def test_of_two_that_are_equally_like_it_none_is_pressed() -> None:
    twin = look(
        "New Patient", xpath="/html/body/main/div[2]/form/button", id_xpath="/html/body/main/div[2]/form/button"
    )
    found = one(element(look()), element(twin, 1))
    assert found.verdict.band is not Band.APPLY
    assert found.runner_up is not None


def test_what_stands_in_its_place_but_says_and_is_called_something_else_is_not_pressed() -> None:
    stranger = look("Delete all", attributes={"id": "purge", "type": "submit"})
    assert one(element(stranger)).verdict.band is Band.REFUSE


def test_what_is_around_it_or_in_it_is_no_rival() -> None:
    inside = look(tag="span", role="", xpath="/html/body/main/div/form/button/span", attributes={})
    found = one(element(look("Add new patient", **RENAMED)), element(inside, 1))
    assert found.verdict.band is Band.APPLY


def test_an_element_that_cannot_be_seen_is_not_found() -> None:
    assert one(element(look(), visible=False)).verdict.band is Band.REFUSE


@pytest.mark.parametrize(
    ("action", "now", "want"),
    [
        ("fill", element(look(), editable=False), False),
        ("fill", element(look(tag="input", role="textbox"), editable=True), True),
        ("check", element(look(role="checkbox")), True),
        ("check", element(look()), False),
        ("select", element(look(tag="select", role="combobox")), True),
        ("select", element(look()), False),
        ("wait", element(look(tag="h1", role="heading")), True),
    ],
)
def test_only_what_can_receive_the_action_is_considered(action: str, now: PageElement, want: bool) -> None:
    found = match({"step": Lost(now.look, action)}, Survey(elements=(now,)))["step"]
    assert (found.element is not None) is want


def test_two_steps_are_not_led_to_the_same_element() -> None:
    save = look("Save", attributes={"id": "save", "type": "submit"})
    close = look("Save and close", attributes={"id": "save-close", "type": "submit"}, box=(120.0, 120.0, 90.0, 24.0))
    lost = {"save": Lost(save, "click"), "close": Lost(close, "click")}
    page = Survey(elements=(element(close, 0), *REST))
    found = match(lost, page)
    assert found["close"].element == page.elements[0]
    assert found["save"].element != page.elements[0]


def test_an_element_that_another_step_still_finds_is_barred() -> None:
    page = Survey(elements=(element(look(), 3), *REST))
    assert match({"step": Lost(look(), "click")}, page, taken=[3])["step"].verdict.band is Band.REFUSE


def test_the_answer_says_what_it_was_what_it_is_and_why() -> None:
    found = one(element(look("Add new patient", **RENAMED))).found(look())
    assert (found.was, found.now) == ('button "New Patient" #new-patient', 'button "Add new patient" #add-patient')
    assert "likeness" in found.reason
    assert found.runner_up


def row_of_links(**shared: Any) -> tuple[PageElement, ...]:
    """Links that differ by their text and place alone."""
    return tuple(
        element(
            look(text, tag="a", role="link", attributes={"href": "?sort="}, neighbours=(), xpath=place, **shared),
            handle,
            xpath=place,
        )
        for handle, text in enumerate(("Name", "Town", "Born"))
        for place in (f"/html/body/table/thead/tr/th[{handle + 1}]/a",)
    )


def test_text_that_is_exactly_as_it_was_tells_one_apart_from_others_of_its_row() -> None:
    links = row_of_links(box=None, path=("th", "tr", "table"))
    lost = links[1].look.with_(xpath="/html/body/div/a", id_xpath="")
    found = one(*links, lost=lost)
    assert (found.verdict.band, found.element) == (Band.APPLY, links[1])


def test_of_a_row_whose_texts_are_not_known_nobody_is_given_anothers_place() -> None:
    links = row_of_links(box=None, path=("th", "tr", "table"))
    lost = {e.look.text: Lost(e.look.with_(name="", text="", xpath="", id_xpath=""), "click") for e in links}
    found = match(lost, Survey(elements=(links[2], links[0], links[1])))
    assert {each.verdict.band for each in found.values()} == {Band.REFUSE}


def an_entry(handle: int, text: str, before: str, after: str, *more: str) -> PageElement:
    """A link in a list of filters under a heading."""
    beside = ("By staff", *(each for each in (before, after) if each), *more)
    place = f"/html/body/ul/li[{handle + 1}]/a"
    shared = {"tag": "a", "role": "link", "attributes": {"href": "?staff="}, "box": None, "path": ("li", "ul", "body")}
    return element(look(text, **shared, neighbours=beside, entries=(before, after), xpath=place), handle, xpath=place)


@pytest.mark.parametrize(
    ("first", "second", "want", "why"),
    [
        (("", "Yes"), ("Yes", ""), Band.APPLY, "what stands before and after it tells it apart"),
        (("", "Yes"), ("", "Yes"), Band.REFUSE, "both stand beside the same"),
        (("All", "Yes"), ("Yes", ""), Band.REFUSE, "another entry has come between"),
    ],
)
def test_what_stands_beside_it_tells_an_element_apart(
    first: tuple[str, str], second: tuple[str, str], want: Band, why: str
) -> None:
    lost = an_entry(0, "All", "", "Yes").look.with_(name="", text="", xpath="", id_xpath="")
    found = one(an_entry(0, "Any", *first, "Select"), an_entry(2, "None", *second, "Select"), lost=lost)
    assert found.verdict.band is want, (why, found.verdict)


def test_another_number_of_a_series_is_another_element() -> None:
    lost = look("Open", tag="a", role="link", attributes={"href": "/user/1/", "id": "user-1"}, box=None, xpath="/a[1]")
    sibling = lost.with_(attributes={"href": "/user/2/", "id": "user-2"}, xpath="/a[2]", neighbours=("Bob",))
    assert one(element(sibling), lost=lost).verdict.band is not Band.APPLY


USERS = {"tag": "a", "role": "link", "attributes": {"href": "/users/"}, "box": None, "id_xpath": ""}
IN_SIDEBAR = look("Users", **USERS, path=("th", "tr", "nav"), neighbours=("Groups", "Add"), xpath="/nav/a", namesakes=1)
IN_TRAIL = look("Users", **USERS, path=("div", "body"), neighbours=("Home",), xpath="/div/a")


@pytest.mark.parametrize(
    ("lost", "now", "want", "why"),
    [
        (IN_SIDEBAR, IN_TRAIL, Band.REFUSE, "the two said the same, one is gone, and the other stands elsewhere"),
        (IN_SIDEBAR, IN_SIDEBAR.with_(namesakes=0), Band.APPLY, "what stands beside it says that it is the one"),
        (IN_SIDEBAR, IN_SIDEBAR.with_(namesakes=0, neighbours=()), Band.PROPOSE, "nothing beside it says so"),
        (
            IN_SIDEBAR,
            IN_SIDEBAR.with_(namesakes=0, attributes={"href": "/members/"}),
            Band.PROPOSE,
            "it stands where one stood, and is called otherwise",
        ),
    ],
)
def test_of_several_that_said_the_same_the_one_left_is_not_taken_for_another(
    lost: Fingerprint, now: Fingerprint, want: Band, why: str
) -> None:
    assert one(element(now), lost=lost).verdict.band is want, why


@pytest.mark.parametrize(
    ("now", "want"),
    [
        (look(), Band.PROPOSE),
        (look(path=("aside", "body"), neighbours=("Help",), box=(900.0, 900.0, 24.0, 24.0)), Band.REFUSE),
    ],
)
def test_what_said_nothing_and_had_no_name_is_asked_about_and_never_used(now: Fingerprint, want: Band) -> None:
    lost = look("", attributes={"type": "submit"})
    assert one(element(now), lost=lost).verdict.band is want
