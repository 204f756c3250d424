"""What is on its way to the server: what goes together, and what does not wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

import pytest

from tests.support.builders import NOW, graph
from tests.support.clock import VirtualClock
from tests.support.session import FakeServer
from webmend.domain.report import Outputs, StepOutcome, StepReport
from webmend.domain.session import SessionPlan
from webmend.runner.outbox import GATHER_SECONDS, MOST_STEPS, Artifact, Extracted, Outbox, Step

pytestmark = pytest.mark.looptime


@dataclass
class Post:
    server: FakeServer
    box: Outbox

    def add(self, node_id: str, picture: Artifact | None = None) -> None:
        step = {"node_id": node_id, "title": node_id, "action": "click", "outcome": StepOutcome.DONE}
        report = StepReport(**step, started_at=NOW, finished_at=NOW, wait_time=1.0, waited=0.0)
        self.box.add(Step(report, picture))

    @property
    def sent(self) -> list[str]:
        return [step.node_id for step in self.server.steps]


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    facts = {"session_id": "u", "run": "r", "namespace": "n", "workflow": "w", "version": 1, "attempt": 1}
    server = FakeServer(SessionPlan(**facts, graph=graph()))
    box = Outbox(server, VirtualClock())
    delivering = asyncio.create_task(box.deliver())
    yield Post(server, box)
    delivering.cancel()
    with suppress(asyncio.CancelledError):
        await delivering


async def test_steps_that_follow_quickly_go_together_and_in_order(post: Post) -> None:
    for name in ("one", "two", "three"):
        post.add(name)
        await asyncio.sleep(GATHER_SECONDS / 4)
    await asyncio.sleep(GATHER_SECONDS)

    assert post.sent == ["one", "two", "three"]
    assert post.server.calls == ["steps"]


async def test_one_that_nothing_follows_is_told_soon(post: Post) -> None:
    post.add("one")
    await asyncio.sleep(GATHER_SECONDS + 0.01)
    post.add("two")
    await asyncio.sleep(GATHER_SECONDS + 0.01)

    assert post.server.calls == ["steps", "steps"]


async def test_a_request_is_of_a_bounded_number(post: Post) -> None:
    for number in range(MOST_STEPS + 1):
        post.add(f"step-{number}")

    assert await post.box.settled(1)
    assert post.server.calls == ["steps", "steps"]
    assert len(post.sent) == MOST_STEPS + 1


async def test_whoever_waits_for_all_of_it_does_not_wait_for_more_steps(post: Post) -> None:
    post.add("one")
    began = asyncio.get_running_loop().time()

    assert await post.box.settled(1)
    assert asyncio.get_running_loop().time() - began < GATHER_SECONDS / 2


async def test_what_is_no_plain_step_goes_at_once_after_those_before_it(post: Post) -> None:
    began = asyncio.get_running_loop().time()
    post.add("one")
    post.add("two", Artifact("two.png", b"png"))
    post.add("three")
    post.box.add(Extracted(Outputs(values={"a": 1})))
    while post.server.outputs is None:
        await asyncio.sleep(0.001)

    assert post.sent == ["one", "two", "three"]
    assert post.server.steps[1].screenshot == post.box.keys["two.png"] != ""
    assert asyncio.get_running_loop().time() - began < GATHER_SECONDS / 2


async def test_steps_that_were_refused_are_all_counted_as_lost(post: Post) -> None:
    post.server.over = True
    post.add("one")
    post.add("two")

    assert await post.box.settled(1)
    assert post.box.lost == 2
