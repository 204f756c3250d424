"""The browser's own life: how it starts, what it shows of itself, how it ends."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.browser.tab import Tab, css
from tests.support.chromium import EXECUTABLE
from webmend.adapters.browser import launch, open_browser
from webmend.adapters.browser.chromium import Chromium
from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.graph import Node
from webmend.domain.workflow import Browser, Viewport
from webmend.ports.browser import Question, StepFailed

LOST = Node.model_validate({"id": "step", "target": css("#x"), "click": {}})


def _step(**fields: Any) -> Node:
    return Node.model_validate({"id": "go", **fields})


async def test_the_browser_says_of_itself_what_the_workflow_wants(chromium: Chromium) -> None:
    says = Browser(viewport=Viewport(width=640, height=480), locale="de-DE", time_zone="Pacific/Auckland")
    session = await chromium.session(says, str)

    told = await session._tab.page.evaluate(
        "[innerWidth, innerHeight, navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]"
    )

    assert told == [640, 480, "de-DE", "Pacific/Auckland"]
    await session.close()


async def test_the_user_agent_is_told_to_the_page_and_to_the_site(chromium: Chromium, tab: Tab) -> None:
    session = await chromium.session(Browser(user_agent="Records/1.0"), str)
    url = tab.site.put("/", "<p>Portal</p>")

    await session.perform(_step(navigate={"url": url}), 10)
    await session.perform(_step(request={"method": "POST", "url": url}), 10)

    assert await session._tab.page.evaluate("navigator.userAgent") == "Records/1.0"
    assert [sent.headers["user-agent"] for sent in tab.site.sent] == ["Records/1.0"]
    await session.close()


async def test_pages_come_through_the_proxy(chromium: Chromium, tab: Tab) -> None:
    tab.site.put("/patients", "<p>By the proxy</p>")
    session = await chromium.session(Browser(proxy=tab.site.url), str)

    await session.perform(
        _step(navigate={"url": "http://portal.internal/patients"}, expect=[{"text": "By the proxy"}]), 10
    )

    await session.close()


async def test_sessions_share_nothing(chromium: Chromium, tab: Tab) -> None:
    await tab.open("<script>document.cookie = 'a=1'; localStorage.a = 1</script>")
    tab.site.put("/", "<p>Nothing</p>")
    other = await chromium.session(Browser(), str)

    await other.perform(_step(navigate={"url": tab.site.url}), 10)

    assert await other._tab.page.evaluate("[document.cookie, localStorage.length]") == ["", 0]
    await other.close()


async def test_without_a_sandbox_isolation_says_so(tab: Tab) -> None:
    isolation = await tab.session.isolation()

    assert isolation.level == "Compat"
    assert "user namespace shared" in isolation.detail


async def test_a_browser_that_is_killed_is_told_at_once_and_can_still_be_asked() -> None:
    browser = await launch(EXECUTABLE, sandbox=False)
    session = await browser.session(Browser(), str)
    pid = await _pid(browser)
    step = asyncio.ensure_future(session.perform(LOST, 60))

    os.kill(pid, signal.SIGKILL)
    with pytest.raises(StepFailed) as raised:
        await step

    assert raised.value.error.kind is ErrorKind.BROWSER_CRASHED
    evidence = await session.evidence(Question(node=LOST, error=raised.value.error, step=Evidence().step))
    assert not evidence.browser.connected
    assert await session.screenshot() is None
    assert (await session.isolation()).level == "Unknown"
    await session.close()
    await browser.close()


async def _pid(browser: Chromium) -> int:
    client = await browser.browser.new_browser_cdp_session()
    processes = (await client.send("SystemInfo.getProcessInfo"))["processInfo"]
    return int(next(process["id"] for process in processes if process["type"] == "browser"))


async def test_a_browser_that_is_not_there_cannot_be_launched() -> None:
    with pytest.raises(StepFailed) as raised:
        await launch("/nowhere/chromium", sandbox=False)

    assert raised.value.error.kind is ErrorKind.BROWSER_LAUNCH


async def test_a_caller_that_gives_up_leaves_no_browser_behind() -> None:
    async def never() -> Browser:
        raise RuntimeError("the server is away")

    before = _children()
    with pytest.raises(RuntimeError):
        await open_browser(launch(EXECUTABLE, sandbox=False), never(), str)

    assert _children() <= before


async def test_closing_ends_the_browser() -> None:
    before = _children()
    session = await open_browser(launch(EXECUTABLE, sandbox=False), _plain(), str)
    await session.close()

    assert _children() <= before


async def _plain() -> Browser:
    return Browser()


def _children() -> set[str]:
    """Our child processes, those included that threads which have ended since began."""
    parents = {status.parent.name: status.read_text() for status in Path("/proc").glob("[0-9]*/status")}
    return {process for process, status in parents.items() if f"PPid:\t{os.getpid()}\n" in status}
