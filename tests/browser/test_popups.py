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
