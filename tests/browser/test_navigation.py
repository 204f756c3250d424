"""Going somewhere, and what is found there."""

from typing import Any

import pytest
from playwright.async_api import Route

from tests.browser.tab import Tab, css
from tests.support import changing_network
from webmend.domain.evidence import ErrorKind


async def test_a_page_is_opened_and_its_address_told_without_query(tab: Tab) -> None:
    tab.site.put("/patients", "<h1>Patients</h1>")

    performed = await tab.do(navigate={"url": f"{tab.site.url}/patients?q=Ada#top"})

    assert performed.url == f"{tab.site.url}/patients"


async def test_a_relative_address_starts_from_the_page_as_it_is(tab: Tab) -> None:
    await tab.open("<p>Here</p>", "/a/b")
    tab.site.put("/a/c", "<p>There</p>")

    assert (await tab.do(navigate={"url": "c"})).url == f"{tab.site.url}/a/c"


async def test_a_page_whose_pictures_never_come_is_used_as_it_is(tab: Tab) -> None:
    tab.site.hold("/never.png")

    await tab.open("<p>Here</p><img src=/never.png>")

    assert (await tab.do(css("p"), extract={"fields": [{"name": "text"}]})).data == {"text": "Here"}


@pytest.mark.parametrize("url", ["file:///etc/passwd", "chrome://version", "javascript:alert(1)", "data:text/html,x",
                                 "view-source:http://127.0.0.1/", "about:blank", "nowhere"])  # fmt: skip
async def test_only_web_addresses_are_opened(same_tab: Tab, url: str) -> None:
    failed = await same_tab.fails(navigate={"url": url})

    assert failed.error.kind is ErrorKind.DEFINITION


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"body": "<h1>Gone</h1>", "status": 404}, 404),
        ({"body": "<h1>Down</h1>", "status": 503}, 503),
        ({"body": "", "status": 503}, 503),
        ({"body": "<h1>Slow down</h1>", "status": 429}, 429),
    ],
)
@pytest.mark.parametrize("way", ["navigate", "click"])
async def test_an_error_document_fails_the_step_that_brought_it(
    same_tab: Tab, answer: dict[str, Any], status: int, way: str
) -> None:
    await same_tab.open("<a href=/there>There</a>")
    same_tab.site.put("/there", **answer)

    failed = await (
        same_tab.fails(css("a"), click={}) if way == "click" else same_tab.fails(navigate={"url": "/there"})
    )

    assert failed.error.kind is ErrorKind.NAVIGATION
    assert (await same_tab.evidence(failed)).document.status == status


async def test_an_error_document_that_the_step_expects_is_no_error(tab: Tab) -> None:
    tab.site.put("/", "<h1>Sign in</h1>", status=401)

    await tab.do(navigate={"url": tab.site.url}, expect=[{"text": "Sign in"}])


async def test_that_something_is_absent_does_not_excuse_an_error_document(tab: Tab) -> None:
    tab.site.put("/", "<h1>Down</h1>", status=503)

    failed = await tab.fails(navigate={"url": tab.site.url}, expect=[{"noElement": css("#spinner")}])

    assert failed.error.kind is ErrorKind.NAVIGATION


async def test_an_error_document_without_what_was_expected_fails_before_the_ceiling(tab: Tab) -> None:
    tab.site.put("/", "<h1>Down</h1>", status=503)

    failed = await tab.fails(navigate={"url": tab.site.url}, expect=[{"text": "Patients"}], ceiling=60)

    assert failed.error.kind is ErrorKind.NAVIGATION


async def test_an_error_document_that_leads_on_by_itself_is_followed(tab: Tab) -> None:
    tab.site.put("/", "<script>location.href = '/in'</script>", status=503)
    tab.site.put("/in", "<h1>Patients</h1>")

    await tab.do(navigate={"url": tab.site.url}, expect=[{"text": "Patients"}])


async def test_an_error_document_of_an_earlier_step_does_not_fail_this_one(tab: Tab) -> None:
    tab.site.put("/", "<h1>Sign in</h1><button>Go</button>", status=401)
    await tab.do(navigate={"url": tab.site.url}, expect=[{"text": "Sign in"}])

    await tab.do(css("button"), click={})


async def test_errors_of_parts_of_a_page_are_not_the_pages(tab: Tab) -> None:
    tab.site.put("/frame", "<h1>Gone</h1>", status=404)

    await tab.open("<p>Here</p><img src=/missing.png><iframe src=/frame></iframe>")


async def without_network(tab: Tab, times: int) -> None:
    """The next requests of the page fail as they do in a machine without a network."""
    left = [None] * times

    async def refuse(route: Route) -> None:
        await (route.abort("internetdisconnected") if left and not left.pop() else route.continue_())

    await tab.session._tab.page.route("**/*", refuse)


async def test_an_address_is_opened_again_when_the_network_is_only_just_coming_up(tab: Tab) -> None:
    url = tab.site.put("/", "<h1>Patients</h1>")
    await without_network(tab, 1)

    performed = await tab.do(navigate={"url": url}, expect=[{"text": "Patients"}])

    assert performed.note == "opened again after net::ERR_INTERNET_DISCONNECTED"


@pytest.mark.parametrize(("times", "fields"), [(99, {}), (1, {"irreversible": True}), (1, {"ceiling": 0.5})],
                         ids=["it stays away", "it may have happened", "no time is left"])  # fmt: skip
async def test_without_a_network_an_address_is_given_up(tab: Tab, times: int, fields: dict[str, Any]) -> None:
    url = tab.site.put("/", "<h1>Patients</h1>")
    await without_network(tab, times)

    failed = await tab.fails(navigate={"url": url}, **{"ceiling": 10, **fields})

    assert (await tab.evidence(failed)).document.net_error == "net::ERR_INTERNET_DISCONNECTED"
    assert ("opened again" in " ".join(failed.error.call_log)) is (times > 1)


async def test_a_network_that_goes_away_later_is_not_waited_for(tab: Tab) -> None:
    url = await tab.open("<h1>Patients</h1>")
    await without_network(tab, 1)

    failed = await tab.fails(navigate={"url": url}, ceiling=10)

    assert "opened again" not in " ".join(failed.error.call_log)


async def test_an_address_is_opened_again_when_the_network_changes_under_it() -> None:
    """In a network of its own, whose interface gets the site's address while the browser tries to reach it."""
    told = await changing_network.opened()

    assert (told["note"], told["text"]) == ("opened again after net::ERR_NETWORK_CHANGED", "Patients")
    assert 1 <= told["asked"] <= 2


async def test_a_link_to_a_dead_site_fails_the_step_that_follows_it(tab: Tab) -> None:
    await tab.open(f"<a href='{tab.site.dead_url}'>Dead</a>")

    failed = await tab.fails(css("a"), click={})

    assert failed.error.kind is ErrorKind.NAVIGATION
    evidence = await tab.evidence(failed)
    assert evidence.document.chrome_error
    assert evidence.document.net_error == "net::ERR_CONNECTION_REFUSED"
    assert evidence.document.url == tab.site.dead_url


async def test_a_step_on_the_browsers_own_error_page_does_not_wait_for_its_target(tab: Tab) -> None:
    await tab.fails(navigate={"url": tab.site.dead_url})

    failed = await tab.fails(css("#x"), click={}, ceiling=60)

    assert failed.error.kind is ErrorKind.NAVIGATION


async def test_a_site_that_does_not_answer_in_time_is_a_failed_navigation(tab: Tab) -> None:
    tab.site.hold("/slow")

    failed = await tab.fails(navigate={"url": f"{tab.site.url}/slow"})

    assert failed.error.kind is ErrorKind.NAVIGATION


async def test_a_click_waits_for_the_page_that_it_asks_for(tab: Tab) -> None:
    await tab.open("<a href=/next>Next</a>")
    tab.site.put("/next", "<p>Next</p>")

    assert (await tab.do(css("a"), click={})).url == f"{tab.site.url}/next"


async def test_a_download_is_denied_and_leaves_the_page(tab: Tab) -> None:
    url = await tab.open("<a href=/file>File</a>")
    tab.site.put("/file", "a,b", headers={"Content-Type": "text/csv", "Content-Disposition": "attachment"})

    assert (await tab.do(css("a"), click={})).url == url


EXPECTED = """
<title>Record of Ada</title><h1>Visits</h1><p>3 results for <b>Ada</b></p><b id=there>A</b><b id=hidden hidden>B</b>
<script>fetch('/api/visits?page=1')</script>
"""


@pytest.mark.parametrize(
    ("expectation", "holds"),
    [
        ({"url": "**/record"}, True),
        ({"url": "/record"}, True),
        ({"url": "**/patients"}, False),
        ({"title": "record of"}, True),
        ({"title": "Bob"}, False),
        ({"text": "3 results for Ada"}, True),
        ({"text": "nothing like it"}, False),
        ({"element": css("#there")}, True),
        ({"element": css("b")}, True),
        ({"element": css("#hidden")}, False),
        ({"noElement": css("#hidden")}, True),
        ({"noElement": css("#nowhere")}, True),
        ({"noElement": css("#there")}, False),
        ({"response": {"url": "**/api/visits"}}, True),
        ({"response": {"url": "**/api/visits?page=*"}}, True),
        ({"response": {"url": "**/api/visits", "status": 500}}, False),
        ({"response": {"url": "**/api/patients"}}, False),
    ],
)
async def test_post_conditions(same_tab: Tab, expectation: dict[str, Any], holds: bool) -> None:
    url = same_tab.site.put("/record", EXPECTED)
    same_tab.site.put("/api/visits", "[]")

    if holds:
        await same_tab.do(navigate={"url": url}, expect=[expectation])
    else:
        failed = await same_tab.fails(navigate={"url": url}, expect=[expectation])
        assert failed.error.kind is ErrorKind.EXPECTATION
        assert failed.expectation


async def test_a_post_condition_is_waited_for_and_the_wait_is_told(tab: Tab) -> None:
    await tab.open("<button onclick='setTimeout(() => document.title = `Saved`, 500)'>Save</button>")

    performed = await tab.do(css("button"), click={}, expect=[{"title": "Saved"}])

    assert performed.waited > 0.3


async def test_a_response_of_an_earlier_step_does_not_fulfil_this_one(tab: Tab) -> None:
    tab.site.put("/api", "[]")
    await tab.open("<script>fetch('/api')</script><button>A</button>")
    await tab.do(wait={"page": "Idle"})

    failed = await tab.fails(css("button"), click={}, expect=[{"response": {"url": "**/api"}}])

    assert failed.error.kind is ErrorKind.EXPECTATION
    assert failed.expectation == "response **/api with status below 400"
