"""A step whose element is on the page and out of sight: the control that hides it is found, used and told."""

from typing import Any

import pytest

from tests.browser.tab import QUICK, Tab, css
from tests.site.states import packages
from webmend.domain.report import Band, FoundElement
from webmend.policy.selector import Lost
from webmend.runner.recovering.explore import explore
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

SCRIPTED = f"""
<nav><ul><li id=item><a href=/away>Patients</a><div class=submenu hidden>{EXPORT}</div></li></ul></nav>
<script>item.addEventListener("mouseenter", () => item.querySelector("div").hidden = false)</script>"""
OFF_CANVAS = f"""
<style>.drawer {{ position: fixed; top: 0; left: 0; width: 200px; transform: translateX(-100%); transition: .2s }}
.drawer.is-open {{ transform: none }}</style>
<header><button aria-label=Menu aria-controls=side onclick="side.classList.add('is-open')">&#9776;</button></header>
<div id=side class=drawer>{EXPORT}</div>"""
BESIDE = f"""
<style>.drawer {{ position: absolute; top: 0; left: -300px; width: 200px }} .open .drawer {{ left: 0 }}</style>
<button class=menu-toggle onclick="document.body.classList.toggle('open')">Menu</button>
<nav class=drawer>{EXPORT}</nav>"""
ACCORDION = f"""
<style>.panel {{ max-height: 0; overflow: hidden; transition: .2s }} .panel.open {{ max-height: 200px }}</style>
<h3><button aria-expanded=false aria-controls=p onclick="p.classList.add('open')">Records</button></h3>
<div id=p class=panel><p>{EXPORT}</p></div><p>Below</p>"""
FADED = f"""
<style>.menu {{ opacity: 0; pointer-events: none; position: absolute }}
.menu.open {{ opacity: 1; pointer-events: auto }}</style>
<button aria-haspopup=true aria-controls=m onclick="m.classList.add('open')">Actions</button>
<div id=m class=menu>{EXPORT}</div><p>Below</p>"""

REVEALED = [
    pytest.param(DETAILS, ["click button \"More\""], id="details"),
    pytest.param(EXPANDED, ["click button \"Actions\""], id="a button that says it is closed, and what follows it"),
    pytest.param(CONTROLS, ["click button \"Options\""], id="a button that says what it controls"),
    pytest.param(TABS, ["click tab \"Records\" #two"], id="a tab"),
    pytest.param(HOVER, ["hover link \"Patients\""], id="a menu that opens under the mouse"),
    pytest.param(HAMBURGER, ["click button \"☰\""], id="a hamburger that is one by its class"),
    pytest.param(TICKED, ["click label \"Menu\""], id="a tick box that a style sheet listens to"),
    pytest.param(NESTED, ["click button \"Menu\"", "click button \"Records\""], id="a menu in a menu"),
    pytest.param(SCRIPTED, ["hover link \"Patients\""], id="a menu that a script opens under the mouse"),
    pytest.param(OFF_CANVAS, ["click button \"Menu\""], id="a drawer beside the window"),
    pytest.param(BESIDE, ["click button \"Menu\""], id="a drawer beside the page"),
    pytest.param(ACCORDION, ["click button \"Records\""], id="an accordion without height"),
    pytest.param(FADED, ["click button \"Actions\""], id="a menu that is transparent"),
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


@pytest.mark.skipif(not packages.installed(), reason="the packages of tests/site/states are not installed")
async def test_a_menu_of_bootstrap_is_opened(tab: Tab) -> None:
    dist = packages.FOLDER / "bootstrap/dist"
    tab.site.put("/b.css", (dist / "css/bootstrap.min.css").read_text(), headers={"Content-Type": "text/css"})
    tab.site.put(
        "/b.js", (dist / "js/bootstrap.bundle.min.js").read_text(), headers={"Content-Type": "text/javascript"}
    )
    await tab.open(f"""
<title>-</title><link rel=stylesheet href=/b.css><script src=/b.js></script>
<div class=dropdown><button class="btn dropdown-toggle" data-bs-toggle=dropdown aria-expanded=false>Actions</button>
<ul class=dropdown-menu><li>{EXPORT}</li></ul></div>""")
    assert told(await revealed(tab)) == ['click button "Actions"']
    await tab.do(TARGET, click={})
    assert await tab.script("document.title") == "exported"


HIDDEN = f"<div hidden>{EXPORT}</div>"
REFUSED = [
    pytest.param(f"<button>Save</button>{HIDDEN}", id="nothing brings it into sight"),
    pytest.param(EXPANDED.replace("Actions", "Upgrade for $9.99"), id="what brings it into sight has a price"),
    pytest.param(f"<p>{EXPORT.replace('<a', '<a id=seen')}</p>{DETAILS}", id="another like it is in sight"),
    pytest.param(f"<a href=/away aria-expanded=false>More</a>{HIDDEN}", id="a link that leaves the page"),
    pytest.param(f"<form><button aria-expanded=false>More</button>{HIDDEN}</form>", id="a button that sends a form"),
    pytest.param(f"{DETAILS}{DETAILS}", id="there are two of them"),
    pytest.param(f"<button aria-expanded=false disabled>More</button>{HIDDEN}", id="a control that takes nothing"),
    pytest.param(
        f"<button class=toggle>Less</button><p id=p hidden>-</p><p><i>{HIDDEN}</i></p>", id="it opens nothing"
    ),
    pytest.param(
        f"<button aria-expanded=false aria-controls=other>More</button>{HIDDEN}<p id=other hidden>-</p>",
        id="a control of something else",
    ),
]


@pytest.mark.parametrize("body", REFUSED)
async def test_nothing_is_brought_into_sight_and_the_page_stays_where(same_tab: Tab, body: str) -> None:
    url = await same_tab.open(f"<title>-</title><main>{body}</main>")
    found = await revealed(same_tab, css("a:has-text('Export'):not(#seen)"))
    assert found is None or found.band is Band.REFUSE
    assert await same_tab.script("location.href") == url


async def test_nothing_is_used_in_a_frame_of_another_origin(tab: Tab) -> None:
    tab.site.put("/inner", DETAILS)
    await tab.open(f"<iframe src='{tab.site.other_origin}/inner'></iframe>")
    target = css("a", frame=("iframe",))
    assert await revealed(tab, target) is None
    assert (await tab.evidence()).dom.revealers == ()


async def test_in_a_frame_of_the_same_origin_the_control_is_found_there(tab: Tab) -> None:
    tab.site.put("/inner", DETAILS)
    await tab.open("<iframe src=/inner></iframe>")
    assert told(await revealed(tab, css("a", frame=("iframe",)))) == ['click button "More"']


async def test_an_element_that_is_called_otherwise_too_is_known_by_what_it_looked_like(tab: Tab) -> None:
    await tab.open(f"<main><nav><a href=#home>Home</a></nav>{EXPORT}</main>")
    node = tab.node(css("a:text('Export')"), click={})
    known = Lost(await tab.session.elements.fingerprint(node), "click")
    await tab.open(f"<main><nav><a href=#home>Home</a></nav>{DETAILS}</main>")

    found = await revealed(tab, css("#export"), {"step": known})

    assert told(found) == ['click button "More"']
    assert found is not None
    assert str(found.selectors[0]) == 'role=link[name="Export"]'


async def test_evidence_names_the_controls_of_a_hidden_target_only(tab: Tab) -> None:
    await tab.open(f"<main>{DETAILS}</main>")
    failed = await tab.fails(TARGET, click={})
    assert [each.name for each in (await tab.evidence(failed)).dom.revealers] == ["More"]
    await tab.open(f"<main>{DETAILS.replace('<details', '<details open')}</main>")
    await tab.do(TARGET, click={})
    assert (await tab.evidence()).dom.revealers == ()


ITEM = "<li role=menuitem tabindex=-1 onclick=\"document.title='exported'\">Export</li>"
ITEMS = f"<ul role=menu><li role=menuitem tabindex=-1>Print</li>{ITEM}</ul>"
MADE = """
<script>
  const at = document.currentScript.previousElementSibling, items = `%s`;
  const shut = () => { document.querySelector(".pop")?.remove(); at.setAttribute("aria-expanded", false); };
  const open = () => {
    const pop = Object.assign(document.createElement("div"), { className: "pop", innerHTML: items });
    document.body.append(pop);
    at.setAttribute("aria-expanded", true);
  };
  at.addEventListener("%s", (event) => (document.querySelector(".pop") ? event.type === "click" && shut() : open()));
  addEventListener("keydown", (event) => event.key === "Escape" && shut());
</script>"""
HEAD = "<main><h1>Visits</h1><p><button>New visit</button>"
EXPORT_BUTTON = "<button onclick=\"document.title='exported'\">Export</button>"
BY_CLICK = f"<button aria-haspopup=menu aria-expanded=false>More</button>{MADE % (ITEMS, 'click')}"
BY_SIGN = f"<button class=kebab aria-label='&#8942;'></button>{MADE % (ITEMS, 'click')}"
BY_MOUSE = f"<a class=ant-dropdown-trigger tabindex=0>More</a>{MADE % (ITEMS, 'mouseenter')}"
WRONG_FIRST = f"""
<button aria-haspopup=true aria-expanded=false onclick="document.title='wrong'">Columns</button>{BY_CLICK}"""


async def explored(tab: Tab, before: str, after: str, target: Any) -> FoundElement | None:
    """What the runner finds on the page as it is, of an element that it knows from the page as it was."""
    await tab.open(f"<title>-</title>{before}")
    node = tab.node(target, click={})
    known = Lost(await tab.session.elements.fingerprint(node), "click")
    await tab.open(f"<title>-</title>{after}")
    survey = await tab.session.elements.survey(node)
    return await explore(tab.session.elements, node, survey, {"step": known})


@pytest.mark.parametrize(
    ("control", "want"),
    [
        pytest.param(BY_CLICK, ['click button "More"'], id="a control that says that it has a menu"),
        pytest.param(BY_SIGN, ['click button "⋮"'], id="a control with the sign of a menu"),
        pytest.param(BY_MOUSE, ['hover a "More"'], id="a control that opens under the mouse"),
        pytest.param(WRONG_FIRST, ['click button "More"'], id="another menu is nearer and does not hold it"),
    ],
)
async def test_what_is_on_the_page_only_while_its_menu_is_open_is_found_there(
    same_tab: Tab, control: str, want: list[str]
) -> None:
    role = {"selectors": [{"role": "button", "name": "Export"}]}
    found = await explored(same_tab, f"{HEAD}{EXPORT_BUTTON}", f"{HEAD}{control}", role)
    assert told(found) == want
    assert found is not None
    await same_tab.do({"selectors": [each.stored() for each in found.selectors]}, click={})
    assert await same_tab.script("document.title") == "exported"


async def test_what_its_own_selectors_name_in_an_open_menu_keeps_them(same_tab: Tab) -> None:
    target = {"selectors": [{"text": "Export"}]}
    found = await explored(same_tab, f"{HEAD}{EXPORT_BUTTON}", f"{HEAD}{BY_CLICK}", target)
    assert told(found) == ['click button "More"']
    assert found is not None
    assert found.selectors == ()


ELSEWHERE = f"{HEAD}</main><footer><nav><section><ul><li>{BY_CLICK}</li></ul></section></nav></footer>"


async def test_what_says_the_same_in_a_menu_elsewhere_is_proposed_and_the_menu_closed(same_tab: Tab) -> None:
    role = {"selectors": [{"role": "button", "name": "Export"}]}
    found = await explored(same_tab, f"{HEAD}{EXPORT_BUTTON}", ELSEWHERE, role)
    assert found is not None
    assert (found.band, [each.name for each in found.reveals]) == (Band.PROPOSE, ['button "More"'])
    assert not await same_tab.script("document.querySelector('.pop')")


NOT_EXPLORED = [
    pytest.param(f"{BY_CLICK}<a href=#elsewhere>Export</a>", id="something in sight says the same already"),
    pytest.param(BY_SIGN.replace("&#8942;", "+"), id="a plus may add something"),
    pytest.param(BY_CLICK.replace("Export", "Import"), id="no menu holds it"),
    pytest.param(BY_CLICK.replace(ITEM, ITEM * 2), id="the menu holds two of them"),
    pytest.param(BY_CLICK.replace(">More<", ">Upgrade for $9.99<"), id="the control has a price"),
    pytest.param(f"{BY_CLICK}<button aria-haspopup=menu>More</button>", id="there are several such controls"),
    pytest.param(BY_CLICK.replace("=menu", "=dialog"), id="the control opens a dialog"),
    pytest.param(BY_CLICK.replace("<button", "<button disabled"), id="the control takes nothing"),
]


@pytest.mark.parametrize("control", NOT_EXPLORED)
async def test_nothing_is_found_in_a_menu_and_all_are_closed(same_tab: Tab, control: str) -> None:
    role = {"selectors": [{"role": "button", "name": "Export"}]}
    found = await explored(same_tab, f"{HEAD}{EXPORT_BUTTON}", f"{HEAD}{control}", role)
    assert found is None
    assert not await same_tab.script("document.querySelector('.pop')")
