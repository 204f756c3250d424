"""A runner that is asked to stop at any moment: nothing more happens at the site than the step in flight."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.browser.runner import Pod
from tests.browser.site import Site
from tests.support.builders import node
from tests.support.session import FakeServer
from tests.support.session_http import served
from webmend.domain.graph import Graph, Node
from webmend.domain.report import AttemptOutcome
from webmend.domain.session import SessionPlan

STEPS = 80
LONGEST = 1.5
"""Seconds of the work over which the stops are spread evenly; all of the steps take longer."""
BOARD = """
<title>Board</title><button onclick="fetch('/act', {method: 'POST'})">Act</button>
<label>Note <input oninput="fetch('/act', {method: 'POST'})"></label>
"""
ACTED = [{"response": {"url": "**/act"}}]


@pytest_asyncio.fixture(loop_scope="session")
async def pod(site: Site, tmp_path: Path) -> AsyncIterator[Pod]:
    site.put("/board", BOARD)
    site.put("/act")
    plan = SessionPlan(
        session_id="uid-1",
        run="run-1",
        namespace="clinic",
        workflow="portal",
        version=1,
        attempt=1,
        graph=Graph(nodes=(node("open", "navigate", navigate={"url": f"{site.url}/board"}), *map(act, range(STEPS)))),
    )
    server = FakeServer(plan)
    async with served(server) as url:
        yield Pod(server, url, tmp_path)


def act(number: int) -> Node:
    """A step that does one thing at the site: of every three, two click and one types."""
    if number % 3:
        return node(f"act-{number}", target={"selectors": [{"role": "button", "name": "Act"}]}, expect=ACTED)
    note = {"selectors": [{"label": "Note"}]}
    return node(f"act-{number}", "fill", fill={"value": f"{number}"}, target=note, expect=ACTED)


@pytest.mark.parametrize("times", [3, pytest.param(200, marks=pytest.mark.long)])
@pytest.mark.timeout(3600)
async def test_after_a_stop_nothing_is_done_beyond_the_step_in_flight(pod: Pod, site: Site, times: int) -> None:
    after = [await acts_after_a_stop(pod, site, LONGEST * number / times) for number in range(times)]
    assert [extra for extra in after if extra > 1] == []


async def acts_after_a_stop(pod: Pod, site: Site, moment: float) -> int:
    """What the site is asked to do from the stop on, which comes so many seconds after it was first asked to."""
    site.sent.clear()
    process = await pod.start()
    async with asyncio.timeout(60):
        while not site.sent:
            await asyncio.sleep(0.01)
    await asyncio.sleep(moment)
    before = len(site.sent)
    process.send_signal(signal.SIGTERM)
    await process.communicate()
    report = pod.report()
    assert (process.returncode, report.outcome) == (2, AttemptOutcome.STOPPED)
    assert report.steps_done == 1 + len(site.sent), "each step that was begun was done and reported, and no other"
    return len(site.sent) - before
