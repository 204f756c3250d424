"""A runner that is told to repair a selector brings a hidden element into sight, and goes on with it, or ends."""

import pytest

from tests.support.browser import Element
from tests.support.builders import node
from tests.unit.runner.lab import Lab, failed
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.report import AttemptOutcome, Band, FoundElement
from webmend.domain.target import Fingerprint, Selector

pytestmark = pytest.mark.looptime

STEPS = (node("open", "navigate"), node("new", target={"selectors": [{"css": "#new"}]}))
WAS = Fingerprint(tag="button", role="button", name="New Patient", text="New Patient")
REPAIR = Directive(sequence=1, attempt=1, kind=DirectiveKind.REPAIR, node_id="new", reason="it is hidden")
OURS = ("css=#new", "text=New Patient")


def button(text: str, *selectors: str, behind: str = "") -> Element:
    return Element((*selectors, f"text={text}"), text, visible=not behind, behind=behind)


def lab(
    *elements: Element,
    directive: Directive = REPAIR,
    menus: dict[str, list[Element]] | None = None,
    **known: Fingerprint,
) -> Lab:
    made = Lab(*STEPS, fingerprints=known)
    made.tab.shown.elements[:] = list(elements)
    made.tab.shown.menus = menus or {}
    made.tab.gives["new"] = [failed()]
    made.told(directive)
    return made


async def repaired(lab: Lab) -> FoundElement:
    report = await lab.run()
    found = report.recoveries[0].found
    assert found is not None
    assert (report.outcome is AttemptOutcome.SUCCEEDED) is (found.band is Band.APPLY)
    return found


async def test_what_its_own_selectors_name_is_brought_into_sight_without_any_good_run_before() -> None:
    hidden = lab(button("More"), button("New Patient", *OURS, behind="More"))
    found = await repaired(hidden)
    assert (found.band, found.selectors, hidden.tab.used) == (Band.APPLY, (), ["More"])
    assert [str(each) for each in found.reveals[0].selectors] == ["text=More"]
    assert hidden.tab.done == ["open", "new", "new"]


async def test_what_is_called_otherwise_and_hidden_is_known_by_what_it_looked_like() -> None:
    hidden = lab(button("More"), button("New Patient", "css=#other", behind="More"), new=WAS)
    found = await repaired(hidden)
    assert (found.band, [str(each) for each in found.selectors]) == (Band.APPLY, ["text=New Patient"])
    assert [each.name for each in found.reveals] == ['button "More"']


async def test_what_is_only_likely_is_proposed_with_its_control_and_nothing_is_used() -> None:
    was = WAS.with_(attributes={"id": "np", "name": "create"})
    likely = lab(button("More"), button("New Patient", "css=#other", behind="More"), new=was)
    found = await repaired(likely)
    assert (found.band, likely.tab.used) == (Band.PROPOSE, [])
    assert [str(each) for each in found.selectors] == ["text=New Patient"]
    assert [each.name for each in found.reveals] == ['button "More"']


async def test_what_is_behind_two_controls_takes_both() -> None:
    hidden = lab(button("Menu"), button("More", behind="Menu"), button("New Patient", *OURS, behind="More"))
    found = await repaired(hidden)
    assert (found.band, hidden.tab.used) == (Band.APPLY, ["Menu", "More"])
    assert [each.name for each in found.reveals] == ['button "Menu"', 'button "More"']


async def test_a_control_that_does_not_help_is_not_told() -> None:
    hidden = lab(button("More"), button("New Patient", *OURS, behind="More"))
    hidden.tab.shown.elements.insert(0, Element(("text=Less",), "Less"))
    hidden.tab.useless = ("Less",)
    found = await repaired(hidden)
    assert (found.band, hidden.tab.used) == (Band.APPLY, ["Less", "More"])
    assert [each.name for each in found.reveals] == ['button "More"']


@pytest.mark.parametrize(
    ("elements", "known"),
    [
        ((button("Search"), button("New Patient", *OURS, behind="More")), {}),
        ((button("Buy for $5"), button("New Patient", *OURS, behind="Buy for $5")), {}),
        ((button("More"), button("New Patient"), button("New Patient", *OURS, behind="More")), {}),
        ((button("More"), button("Delete ward", *OURS, behind="More")), {"new": WAS}),
        ((button("More"), button("New Patient", *OURS, behind="More"), button("B", *OURS, behind="More")), {}),
    ],
    ids=[
        "nothing brings it into sight",
        "what brings it into sight has a price",
        "another like it is in sight",
        "it is another element than that of the last good run",
        "there are two of them",
    ],
)
async def test_nothing_is_used_where(elements: tuple[Element, ...], known: dict[str, Fingerprint]) -> None:
    kept = lab(*elements, **known)
    assert (await repaired(kept)).band is Band.REFUSE
    assert kept.tab.used == []


async def test_a_control_that_a_person_has_taken_back_is_not_used_again() -> None:
    refused = (Selector(text="More", exact=True),)
    kept = lab(button("More"), button("New Patient", *OURS, behind="More"), directive=REPAIR.with_(refused=refused))
    assert (await repaired(kept)).band is Band.REFUSE
    assert kept.tab.used == []


async def test_a_control_whose_name_is_secret_is_used_and_not_told() -> None:
    hidden = lab(button("More"), button("New Patient", *OURS, behind="More"))
    hidden.around.secrets.learn("More")
    found = await repaired(hidden)
    assert (hidden.tab.used, found.reveals) == (["More"], ())
    assert "More" not in found.model_dump_json()


def item(text: str, *selectors: str, look: Fingerprint | None = None) -> Element:
    return Element((*selectors, f"text={text}"), text, look=look)


async def test_what_comes_into_the_page_with_a_menu_is_found_there_and_the_menu_stays_open() -> None:
    opened = lab(button("Search"), button("More"), menus={"More": [item("Print"), item("New Patient")]}, new=WAS)
    found = await repaired(opened)
    assert (found.band, [str(each) for each in found.selectors]) == (Band.APPLY, ["text=New Patient"])
    assert [each.name for each in found.reveals] == ['button "More"']
    assert [each.text for each in opened.tab.shown.elements] == ["Search", "More", "Print", "New Patient"]


async def test_what_its_own_selectors_name_in_a_menu_keeps_them() -> None:
    found = await repaired(lab(button("More"), menus={"More": [item("New Patient", *OURS)]}, new=WAS))
    assert (found.band, found.selectors, len(found.reveals)) == (Band.APPLY, (), 1)


async def test_menus_without_it_are_closed_again_and_not_opened_twice() -> None:
    menus = {"More": [item("Print")], "Actions": [item("New Patient")]}
    opened = lab(button("More"), button("Actions"), menus=menus, new=WAS)
    found = await repaired(opened)
    assert (found.band, opened.tab.used) == (Band.APPLY, ["More", "Actions"])
    assert [each.text for each in opened.tab.shown.elements] == ["More", "Actions", "New Patient"]


@pytest.mark.parametrize(
    ("control", "items", "known", "used"),
    [
        ("More", [item("Print")], {"new": WAS}, ["More"]),
        ("More", [item("New Patient"), item("New Patient")], {"new": WAS}, ["More"]),
        ("Buy for $5", [item("New Patient")], {"new": WAS}, []),
        ("More", [item("New Patient", *OURS)], {}, []),
    ],
    ids=["no menu has it", "the menu has two", "the control has a price", "no good run has shown it"],
)
async def test_no_menu_gives_the_element_where(
    control: str, items: list[Element], known: dict[str, Fingerprint], used: list[str]
) -> None:
    kept = lab(button(control), menus={control: items}, **known)
    assert (await repaired(kept)).band is Band.REFUSE
    assert (kept.tab.used, len(kept.tab.shown.elements)) == (used, 1)
