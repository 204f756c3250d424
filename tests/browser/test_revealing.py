"""A step whose element is on the page and out of sight: the control that hides it is found, used and told."""

from typing import Any

import pytest

from tests.browser.tab import QUICK, Tab
from webmend.domain.report import Band, FoundElement
from webmend.policy.selector import Lost
from webmend.runner.recovering.reveal import reveal

TARGET = {"selectors": [{"role": "link", "name": "Export"}]}
EXPORT = "<a href='#done' onclick=\"document.title='exported'\">Export</a>"
TOGGLE = (
    "onclick=\"const m = this.nextElementSibling; m.hidden = !m.hidden; this.setAttribute('aria-expanded', !m.hidden)\""
)

DETAILS = f"<details><summary>More</summary><p>{EXPORT}</p></details>"
EXPANDED = f"<button aria-expanded=false {TOGGLE}>Actions</button><ul hidden><li>{EXPORT}</li></ul>"
CONTROLS = f"""
<button>Save</button><button aria-controls=panel onclick="panel.style.display='block'">Options</button><p>Text</p>
<section><div id=panel style="display:none">{EXPORT}</div></section>"""
TABS = f"""
<div role=tablist>
  <button role=tab id=one aria-selected=true aria-controls=p1>Summary</button>
  <button role=tab id=two aria-selected=false aria-controls=p2
    onclick="p1.hidden = true; p2.hidden = false">Records</button></div>
<div role=tabpanel id=p1>Nothing</div><div role=tabpanel id=p2 aria-labelledby=two hidden>{EXPORT}</div>"""
HOVER = f"""
<style>.sub {{ display: none }} nav > ul > li:hover > .sub {{ display: block }}</style>
<nav><ul><li><a href=/away>Patients</a><ul class=sub><li>{EXPORT}</li></ul></li></ul></nav>"""
HAMBURGER = f"""
<style>.nav-list {{ display: none }} .is-open .nav-list {{ display: block }}</style>
<header><div class=bar><span class="hamburger" role=button tabindex=0
  onclick="document.querySelector('header').classList.toggle('is-open')">&#9776;</span></div>
<nav class=nav-list>{EXPORT}</nav></header>"""
TICKED = f"""
<style>#t {{ display: none }} .pane {{ display: none }} #t:checked ~ .pane {{ display: block }}</style>
<input type=checkbox id=t><label for=t>Menu</label><div class=pane>{EXPORT}</div>"""
NESTED = f"""
<button aria-expanded=false {TOGGLE}>Menu</button>
<div hidden><details><summary>Records</summary>{EXPORT}</details></div>"""
SHADOW = f"""
<div id=host></div><script>host.attachShadow({{mode: "open"}}).innerHTML = `{DETAILS}`</script>"""

REVEALED = [
    pytest.param(DETAILS, ["click button \"More\""], id="details"),
    pytest.param(EXPANDED, ["click button \"Actions\""], id="a button that says it is closed, and what follows it"),
    pytest.param(CONTROLS, ["click button \"Options\""], id="a button that says what it controls"),
    pytest.param(TABS, ["click tab \"Records\" #two"], id="a tab"),
    pytest.param(HOVER, ["hover link \"Patients\""], id="a menu that opens under the mouse"),
    pytest.param(HAMBURGER, ["click button \"☰\""], id="a hamburger that is one by its class"),
    pytest.param(TICKED, ["click label \"Menu\""], id="a tick box that a style sheet listens to"),
    pytest.param(NESTED, ["click button \"Menu\"", "click button \"Records\""], id="a menu in a menu"),
    pytest.param(SHADOW, ["click button \"More\""], id="details in a component"),
]  # fmt: skip


async def revealed(tab: Tab, target: Any = TARGET, lost: dict[str, Lost] | None = None) -> FoundElement | None:
    """What the runner makes of a click on the target once that has failed."""
    await tab.fails(target, ceiling=QUICK, click={})
    node = tab.node(target, click={})
    survey = await tab.session.elements.survey(node)
    return await reveal(tab.session.elements, node, survey, lost or {})


def told(found: FoundElement | None) -> list[str]:
    assert found is not None
    assert found.band is Band.APPLY, found.reason
    return [f"{each.gesture.lower()} {each.name}" for each in found.reveals]


@pytest.mark.parametrize(("body", "want"), REVEALED)
async def test_what_hides_the_element_is_opened_and_the_step_passes(same_tab: Tab, body: str, want: list[str]) -> None:
    await same_tab.open(f"<title>-</title><main>{body}</main>")
    assert told(await revealed(same_tab)) == want
    await same_tab.do(TARGET, click={})
    assert await same_tab.script("document.title") == "exported"
