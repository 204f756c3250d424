"""A selector that still finds something: is it what it found in the last good run?"""

from typing import Any

import pytest

from webmend.domain.survey import PageElement, Survey
from webmend.domain.target import Fingerprint
from webmend.policy.selector import Suspicion, elsewhere, suspect

NONE, DOUBT, PLAIN = Suspicion
MAIN = ("form", "main[role=main]", "body", "html")
ROW = ("td[role=cell]", "tr[role=row]", "table[role=table]", "body", "html")
MENU = ("li[role=listitem]", "ul[role=list]", "nav[role=navigation]", "body", "html")
CARD = ("li[role=listitem]", "ul[role=list]", "main[role=main]", "body", "html")


def button(text: str = "Save", /, path: tuple[str, ...] = MAIN, lang: str = "", **attributes: str) -> Fingerprint:
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return Fingerprint(tag="button", role="button", name=text, text=text, path=path, lang=lang, attributes=named)


def link(text: str, href: str = "", path: tuple[str, ...] = MAIN) -> Fingerprint:
    return Fingerprint(tag="a", role="link", name=text, text=text, path=path, attributes={"href": href} if href else {})


def field(label: str = "", **attributes: str) -> Fingerprint:
    return Fingerprint(tag="input", role="textbox", name=label, path=MAIN, attributes=attributes)


@pytest.mark.parametrize(
    ("known", "seen", "want", "why"),
    [
        (button(), button(), NONE, "nothing has changed"),
        (button(id="radix-a8f3"), button(id="radix-b1c9"), NONE, "ids that a framework makes up"),
        (button(id="save"), button(id="store"), DOUBT, "says the same, and is called otherwise"),
        (
            field("Filter", placeholder="Filter", id="users"),
            field("Filter", placeholder="Filter", id="groups"),
            DOUBT,
            "a placeholder is no name beside the label that it gives",
        ),
        (field("Password", name="password1"), field("Password again", name="password2"), DOUBT, "numbered names"),
        (button("Inbox (3)"), button("Inbox (12)"), NONE, "a counter"),
        (button("Inbox"), button("Inbox (1)"), NONE, "a counter that begins"),
        (button(**{"class": "btn"}), button(**{"class": "btn busy active"}), NONE, "classes"),
        (button("Save", id="go"), button("Save changes", id="go"), NONE, "reworded, and called the same"),
        (button("Follow", id="f"), button("Unfollow", id="f"), NONE, "another state"),
        (button("Play"), button("Pause"), DOUBT, "another state, in words that have nothing in common"),
        (button("Save", id="go"), button("Store", id="go"), DOUBT, "the page's authors call it the same"),
        (button("Save", id="go"), button("Delete", id="go"), DOUBT, "an id may have been given to another"),
        (button("Save"), button("Save and close"), DOUBT, "part of what it said, and nothing else to go by"),
        (button("Delete", name="a"), button("Delete", name="b"), DOUBT, "the same word on another"),
        (button("Save"), button("Cancel"), PLAIN, "says something else"),
        (button("Save", id="save"), button("Delete all", id="purge"), PLAIN, "says something else, called otherwise"),
        (link("Patients", "/patients"), link("Log out", "/logout"), PLAIN, "leads elsewhere"),
        (link("Patients", "#"), link("Log out", "#"), PLAIN, "an address that leads nowhere is no name"),
        (link("Ada", "/patients/17"), link("Bob", "/patients/18"), NONE, "another entry of the same list"),
        (link("Ada", "/p/ada", ROW), link("Bob", "/p/bob", ROW), NONE, "data in a row of a table"),
        (link("Ada", "/p/ada", CARD), link("Bob", "/p/bob", CARD), NONE, "data in a list"),
        (link("Profile", "/profile", MENU), link("Delete account", "/delete", MENU), PLAIN, "a menu is no data"),
        (button(path=ROW), button("Cancel"), PLAIN, "it was in a row, and this is not"),
        (button("Save", lang="en"), button("Speichern", lang="de"), NONE, "the page is in another language"),
        (button("Save", lang="en"), button("Cancel", lang="en-GB"), PLAIN, "the page is in the same language"),
        (button("x" * 90), button("y" * 90), NONE, "long texts are content"),
        (field("Name", name="q"), field("Patient name", name="q"), NONE, "a new label"),
        (field("User name", name="user"), field("Street", name="street"), PLAIN, "another field"),
        (field(name="user"), field(name="street"), DOUBT, "a field without a label, called otherwise"),
        (field(), field(), NONE, "nothing known, nothing to say"),
        (field(name="user"), Fingerprint(tag="button", role="button", attributes={"name": "go"}), PLAIN, "no field"),
        (field(name="q"), Fingerprint(tag="textarea", role="textbox", attributes={"name": "q"}), NONE, "wider now"),
    ],
)
def test_what_a_look_at_the_element_says(known: Fingerprint, seen: Fingerprint, want: Suspicion, why: str) -> None:
    assert suspect(known, seen, "click") is want, why


@pytest.mark.parametrize("action", ["extract", "wait", "screenshot"])
def test_what_is_only_read_is_data_and_may_change(action: str) -> None:
    assert suspect(button("12 open"), button("none", id="other"), action) is NONE


@pytest.mark.parametrize(("action", "want"), [("click", NONE), ("fill", PLAIN), ("select", PLAIN)])
def test_a_form_in_the_shape_of_a_table_is_no_data(action: str, want: Suspicion) -> None:
    known, seen = (field(label, name=label).with_(path=ROW) for label in ("User", "Street"))
    assert suspect(known, seen, action) is want


def on_page(*looks: Fingerprint) -> Survey:
    places = [f"/html/body/button[{place + 1}]" for place in range(len(looks))]
    placed = [look.with_(xpath=place) for look, place in zip(looks, places, strict=True)]
    return Survey(elements=tuple(PageElement(handle=i, look=e, xpath=e.xpath) for i, e in enumerate(placed)))


@pytest.mark.parametrize(
    ("found", "page", "want"),
    [
        (0, (button("Save and close", id="close"), button("Save", id="save")), True),
        (1, (button("Save and close", id="close"), button("Save", id="save")), False),
        (0, (button("Save and close", id="close"), button("Cancel", id="cancel")), False),
        (0, (button("Save", path=ROW), button("Save", path=ROW)), False),
        (0, (button("Store", id="save"), button("Cancel")), False),
    ],
    ids=["it is elsewhere", "it is the one found", "it is nowhere", "it may be either", "it is reworded"],
)
def test_in_doubt_the_page_decides(found: int, page: tuple[Fingerprint, ...], want: bool) -> None:
    known: dict[str, Any] = {"id": "save"}
    survey = on_page(*page)
    told = elsewhere(button("Save", **known), survey.elements[found].look, "click", survey)
    assert bool(told) is want
