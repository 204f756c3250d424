"""Moving about: back and forth in the history, the mouse over things, the page up and down."""

import pytest

from tests.browser.tab import Tab, css
from webmend.domain.evidence import ErrorKind

TALL = "<div style=height:4000px>Tall</div><p id=end>The end</p>"
ORDER = "<form method=post action=/order><button>Order</button></form>"


async def heading(tab: Tab) -> str:
    return str(await tab.script("document.querySelector('h1').textContent"))


async def test_back_shows_the_page_before(tab: Tab) -> None:
    await tab.open("<h1>List</h1>", "/list")
    await tab.open("<h1>Record</h1>", "/record")

    performed = await tab.do(back={}, expect=[{"text": "List"}])

    assert (performed.url, await heading(tab)) == (f"{tab.site.url}/list", "List")


async def test_back_undoes_what_a_page_has_pushed_onto_its_history(tab: Tab) -> None:
    await tab.open("<h1>App</h1>", "/list")
    await tab.script("history.pushState({}, '', '/record')")

    assert (await tab.do(back={})).url == f"{tab.site.url}/list"


async def test_nothing_is_before_the_first_page(tab: Tab) -> None:
    await tab.open("<h1>First</h1>")

    assert (await tab.fails(back={})).error.kind is ErrorKind.DEFINITION


async def test_an_error_document_found_by_going_back_fails_the_step(tab: Tab) -> None:
    await tab.open("<h1>List</h1>", "/list", headers={"Cache-Control": "no-store"})
    await tab.open("<h1>Record</h1>", "/record")
    tab.site.put("/list", "<h1>Down</h1>", status=503)

    assert (await tab.fails(back={})).error.kind is ErrorKind.NAVIGATION


async def test_reload_asks_for_the_page_again(tab: Tab) -> None:
    await tab.open("<h1>Old</h1>", "/list")
    tab.site.put("/list", "<h1>New</h1>")

    await tab.do(reload={})

    assert await heading(tab) == "New"
    assert tab.site.asked.count("/list") == 2


async def test_reload_sends_no_form_again_unless_the_step_is_said_to_be_irreversible(tab: Tab) -> None:
    await tab.open(ORDER)
    tab.site.put("/order", "<h1>Thank you</h1>")
    await tab.do(css("button"), click={}, expect=[{"text": "Thank you"}])

    failed = await tab.fails(reload={})
    assert failed.error.kind is ErrorKind.DEFINITION
    assert tab.site.asked.count("/order") == 1

    await tab.do(reload={}, irreversible=True)
    assert tab.site.asked.count("/order") == 2


async def test_a_form_that_leads_on_to_a_page_of_its_own_can_be_loaded_again(tab: Tab) -> None:
    await tab.open(ORDER)
    tab.site.put("/order", "", status=303, headers={"Location": "/thanks"})
    tab.site.put("/thanks", "<h1>Thank you</h1>")
    await tab.do(css("button"), click={}, expect=[{"text": "Thank you"}])

    await tab.do(reload={})

    assert (tab.site.asked.count("/order"), tab.site.asked.count("/thanks")) == (1, 2)


async def test_hovering_opens_what_opens_under_the_mouse_and_keeps_it_open(tab: Tab) -> None:
    await tab.open(
        "<style>ul {display: none} nav:hover ul {display: block}</style>"
        "<nav>Records<ul><li><button onclick='document.title=`Archive`'>Archive</button></ul></nav>"
    )

    await tab.do(css("nav"), hover={}, expect=[{"element": css("button")}])
    await tab.do(css("button"), click={}, expect=[{"title": "Archive"}])


async def test_what_lies_over_an_element_takes_the_hover_and_is_named(tab: Tab) -> None:
    await tab.open("<button id=x>A</button><div style='position:fixed;inset:0'></div>")

    await tab.fails_as(ErrorKind.COVERED, css("#x"), hover={})


async def test_scrolling_brings_the_target_into_view(tab: Tab) -> None:
    await tab.open(TALL)

    await tab.do(css("#end"), scroll={})

    assert await tab.script("document.querySelector('#end').getBoundingClientRect().bottom <= innerHeight")


@pytest.mark.parametrize("behaviour", ["auto", "smooth"])
async def test_scrolling_by_an_amount_is_over_when_the_page_stands_still(tab: Tab, behaviour: str) -> None:
    await tab.open(f"<style>html {{scroll-behavior: {behaviour}}}</style>{TALL}")

    await tab.do(scroll={"deltaY": 900})

    assert await tab.script("scrollY") == 900


async def test_scrolling_moves_the_list_that_fills_the_page(tab: Tab) -> None:
    """As virtual lists do: they add rows as one comes near the end."""
    await tab.open(
        "<style>body {margin: 0} main {height: 100vh; overflow: auto}</style><main id=list></main><script>"
        "const list = document.querySelector('#list');"
        "const more = () => { for (let i = 0; i < 50; i++) list.append(Object.assign(document.createElement('p'),"
        " {textContent: 'Row ' + list.childElementCount, className: 'row'})); };"
        "more(); list.onscroll = () => list.scrollTop + list.clientHeight > list.scrollHeight - 50 && more();</script>"
    )

    await tab.do(scroll={"deltaY": 5000}, expect=[{"text": "Row 99"}])
