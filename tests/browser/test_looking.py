"""A run that may be looked into: developer tools for a person who forwards a port, and for no page."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio

from tests.browser.runner import Pod
from tests.browser.site import Site
from tests.support.builders import node
from tests.support.chromium import EXECUTABLE
from tests.support.ports import free_port
from tests.support.session import FakeServer
from tests.support.session_http import served
from webmend.adapters.browser import launch
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.graph import Graph
from webmend.domain.names import DEBUG_PORT_VARIABLE
from webmend.domain.report import AttemptOutcome
from webmend.domain.session import SessionPlan
from webmend.domain.workflow import Browser


@pytest_asyncio.fixture(loop_scope="session")
async def pod(site: Site, tmp_path: Path) -> AsyncIterator[Pod]:
    """A runner whose second step fails, and which holds its browser open then."""
    site.put("/", "<title>Portal</title><h1>Portal</h1>")
    missing = {"selectors": [{"css": "#gone"}]}
    steps = (node("open", "navigate", navigate={"url": site.url}), node("go", target=missing, waitTime="1s"))
    facts = {"session_id": "uid-1", "run": "run-1", "namespace": "clinic", "workflow": "portal", "version": 1}
    server = FakeServer(SessionPlan(**facts, attempt=1, graph=Graph(nodes=steps), hold=60.0))
    server.answer = lambda report: Directive(
        sequence=report.sequence, attempt=1, kind=DirectiveKind.END, reason="no recovery"
    )
    async with served(server) as url:
        yield Pod(server, url, tmp_path)


async def test_a_held_browser_is_looked_into_on_its_port_until_the_run_is_stopped(pod: Pod, site: Site) -> None:
    port = free_port()
    process = await pod.start(**{DEBUG_PORT_VARIABLE: str(port)})
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            while b"held open" not in (line := await process.stdout.readline()):
                assert line, "the runner has ended"
        pages = await pages_on(port)
    finally:
        process.send_signal(signal.SIGTERM)
        await process.communicate()

    assert [(page["title"], page["url"]) for page in pages] == [("Portal", f"{site.url}/")]
    report = pod.report()
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "Directed")
    assert report.failure is not None


async def test_no_page_reaches_the_developer_tools(site: Site) -> None:
    site.put("/", "<title>Hostile</title>")
    port = free_port()
    browser = await launch(EXECUTABLE, sandbox=False, debug_port=port)
    try:
        session = await browser.session(Browser(), str)
        page = browser.browser.contexts[0].pages[0]
        await page.goto(site.url)
        [target] = await pages_on(port)
        tried = await page.evaluate(TRIES, [f"127.0.0.1:{port}", target["id"]])
        await session.close()
    finally:
        await browser.close()

    assert tried == {"read": "refused", "opened": "refused", "commanded": "refused"}


TRIES = """async ([host, id]) => {
  const refused = async (act) => { try { await act(); return 'done'; } catch { return 'refused'; } };
  return {
    read: await refused(async () => (await fetch(`http://${host}/json/list`)).text()),
    opened: await refused(() => fetch(`http://${host}/json/new?about:blank`, {method: 'PUT', mode: 'cors'})),
    commanded: await refused(() => new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${host}/devtools/page/${id}`);
      socket.onopen = resolve;
      socket.onerror = reject;
    })),
  };
}"""


async def pages_on(port: int) -> list[dict[str, Any]]:
    async with httpx.AsyncClient() as http:
        told: list[dict[str, Any]] = json.loads((await http.get(f"http://127.0.0.1:{port}/json/list")).content)
    return [each for each in told if each["type"] == "page"]
