"""Finding the one element that a target names."""

import asyncio
from typing import Any

import pytest

from tests.browser.tab import Tab, css
from webmend.domain.evidence import ErrorKind

BUTTONS = """
<label>Name <input placeholder="Your name"></label>
<button data-testid=go aria-label="Go on">→</button>
<div><p>Only once</p></div>
<a href=#x title=Help>Help</a>
"""


def late(html: str, after_ms: int) -> str:
    """A script that adds this to the page after a while."""
    return f"<script>setTimeout(() => document.body.insertAdjacentHTML('beforeend', `{html}`), {after_ms})</script>"


@pytest.mark.parametrize(
    ("selector", "tag"),
    [
        ({"role": "button", "name": "Go on"}, "button"),
        ({"role": "button", "name": "go"}, "button"),
        ({"label": "Name"}, "input"),
        ({"placeholder": "Your name"}, "input"),
        ({"testId": "go"}, "button"),
        ({"text": "Only once"}, "p"),
        ({"css": "div > p"}, "p"),
        ({"xpath": "//a[@title='Help']"}, "a"),
        ({"role": "link"}, "a"),
    ],
)
async def test_each_kind_of_selector_finds_its_element(same_tab: Tab, selector: dict[str, str], tag: str) -> None:
    await same_tab.open(BUTTONS)

    performed = await same_tab.do({"selectors": [selector]}, click={})

    assert performed.fingerprint is not None
    assert performed.fingerprint.tag == tag


async def test_an_exact_name_is_matched_whole(tab: Tab) -> None:
    await tab.open("<button>Save</button><button>Save and close</button>")

    loose = await tab.fails({"selectors": [{"role": "button", "name": "Save"}]}, click={})
    exact = await tab.do({"selectors": [{"role": "button", "name": "Save", "exact": True}]}, click={})

    assert loose.error.kind is ErrorKind.AMBIGUOUS
    assert exact.selector == 'role=button[name="Save"]'


@pytest.mark.parametrize(
    ("selectors", "want"),
    [
        (("#new", ".btn"), "css=#new"),
        (("#old", "#new"), "css=#new"),
        ((".btn", "#new"), "css=#new"),
        (("#old", ".btn", "#new"), "css=#new"),
    ],
)
async def test_the_first_selector_that_matches_exactly_one_element_wins(
    same_tab: Tab, selectors: tuple[str, ...], want: str
) -> None:
    await same_tab.open("<button class=btn id=new>New</button><button class=btn>Other</button>")

    performed = await same_tab.do(css(*selectors), click={})

    assert performed.selector == want


async def test_a_fallback_does_not_overtake_the_first_selector_on_a_page_that_is_still_rendering(tab: Tab) -> None:
    await tab.open("<button class=btn>Other</button>" + late("<button id=new>New</button>", 150))

    performed = await tab.do(css("#new", ".btn"), click={})

    assert performed.selector == "css=#new"


async def test_several_matches_of_one_selector_are_no_error_while_another_may_still_come(tab: Tab) -> None:
    await tab.open(
        "<button class=btn>A</button><button class=btn>B</button>" + late("<button id=new>New</button>", 1200)
    )

    performed = await tab.do(css("#new", ".btn"), click={})

    assert performed.selector == "css=#new"


async def test_matches_that_become_one_are_waited_for(tab: Tab) -> None:
    await tab.open("<b>A</b><b id=old>B</b><script>setTimeout(() => old.remove(), 200)</script>")

    assert (await tab.do(css("b"), click={})).selector == "css=b"


async def test_a_late_element_is_waited_for_and_the_wait_is_told(tab: Tab) -> None:
    await tab.open(late("<button id=x>A</button>", 700))

    performed = await tab.do(css("#x"), click={})

    assert 0.3 < performed.waited < 10


async def test_an_element_that_is_there_at_once_costs_no_wait(tab: Tab) -> None:
    await tab.open("<p id=x>A</p>")

    async with asyncio.timeout(5):
        performed = await tab.do(css("#x"), extract={"fields": [{"name": "text"}]})

    assert performed.waited < 2


async def test_an_element_that_is_enabled_late_is_used_then(tab: Tab) -> None:
    await tab.open("<button id=x disabled>A</button><script>setTimeout(() => x.disabled = false, 300)</script>")

    performed = await tab.do(css("#x"), click={})

    assert performed.waited > 0.1


async def test_elements_are_found_in_frames_within_frames(tab: Tab) -> None:
    tab.site.put("/inner", "<button onclick='this.textContent=`done`'>Inside</button>")
    tab.site.put("/outer", "<iframe id=inner src=/inner></iframe>")
    await tab.open("<iframe name=outer src=/outer></iframe><button>Outside</button>")
    path = ("iframe[name=outer]", "#inner")

    performed = await tab.do(css("button", frame=path), click={}, expect=[{"text": "done"}])

    assert performed.fingerprint is not None
    assert performed.fingerprint.name == "Inside"
    assert performed.fingerprint.frame == path


async def test_elements_are_found_in_open_shadow_roots(tab: Tab) -> None:
    await tab.open(
        "<div id=host></div><script>host.attachShadow({mode: 'open'}).innerHTML = '<button>Deep</button>'</script>"
    )

    performed = await tab.do(css("button"), click={})

    assert performed.fingerprint is not None
    assert performed.fingerprint.path[0] == "div#host"


FORM = """
<main id=content><form aria-label="Search form"><h2>Search</h2><label for=q>Patient</label>
<input id=q name=query type=search placeholder="Name or id" class="wide field" value="typed before">
<a id=help href="/help?topic=search#top">Help</a></form></main>
"""


async def test_a_fingerprint_holds_what_an_element_looks_like_and_not_what_is_in_it(tab: Tab) -> None:
    tab.site.put("/patients", FORM)
    await tab.do(navigate={"url": f"{tab.site.url}/patients?q=Ada"})

    print_ = (await tab.do(css("#q"), fill={"value": "Ada Lovelace"})).fingerprint

    assert print_ is not None
    assert (print_.tag, print_.role, print_.name, print_.text) == ("input", "searchbox", "Patient", "")
    assert print_.attributes["placeholder"] == "Name or id"
    assert print_.attributes["class"] == "wide field"
    assert print_.path == ("form[role=form]", "main#content[role=main]", "body", "html")
    assert print_.neighbours == ("Patient", "Help", "Search")
    assert print_.box is not None
    assert print_.box[2] > 50
    assert print_.url == f"{tab.site.url}/patients"
    assert "Ada" not in str(print_)
    assert "typed before" not in str(print_)


async def test_of_the_query_of_a_links_address_the_names_are_remembered(tab: Tab) -> None:
    await tab.open(FORM)

    print_ = (await tab.do(css("#help"), wait={"element": "Visible"})).fingerprint

    assert print_ is not None
    assert print_.attributes["href"] == "/help?topic="


FILTERS = """
<h3>By staff</h3><ul><li><a href="?">All</a></li><li><a href="?staff=1" id=yes>Yes</a></li><li><a>No</a></li></ul>
<h3>By group</h3><ul><li><a href="?group=1">YES</a></li></ul><p hidden><a href="?old=1">Yes</a></p>
"""


async def test_a_fingerprint_knows_the_entries_beside_it_and_how_many_others_say_the_same(tab: Tab) -> None:
    await tab.open(FILTERS)

    print_ = (await tab.do(css("#yes"), wait={"element": "Visible"})).fingerprint

    assert print_ is not None
    assert print_.neighbours == ("By staff", "All", "No")
    assert print_.entries == ("All", "No")
    assert print_.namesakes == 1


async def test_a_hidden_duplicate_counts(tab: Tab) -> None:
    await tab.open("<button class=x>A</button><button class=x hidden>A</button>")

    assert (await tab.fails(css(".x"), click={})).error.kind is ErrorKind.AMBIGUOUS


@pytest.mark.parametrize(
    ("target", "want"),
    [
        (css("#in", frame=("#same",)), "url"),
        (css("#in", frame=("#other",)), "other_origin"),
        (css("#top"), "url"),
        (css("#in", frame=("#srcdoc",)), None),
    ],
)
async def test_the_origin_is_that_of_the_frame_the_target_is_in(same_tab: Tab, target: Any, want: str | None) -> None:
    same_tab.site.put("/frame", "<input id=in>")
    await same_tab.open(
        f"<input id=top><iframe id=same src=/frame></iframe>"
        f"<iframe id=other src={same_tab.site.other_origin}/frame></iframe>"
        "<iframe id=srcdoc srcdoc='<input id=in>'></iframe>"
    )

    origin = await same_tab.session.origin(same_tab.node(target, fill={"value": "x"}))

    assert origin == (getattr(same_tab.site, want) if want else "null")


async def test_asking_for_the_origin_waits_for_the_target_and_counts_as_waiting(tab: Tab) -> None:
    await tab.open(late("<input id=x>", 600))
    node = tab.node(css("#x"), fill={"value": "x"})

    assert await tab.session.origin(node) == tab.site.url
    assert (await tab.session.perform(node, 10)).waited > 0.3


FRAMED = (
    "<iframe id=outer srcdoc='<iframe id=inner srcdoc=\"<button>Pay</button>\"></iframe>'></iframe><p id=none>-</p>"
)


async def test_a_frame_is_waited_for(tab: Tab) -> None:
    tab.site.put("/framed", FRAMED)
    await tab.open("""<script>
      setTimeout(async () => { document.body.innerHTML = await (await fetch("/framed")).text() }, 400);
    </script>""")
    assert (await tab.do(frame={"path": ["#outer", "#inner"]})).waited >= 0.3
    await tab.do(css("button", frame=("#outer", "#inner")), click={})


async def test_the_page_itself_is_always_there(tab: Tab) -> None:
    await tab.open("<h1>Portal</h1>")
    await tab.do(frame={})


@pytest.mark.parametrize(
    ("path", "kind", "says"),
    [
        (["#other"], ErrorKind.NO_MATCH, "#other"),
        (["#outer", "#other"], ErrorKind.NO_MATCH, "#other"),
        (["#none"], ErrorKind.WRONG_ELEMENT, "#none is no frame"),
    ],
)
async def test_a_frame_that_is_not_there_is_told(tab: Tab, path: list[str], kind: ErrorKind, says: str) -> None:
    await tab.open(FRAMED)
    assert says in (await tab.fails_as(kind, frame={"path": path})).error.message
