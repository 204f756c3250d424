"""HTTP calls of the page that is open."""

from typing import Any

import pytest

from tests.browser.tab import Tab
from webmend.domain.evidence import ErrorKind
from webmend.ports.browser import StepFailed

JSON = {"Content-Type": "application/json"}


async def test_the_json_of_the_answer_is_the_output(tab: Tab) -> None:
    await tab.open("<h1>Portal</h1>")
    tab.site.put("/api/visits", '[{"id": 1}, {"id": 2}]', headers=JSON)

    performed = await tab.do(request={"url": "/api/visits", "output": "visits"})

    assert performed.data == [{"id": 1}, {"id": 2}]


async def test_the_session_of_the_page_goes_with_it(tab: Tab) -> None:
    await tab.open("<h1>Portal</h1>", headers={"Set-Cookie": "session=s1; HttpOnly; SameSite=Strict"})
    tab.site.put("/api/visits")
    await tab.do(request={"method": "POST", "url": "/api/visits", "headers": {"X-CSRFToken": "t1"}, "body": "a=1"})

    [sent] = tab.site.sent
    assert (sent.method, sent.body) == ("POST", "a=1")
    assert (sent.headers["cookie"], sent.headers["x-csrftoken"]) == ("session=s1", "t1")
    assert sent.headers["origin"] == tab.site.url


@pytest.mark.parametrize(
    ("body", "headers", "want"),
    [
        ('{"a": 1}', {}, "application/json"),
        ('{"a": 1}', {"content-type": "application/merge-patch+json"}, "application/merge-patch+json"),
        ("a=1", {"Content-Type": "application/x-www-form-urlencoded"}, "application/x-www-form-urlencoded"),
        ("hello", {}, "text/plain;charset=UTF-8"),
    ],
)
async def test_a_body_says_what_it_is(tab: Tab, body: str, headers: dict[str, str], want: str) -> None:
    await tab.open("<h1>Portal</h1>")
    tab.site.put("/api/visits/1")
    await tab.do(request={"method": "PUT", "url": "/api/visits/1", "headers": headers, "body": body})
    assert [sent.headers["content-type"] for sent in tab.site.sent] == [want]


async def fails(tab: Tab, **request: Any) -> StepFailed:
    with pytest.raises(StepFailed) as failed:
        await tab.do(request={"url": "/api", **request})
    return failed.value


@pytest.mark.parametrize("status", [401, 404, 503])
async def test_a_status_of_failure_fails_the_step(tab: Tab, status: int) -> None:
    await tab.open("<h1>Portal</h1>")
    tab.site.put("/api", "{}", status=status)
    failed = await fails(tab)
    assert failed.error.kind is ErrorKind.NAVIGATION
    assert failed.error.message == f"GET {tab.site.url}/api was answered with status {status}"


async def test_what_is_no_json_fails_the_step_only_where_it_is_wanted(tab: Tab) -> None:
    await tab.open("<h1>Portal</h1>")
    tab.site.put("/api", "<p>Thanks</p>")
    assert (await tab.do(request={"url": "/api"})).data is None
    assert "no JSON body" in (await fails(tab, output="thanks")).error.message


async def test_an_answer_that_is_too_long_is_not_read_on(tab: Tab) -> None:
    await tab.open("<h1>Portal</h1>")
    tab.site.put("/api", "[" + " " * (5 * 2**20) + "]", headers=JSON)
    assert "longer than 4 MiB" in (await fails(tab, output="all")).error.message


async def test_a_site_that_does_not_let_the_page_call_it_is_not_called(tab: Tab) -> None:
    await tab.open("<h1>Portal</h1>")
    tab.site.put("/api", "{}", headers=JSON)
    failed = await fails(tab, url=f"{tab.site.other_origin}/api", output="all")
    assert "does not let this page call it" in failed.error.message


async def test_an_answer_that_is_late_is_a_timeout(tab: Tab) -> None:
    await tab.open("<h1>Portal</h1>")
    tab.site.hold("/api")
    await tab.fails_as(ErrorKind.TIMEOUT, request={"url": "/api"})


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:text/plain,a", "javascript:alert(1)", "chrome://version"])
async def test_only_the_web_is_called(tab: Tab, url: str) -> None:
    await tab.open("<h1>Portal</h1>")
    assert (await fails(tab, url=url)).error.kind is ErrorKind.DEFINITION
