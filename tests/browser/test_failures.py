"""What stopped a step: the situations that a page can be in, and what is said of each."""

import asyncio
from typing import Any

import pytest

from tests.browser.tab import Tab, css
from webmend.domain.evidence import ErrorKind
from webmend.ports.browser import File

K = ErrorKind
TWO = [File("a.csv", b"a"), File("b.csv", b"b")]
LONG = 60.0
"""Seconds of ceiling for steps that must not run into it."""
CLICK: dict[str, Any] = {"click": {}}
FILL: dict[str, Any] = {"fill": {"value": "Ada"}}
OVERLAY = '<div id=over style="position:fixed;inset:0;background:#fff">Cookies?<button>Accept</button></div>'


AT_THE_CEILING = [
    ("<p>nothing</p>", CLICK, K.NO_MATCH),
    ("<button id=x style='display:none'>A</button>", CLICK, K.NOT_VISIBLE),
    ("<button id=x style='visibility:hidden'>A</button>", CLICK, K.NOT_VISIBLE),
    ("<div hidden><button id=x>A</button></div>", CLICK, K.NOT_VISIBLE),
    ("<div id=x></div>", CLICK, K.NOT_VISIBLE),
    ("<button id=x disabled>A</button>", CLICK, K.NOT_ENABLED),
    ("<button id=x aria-disabled=true>A</button>", CLICK, K.NOT_ENABLED),
    ("<fieldset disabled><input id=x></fieldset>", FILL, K.NOT_ENABLED),
    ("<input id=x readonly>", FILL, K.NOT_EDITABLE),
    ("<button id=x style='animation:m 1s infinite alternate'>A</button>"
     "<style>@keyframes m{to{margin-left:300px}}</style>", CLICK, K.NOT_STABLE),
    ("<button id=x style='position:fixed;left:-500px'>A</button>", CLICK, K.OUTSIDE_VIEWPORT),
    ("<button id=x>A</button>" + OVERLAY, CLICK, K.COVERED),
    ("<button id=x>A</button><dialog id=d>Hi</dialog><script>d.showModal()</script>", CLICK, K.COVERED),
    ("<button id=x style='pointer-events:none'>A</button>", CLICK, K.COVERED),
    ("<div inert><button id=x>A</button></div>", CLICK, K.INERT),
    ("<select id=x></select>", {"select": {"value": "2"}}, K.NO_OPTION),
    ("<select id=x><option>Loading…</option></select>", {"select": {"label": "Two"}}, K.NO_OPTION),
    ("<p id=x>A</p>", {"wait": {"element": "Hidden"}}, K.EXPECTATION),
    ("<p id=x hidden>A</p>", {"wait": {"element": "Visible"}}, K.NOT_VISIBLE),
]  # fmt: skip
AT_ONCE = [
    ("<button id=x>A</button><button id=x>B</button>", CLICK, K.AMBIGUOUS),
    ("<div id=x>A</div>", FILL, K.WRONG_ELEMENT),
    ("<input id=x type=checkbox>", FILL, K.WRONG_ELEMENT),
    ("<div id=x>A</div>", {"check": {}}, K.WRONG_ELEMENT),
    ("<div id=x>A</div>", {"select": {"value": "1"}}, K.WRONG_ELEMENT),
    ("<p id=x>A</p>", {"extract": {"table": {}}}, K.WRONG_ELEMENT),
    ("<input id=x type=number>", FILL, K.VALUE_REFUSED),
    ("<input id=x maxlength=2>", FILL, K.VALUE_REFUSED),
    ("<input id=x oninput='this.value=``'>", FILL, K.VALUE_REFUSED),
    ("<input id=x oninput='requestAnimationFrame(()=>this.value=`other`)'>", FILL, K.VALUE_REFUSED),
    ("<input id=x type=checkbox onclick='return false'>", {"check": {}}, K.VALUE_REFUSED),
    ("<select id=x><option value=1>One</option></select>", {"select": {"value": "2"}}, K.NO_OPTION),
    ("<select id=x><option value=1>One</option><option value=2 disabled>Two</option></select>",
     {"select": {"value": "2"}}, K.NO_OPTION),
    ("<input id=x>", {"press": {"keys": ["NoSuchKey"]}}, K.DEFINITION),
    ("<input id=x type=file>", {"upload": {"files": ["-", "-"]}, "files": TWO}, K.DEFINITION),
]  # fmt: skip


@pytest.mark.parametrize(("page", "step", "kind"), AT_THE_CEILING)
async def test_what_may_still_change_fails_at_the_ceiling(
    same_tab: Tab, page: str, step: dict[str, Any], kind: ErrorKind
) -> None:
    await same_tab.open(page)

    failed = await same_tab.fails_as(kind, css("#x"), **step)

    assert failed.selector == "css=#x"


@pytest.mark.parametrize(("page", "step", "kind"), AT_ONCE)
async def test_what_is_final_fails_at_once(same_tab: Tab, page: str, step: dict[str, Any], kind: ErrorKind) -> None:
    await same_tab.open(page)

    async with asyncio.timeout(LONG / 2):
        failed = await same_tab.fails(css("#x"), **step, ceiling=LONG)

    assert failed.error.kind is kind, failed.error
    assert failed.selector == "css=#x"


@pytest.mark.parametrize(
    ("selector", "kind"),
    [
        ({"css": "##bad["}, K.DEFINITION),
        ({"css": "foo=bar"}, K.DEFINITION),
        ({"xpath": "//*["}, K.DEFINITION),
        ({"role": "button", "name": "Nobody"}, K.NO_MATCH),
    ],
)
async def test_a_selector_that_is_none_is_no_fault_of_the_page(
    same_tab: Tab, selector: dict[str, str], kind: ErrorKind
) -> None:
    await same_tab.open("<button>A</button>")

    failed = await same_tab.fails({"selectors": [selector]}, click={})

    assert failed.error.kind is kind, failed.error


async def test_an_element_that_comes_and_goes_is_detached_or_gone(tab: Tab) -> None:
    await tab.open(
        "<div id=home></div><script>setInterval(() => home.innerHTML = '<button id=x style=\"margin:' "
        "+ Math.random() * 50 + 'px\">A</button>', 15)</script>"
    )

    failed = await tab.fails(css("#x"), click={}, ceiling=3)

    assert failed.error.kind in (K.DETACHED, K.NOT_STABLE)


async def test_a_missing_frame_is_a_missing_element(tab: Tab) -> None:
    await tab.open("<p>no frame</p>")

    failed = await tab.fails(css("#x", frame=("iframe#nofr",)), click={})

    assert failed.error.kind is K.NO_MATCH


async def test_text_of_the_page_does_not_pass_for_the_drivers_words(tab: Tab) -> None:
    await tab.open("<button id=x disabled class='element is not visible'>element is not stable</button>")

    await tab.fails_as(K.NOT_ENABLED, css("#x"), click={})


async def test_a_missing_option_fails_at_once_and_names_the_options(tab: Tab) -> None:
    await tab.open("<select id=x><option value=''>Choose</option><option>One</option><option>Two</option></select>")

    failed = await tab.fails(css("#x"), select={"label": "Three"}, ceiling=LONG)

    assert failed.error.kind is K.NO_OPTION
    assert failed.options == ("One", "Two")


async def test_a_page_that_is_closed_is_told_at_once(tab: Tab) -> None:
    await tab.open("<p>bye</p>")

    closing = asyncio.ensure_future(tab.session._tab.page.close())
    failed = await tab.fails(css("#x"), click={}, ceiling=LONG)
    await closing

    assert failed.error.kind is K.PAGE_CLOSED


async def test_a_renderer_that_crashes_is_told_at_once(tab: Tab) -> None:
    await tab.open("<p>here</p>")
    crashing = asyncio.ensure_future(tab.session._tab.page.goto("chrome://crash"))

    failed = await tab.fails(css("#x"), click={}, ceiling=LONG)
    await asyncio.gather(crashing, return_exceptions=True)

    assert failed.error.kind is K.BROWSER_CRASHED
