"""A step that opens a tab of its own, where the workflow used to go on in the same one."""

import pytest

from tests.browser.tab import QUICK, Tab, css
from webmend.domain.evidence import ErrorKind

RECORD = "<title>Record</title><h1>Record</h1><button onclick=\"document.title='saved'\">Save</button>"
LINK = '<a id=open href=/record target=_blank rel="{}">Open</a>'


@pytest.fixture
def opening(tab: Tab) -> Tab:
    tab.site.put("/record", RECORD)
    return tab


@pytest.mark.parametrize(
    "link",
    [LINK.format(""), LINK.format("noopener"), "<button id=open onclick=\"window.open('/record')\">Open</button>"],
    ids=["a link", "a link without an opener", "a script"],
)
async def test_the_tab_that_alone_has_the_next_target_is_followed(opening: Tab, link: str) -> None:
    await opening.open(link)
    await opening.do(css("#open"), click={})
    saved = await opening.do(css("button:has-text('Save')"), click={})
    assert saved.url.endswith("/record")
    assert await opening.script("document.title") == "saved"


@pytest.mark.parametrize("expected", [{"title": "Record"}, {"url": "**/record"}, {"text": "Record"}])
async def test_the_tab_that_is_what_the_step_was_to_lead_to_is_followed(opening: Tab, expected: dict[str, str]) -> None:
    await opening.open(LINK.format(""))
    opened = await opening.do(css("#open"), click={}, expect=[expected])
    assert opened.url.endswith("/record")


async def test_a_step_that_waits_finds_what_it_waits_for_in_the_tab(opening: Tab) -> None:
    await opening.open(LINK.format(""))
    await opening.do(css("#open"), click={})
    assert (await opening.do(wait={"url": "**/record"})).url.endswith("/record")


async def test_a_tab_beside_the_way_is_not_followed(opening: Tab) -> None:
    await opening.open(LINK.format("") + "<title>Patients</title><button>Save</button>")
    await opening.do(css("#open"), click={}, expect=[{"title": "Patients"}])
    assert (await opening.do(css("button"), click={})).url == f"{opening.site.url}/"


async def test_a_tab_is_not_followed_for_what_it_lacks(opening: Tab) -> None:
    await opening.open(LINK.format("") + "<p id=busy>busy</p>")
    gone = {"noElement": css("#busy")}
    failed = await opening.fails(css("#open"), click={}, expect=[gone])
    assert failed.error.kind is ErrorKind.EXPECTATION


async def test_a_target_that_no_tab_has_is_missed_once_its_time_is_over(opening: Tab) -> None:
    await opening.open(LINK.format(""))
    await opening.do(css("#open"), click={})
    failed = await opening.fails(css("#nowhere"), ceiling=QUICK, click={})
    assert failed.error.kind is ErrorKind.NO_MATCH


async def test_a_credential_is_typed_in_no_tab_of_another_origin(tab: Tab) -> None:
    tab.site.put("/login", "<input id=user>")
    await tab.open(f"<a id=open href='{tab.site.other_origin}/login' target=_blank>Log in</a>")
    await tab.do(css("#open"), click={})
    failed = await tab.fails(css("#user"), fill={"value": "nurse"}, origins=(tab.site.url,))
    assert failed.error.kind is ErrorKind.DEFINITION


async def test_evidence_repairs_and_pictures_are_of_the_tab_that_was_followed(opening: Tab) -> None:
    await opening.open(LINK.format(""))
    await opening.session.elements.survey(opening.node(css("#open"), click={}))
    await opening.do(css("#open"), click={}, expect=[{"title": "Record"}])
    survey = await opening.session.elements.survey(opening.node(css("button"), click={}))
    assert "Save" in {element.look.text for element in survey.elements}
    assert (await opening.evidence()).document.title == "Record"
