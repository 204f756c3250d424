"""Waiting as a step, and asking what is so."""

import asyncio
from typing import Any

import pytest

from tests.browser.tab import Tab, css
from webmend.domain.comparison import Comparison
from webmend.domain.evidence import ErrorKind
from webmend.ports.browser import StepFailed

LATE = "<p id=spinner>Loading</p><script>setTimeout(() => { %s }, 400)</script>"


@pytest.mark.parametrize(
    ("change", "target", "wait"),
    [
        ("document.body.innerHTML = '<b id=x>Here</b>'", "#x", {"element": "Visible"}),
        ("spinner.hidden = true", "#spinner", {"element": "Hidden"}),
        ("spinner.remove()", "#spinner", {"element": "Hidden"}),
        ("history.pushState({}, '', '/patients/7?tab=visits')", None, {"url": "**/patients/*"}),
        ("fetch('/api?x=1')", None, {"response": {"url": "**/api"}}),
        ("fetch('/missing')", None, {"response": {"url": "**/missing", "status": 404}}),
    ],
)
async def test_what_comes_late_is_waited_for(
    same_tab: Tab, change: str, target: str | None, wait: dict[str, Any]
) -> None:
    same_tab.site.put("/api", "{}")
    await same_tab.open(LATE % change)

    performed = await same_tab.do(css(target) if target else None, wait=wait)

    assert performed.waited < 10


@pytest.mark.parametrize(
    ("wait", "kind"),
    [
        ({"url": "**/patients/*"}, ErrorKind.EXPECTATION),
        ({"response": {"url": "**/api"}}, ErrorKind.EXPECTATION),
        ({"page": "Idle"}, ErrorKind.TIMEOUT),
    ],
)
async def test_what_does_not_come_fails_at_the_ceiling(tab: Tab, wait: dict[str, Any], kind: ErrorKind) -> None:
    tab.site.hold("/poll")
    await tab.open("<script>fetch('/poll')</script>")

    assert (await tab.fails(wait=wait)).error.kind is kind


async def test_a_page_is_loaded_while_requests_are_still_under_way(tab: Tab) -> None:
    tab.site.hold("/poll")
    await tab.open("<script>fetch('/poll')</script>")

    await tab.do(wait={"page": "Loaded"})


async def test_a_page_is_idle_once_its_requests_are_answered(tab: Tab) -> None:
    tab.site.put("/api", "{}")
    await tab.open("<script>setTimeout(() => fetch('/api'), 200)</script>")

    assert (await tab.do(wait={"page": "Idle"})).waited > 0.2


async def test_a_response_that_the_step_before_caused_is_not_missed(tab: Tab) -> None:
    tab.site.put("/api", '{"visits": 3}')
    await tab.open("<button onclick='fetch(`/api`).then(() => document.title = `Done`)'>Load</button>")
    await tab.do(css("button"), click={}, expect=[{"title": "Done"}])

    assert (await tab.do(extract={"response": {"url": "**/api"}})).data == {"visits": 3}


PAGE = "<p id=n>12</p><p class=some>A</p><p class=some>B</p><p id=hidden hidden>H</p><input id=field value=typed>"


@pytest.mark.parametrize(
    ("comparison", "want"),
    [
        ({"element": css("#n"), "operator": "Visible"}, True),
        ({"element": css("#hidden"), "operator": "Visible"}, False),
        ({"element": css("#nowhere"), "operator": "Visible"}, False),
        ({"element": css("#nowhere"), "operator": "NotVisible"}, True),
        ({"element": css(".some"), "operator": "Visible"}, True),
        ({"element": css("#n"), "operator": "Equals", "to": "12.0"}, True),
        ({"element": css("#n"), "operator": "GreaterThan", "to": "9"}, True),
        ({"element": css("#n"), "operator": "Contains", "to": "x"}, False),
        ({"element": css("#nowhere"), "operator": "Empty"}, True),
        ({"element": css("#nowhere"), "operator": "Equals", "to": "12"}, False),
        ({"element": css("#nowhere", "#n"), "operator": "Equals", "to": "12"}, True),
        ({"element": css("#field"), "operator": "Equals", "to": "typed"}, True),
        ({"value": "a", "operator": "Equals", "to": "a"}, True),
    ],
)
async def test_comparisons_look_at_the_page_as_it_is(same_tab: Tab, comparison: dict[str, Any], want: bool) -> None:
    await same_tab.open(PAGE)

    assert await same_tab.session.holds(Comparison.model_validate(comparison)) is want


async def test_a_comparison_is_made_once_the_document_is_read(tab: Tab) -> None:
    script = tab.site.hold("/held.js")
    tab.site.put("/next", "<script src=/held.js></script><p id=n>Enter your code</p>")
    await tab.open("<a id=go href=/next>Go</a>")
    await tab.do(css("#go"), click={}, expect=[{"noElement": css("#go")}])

    asyncio.get_running_loop().call_later(0.3, script.set)

    assert await tab.session.holds(Comparison.model_validate({"element": css("#n"), "operator": "Visible"}))


@pytest.mark.parametrize(("selector", "kind"), [(".some", ErrorKind.AMBIGUOUS), ("##", ErrorKind.DEFINITION)])
async def test_a_comparison_that_cannot_be_answered_fails(same_tab: Tab, selector: str, kind: ErrorKind) -> None:
    await same_tab.open(PAGE)

    with pytest.raises(StepFailed) as raised:
        await same_tab.session.holds(Comparison.model_validate({"element": css(selector), "operator": "Empty"}))

    assert raised.value.error.kind is kind
