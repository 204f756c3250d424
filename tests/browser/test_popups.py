"""Looking at what lies over a target, and doing away with it, in the real browser."""

import pytest

from tests.browser.tab import Tab, css
from webmend.adapters.browser.popups.rules import installed
from webmend.domain.graph import Node
from webmend.domain.popup import Cover
from webmend.policy.classify import classify
from webmend.ports.popups import Declined
from webmend.runner.recovering.clearing import clear

TARGET = "<button id=x onclick='document.title = `pressed`'>Open</button>"
FIXED = "position:fixed;inset:0;background:#fff"
APPOINTMENT = (
    f"<div id=over role=dialog style='{FIXED}'>Do you accept the appointment? <button>Accept</button>"
    "<button>Decline</button> <a href=/cookies>Cookie policy</a></div>"
)
KNOWN = (
    f'<div id=cc-main style="{FIXED}"><div class=cm-wrapper>We use cookies'
    "<button class=cm__btn data-role=all>Yes</button>"
    '<button class=cm__btn data-role=necessary onclick="this.closest(`#cc-main`).remove()">No</button></div></div>'
)
KNOWN_NOTICE = (
    f'<div id=over class="cc-window cc-type-info" aria-describedby="cookieconsent:desc" style="{FIXED}">We use cookies'
    '<div class=cc-compliance><a class=cc-btn onclick="document.title = `accepted`">Got it</a></div></div>'
)
needs_rules = pytest.mark.skipif(installed() is None, reason="the rules for consent banners are not laid out here")


def target(tab: Tab) -> Node:
    return tab.node(css("#x"), id="go", click={})


async def cover(tab: Tab, over: str) -> Cover | None:
    await tab.open(TARGET + over)
    return await tab.session.popups.cover(target(tab))


async def test_a_cover_tells_its_links_to_other_pages_from_its_controls(tab: Tab) -> None:
    seen = await cover(tab, APPOINTMENT)

    assert seen is not None
    assert {control.name: control.leads for control in seen.controls} == {
        "Accept": False,
        "Decline": False,
        "Cookie policy": True,
    }


async def test_what_is_told_of_a_dialog_is_judged_as_what_is_pressed(tab: Tab) -> None:
    """The evidence and the cover are looked at by different scripts; the answers must be the same."""
    await tab.open(TARGET + APPOINTMENT)
    evidence = await tab.evidence(await tab.fails(css("#x"), click={}))

    assert [dialog.links for dialog in evidence.dom.dialogs] == [("Cookie policy",)]
    assert classify(evidence).sub_type == "DECISION_REQUIRED"
    assert "alone" in await clear(tab.session.popups, target(tab))


async def test_a_button_of_a_component_is_called_what_its_slot_shows(tab: Tab) -> None:
    component = (
        "<script>customElements.define('x-button', class extends HTMLElement { connectedCallback() {"
        "this.attachShadow({ mode: 'open' }).innerHTML = '<button><slot></slot></button>' } })</script>"
    )
    seen = await cover(
        tab, f"<div role=dialog style='{FIXED}'>We use cookies<x-button>Necessary only</x-button></div>{component}"
    )

    assert seen is not None
    assert [control.name for control in seen.controls] == ["Necessary only"]


async def test_what_a_component_shows_in_its_dialog_belongs_to_the_dialog(tab: Tab) -> None:
    component = (
        "<script>customElements.define('x-dialog', class extends HTMLElement { connectedCallback() {"
        f"this.attachShadow({{ mode: 'open' }}).innerHTML = `<div role=dialog style='{FIXED}'><button>Close</button>"
        "<slot></slot></div>` } })</script>"
    )
    seen = await cover(tab, f"<x-dialog><p>Confirm payment <input></p><button>Pay now</button></x-dialog>{component}")

    assert seen is not None
    assert seen.text == "Close Confirm payment Pay now"
    assert [control.name for control in seen.controls] == ["Close", "Pay now"]
    assert seen.has_form


CROSSES = """<style>
  .bare { position: absolute; right: 0; top: 0; cursor: pointer }
  .drawn::before { position: absolute; right: 9px; top: 9px; width: 20px; height: 20px; content: "" }
  .after::after { position: absolute; right: 9px; top: 9px; width: 20px; height: 20px; content: "\\d7" }
  .sign::before { content: "\\d7" }
  .icon::before { content: "\\e900" }
</style>"""


@pytest.mark.parametrize(
    ("markup", "want"),
    [
        # drawn beside an empty box
        ("<i class='close bare drawn'></i>", ["×"]),
        ("<i class='close bare after'></i>", ["×"]),
        # drawn in a box of its own
        ("<button class=sign></button>", ["×"]),
        ("<button class=sign aria-label=Later></button>", ["Later"]),
        ("<button class=icon></button>", [""]),
        # nothing is drawn that can be hit
        ("<i class='close bare'></i>", []),
        ("<i class='close bare drawn' style='display:none'></i>", []),
        ("<i class='close bare drawn' style='visibility:hidden'></i>", []),
        ("<i class='close bare drawn' style='opacity:0'></i>", []),
        ("<i class='close bare drawn'></i><b style='position:absolute;right:0;top:0;width:50px;height:50px'></b>", []),
        # it does not look like something to press
        ("<i class='close bare drawn' style='cursor:auto'></i>", []),
        ("<i class='bare drawn'></i>", []),
    ],
)
async def test_a_cross_may_be_drawn_by_the_style_sheet(tab: Tab, markup: str, want: list[str]) -> None:
    seen = await cover(tab, f"{CROSSES}<div role=dialog style='{FIXED}'>A film about us {markup}</div>")

    assert seen is not None
    assert [control.name for control in seen.controls] == want


async def test_a_cross_beside_an_empty_box_is_pressed(tab: Tab) -> None:
    cross = "<i class='close bare drawn' onclick='this.parentElement.remove()'></i>"
    await tab.open(f"{TARGET}{CROSSES}<div role=dialog style='{FIXED}'>A film <button>Watch</button>{cross}</div>")

    told = await clear(tab.session.popups, target(tab))
    await tab.do(css("#x"), click={})

    assert told.startswith('pressed "×" (i.close)')
    assert await tab.script("document.title") == "pressed"


async def test_a_cross_beside_an_empty_box_is_pressed_in_a_frame(tab: Tab) -> None:
    tab.site.put(
        "/film", f"{CROSSES}A film <i class='close bare drawn' onclick='parent.document.title = `closed`'></i>"
    )
    seen = await cover(tab, f"<div style='{FIXED}'><iframe style='margin:70px' src=/film></iframe></div>")

    assert seen is not None
    await tab.session.popups.press(seen.controls[0])
    assert await tab.script("document.title") == "closed"


HINT = "position:absolute;left:50px;top:200px;width:300px;height:100px;background:#fff"
BACKDROP = "<div style='position:fixed;inset:0;background:#0008;z-index:9'></div>"


@pytest.mark.parametrize(
    ("beside", "want"),
    [
        (f"{BACKDROP}<div style='{HINT};z-index:10'>Step 1 <button>Close</button></div>", "Step 1 Close"),
        (f"<div style='{HINT};z-index:10'>Step 1 <button>Close</button></div>{BACKDROP}", "Step 1 Close"),
        (f"{BACKDROP}<div style='{HINT};z-index:11'>Step 1 <button>Close</button></div>"
         f"<div style='{HINT};top:400px;z-index:10'>Menu <button>Hide</button></div>", "Step 1 Close"),
        # it is under the backdrop
        (f"{BACKDROP}<div style='{HINT};z-index:8'>Menu <button>Close</button></div>", ""),
        # what the tour points at
        (f"{BACKDROP}<p style='position:relative;z-index:10'>Patients <button>Close</button></p>", ""),
        # a part of the page
        (f"{BACKDROP}<header style='{HINT};z-index:10'>Portal <button>Close</button></header>", ""),
        # nothing to press
        (f"{BACKDROP}<div style='{HINT};z-index:10'>Step 1</div>", ""),
        # not a backdrop, but a small thing over the target alone
        ("<div style='position:fixed;left:0;top:0;width:200px;height:100px'></div>"
         f"<div style='{HINT};z-index:10'>Step 1 <button>Close</button></div>", ""),
        # something is being loaded
        (f"<div style='position:fixed;inset:0;z-index:9' aria-busy=true></div>"
         f"<div style='{HINT};z-index:10'>Saved <button>Close</button></div>", ""),
    ],
)  # fmt: skip
async def test_the_hint_of_a_tour_is_what_is_raised_over_the_backdrop(tab: Tab, beside: str, want: str) -> None:
    seen = await cover(tab, beside)

    assert seen is not None
    assert seen.text == want


async def test_a_raised_hint_is_told_and_closed_and_the_target_takes_its_click(tab: Tab) -> None:
    close = "<button onclick='document.querySelectorAll(`.tour`).forEach((e) => e.remove())'>Close</button>"
    hint = f"<div class=tour style='{HINT};z-index:10'>Step 1 <button>Next</button>{close}</div>"
    await tab.open(TARGET + BACKDROP.replace("<div", "<div class=tour") + hint)
    evidence = await tab.evidence(await tab.fails(css("#x"), click={}))

    assert classify(evidence).sub_type == "DISMISSIBLE"
    assert (await clear(tab.session.popups, target(tab))).endswith("nothing is in the way")
    await tab.do(css("#x"), click={})
    assert await tab.script("document.title") == "pressed"


async def test_a_raised_hint_that_asks_for_more_is_left_to_a_person(tab: Tab) -> None:
    buttons = "<button>Pay now</button><button>Close</button>"
    await tab.open(f"{TARGET}{BACKDROP}<div style='{HINT};z-index:10'>Confirm payment {buttons}</div>")

    assert "alone" in await clear(tab.session.popups, target(tab))


async def test_an_address_that_is_none_leads_nowhere(tab: Tab) -> None:
    seen = await cover(tab, f"<div role=dialog style='{FIXED}'>Hi <a href='http://[no'>Later</a></div>")

    assert seen is not None
    assert [control.leads for control in seen.controls] == [False]


async def test_a_frame_of_another_site_gets_neither_a_click_nor_a_key(tab: Tab) -> None:
    tab.site.put("/pay", "<h1>Confirm payment</h1><button>Close</button>")
    await tab.open(
        f"{TARGET}<iframe style='{FIXED};width:100%;height:100%' src='{tab.site.other_origin}/pay'></iframe>"
        "<script>addEventListener('keydown', (event) => document.title = event.key)</script>"
    )

    told = await clear(tab.session.popups, target(tab))

    assert "alone" in told
    assert await tab.script("document.title") == ""


async def test_a_stack_of_pop_ups_is_cleared_and_the_target_takes_its_click(tab: Tab) -> None:
    stack = "".join(
        f"<div role=dialog style='{FIXED}'>{text}<button>{other}</button>"
        f"<button onclick='this.parentElement.remove()'>{close}</button></div>"
        for text, other, close in [("We use cookies", "Accept", "Reject all"), ("What is new", "Show me", "Later")]
    )
    await tab.open(TARGET + stack)

    told = await clear(tab.session.popups, target(tab))
    await tab.do(css("#x"), click={})

    assert told.endswith("nothing is in the way")
    assert await tab.script("document.title") == "pressed"


@needs_rules
async def test_the_rules_decline_a_banner_that_they_know(tab: Tab) -> None:
    await tab.open(TARGET + KNOWN)

    assert await tab.session.popups.decline_cookies() == Declined("cookieconsent3", done=True)
    assert await tab.session.popups.cover(target(tab)) is None


@needs_rules
async def test_the_rules_hide_a_banner_that_offers_nothing_but_yes(tab: Tab) -> None:
    await tab.open(TARGET + KNOWN_NOTICE)

    assert await tab.session.popups.decline_cookies() == Declined("Complianz notice", done=True, hidden=True)
    assert await tab.session.popups.cover(target(tab)) is None
    assert await tab.script("document.title") == ""


@needs_rules
async def test_the_rules_do_nothing_about_what_they_do_not_know(tab: Tab) -> None:
    await tab.open(TARGET + APPOINTMENT)

    assert await tab.session.popups.decline_cookies() == Declined()
    assert await tab.session.popups.cover(target(tab)) is not None
