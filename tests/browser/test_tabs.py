"""A step that opens a tab of its own, where the workflow used to go on in the same one."""

import pytest

from tests.browser.tab import QUICK, Tab, css
from webmend.domain.comparison import Comparison
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


@pytest.mark.parametrize(
    ("target", "operator", "want"),
    [
        ("h1", "Visible", True),
        ("h1", "NotVisible", False),
        ("#open", "Visible", True),
        ("#nowhere", "Visible", False),
        ("#nowhere", "NotVisible", True),
    ],
)
async def test_a_condition_is_asked_of_the_tab_that_alone_has_its_element_and_does_not_decide_which_is_followed(
    opening: Tab, target: str, operator: str, want: bool
) -> None:
    await opening.open(LINK.format(""))
    async with opening.session._tab.page.expect_popup() as popup:
        await opening.do(css("#open"), click={})
    record = await popup.value
    await record.wait_for_selector("h1")
    compared = Comparison.model_validate({"element": css(target), "operator": operator})
    assert await opening.session.holds(compared) is want
    assert opening.session._tab.page is not record


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


async def test_a_tab_of_its_own_is_opened_and_closed_again(opening: Tab) -> None:
    await opening.open("<title>List</title>")

    opened = await opening.do(tab={"act": "Open", "url": "/record"}, expect=[{"title": "Record"}])
    closed = await opening.do(tab={"act": "Close"}, expect=[{"title": "List"}])

    assert (opened.url, closed.url) == (f"{opening.site.url}/record", f"{opening.site.url}/")


async def test_an_empty_tab_is_opened_without_an_address(opening: Tab) -> None:
    await opening.open("<title>List</title>")
    await opening.do(tab={"act": "Open"})
    await opening.do(navigate={"url": f"{opening.site.url}/record"}, expect=[{"title": "Record"}])
    assert (await opening.do(tab={"act": "Close"})).url == f"{opening.site.url}/"


@pytest.mark.parametrize("glob", ["**/record", "**"])
async def test_a_tab_that_is_only_being_opened_is_waited_for(opening: Tab, glob: str) -> None:
    await opening.open("<button onclick=\"setTimeout(() => window.open('/record'), 400)\">Open</button>")
    await opening.do(css("button"), click={})
    switched = await opening.do(tab={"act": "Switch", "url": glob}, expect=[{"title": "Record"}])
    assert switched.url.endswith("/record")


async def test_one_switches_back_to_the_tab_that_shows_an_address(opening: Tab) -> None:
    await opening.open("<title>List</title>", "/list")
    await opening.do(tab={"act": "Open", "url": "/record"})
    assert (await opening.do(tab={"act": "Switch", "url": "**/list"})).url.endswith("/list")
    assert (await opening.do(tab={"act": "Switch", "url": "**/record"})).url.endswith("/record")


async def test_the_tab_that_one_is_in_already_is_kept(opening: Tab) -> None:
    await opening.open("<title>List</title>", "/list")
    assert (await opening.do(tab={"act": "Switch", "url": "**/list"}, ceiling=QUICK)).url.endswith("/list")


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ({"act": "Switch", "url": "**/nowhere"}, ErrorKind.EXPECTATION),
        ({"act": "Switch", "url": "**"}, ErrorKind.EXPECTATION),
        ({"act": "Close"}, ErrorKind.DEFINITION),
        ({"act": "Open", "url": "file:///etc/passwd"}, ErrorKind.DEFINITION),
    ],
)
async def test_what_cannot_be_done_with_tabs_is_said(opening: Tab, act: dict[str, str], kind: ErrorKind) -> None:
    await opening.open("<title>List</title>")
    assert (await opening.fails(tab=act)).error.kind is kind


async def test_the_workflow_goes_on_where_it_was_when_the_site_closes_the_tab_it_chose_in(opening: Tab) -> None:
    await opening.open("<title>Form</title><button id=choose onclick=\"window.open('/choose')\">Choose</button>")
    opening.site.put("/choose", "<button id=this onclick='window.close()'>This one</button>")
    await opening.do(css("#choose"), click={})
    await opening.do(css("#this"), click={})
    assert (await opening.do(wait={"page": "Loaded"}, expect=[{"title": "Form"}])).url == f"{opening.site.url}/"
