"""What the recorder keeps of runs, and when it says that one may go."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.builders import NOW, attempt
from tests.support.events import bodies
from tests.support.server import Server, served
from tests.support.store import FakeStore
from webmend.domain.report import StepOutcome, StepReport
from webmend.domain.resource import run_from
from webmend.domain.run import AttemptState, Run
from webmend.ports.cluster import RUNS, WORKFLOWS, Change
from webmend.server.step_log import StepLog

pytestmark = pytest.mark.looptime
STEP = StepReport(
    node_id="open",
    title="Open",
    action="navigate",
    outcome=StepOutcome.DONE,
    started_at=NOW,
    finished_at=NOW,
    wait_time=1.0,
    waited=0.0,
)


@pytest.fixture
async def server(store: FakeStore) -> AsyncIterator[Server]:
    async with served(store) as server:
        await server.installed.install()
        yield server


async def over(server: Server, name: str = "portal-1", phase: str = "Succeeded", **status: Any) -> Run:
    """A run that has ended with its first attempt."""
    run = await server.installed.run(name, attempt(state=AttemptState.SUCCEEDED))
    stored = await server.cluster.patch_status(RUNS, run.namespace, name, {"phase": phase, **status}, "")
    return run_from(stored)


def told(store: FakeStore) -> list[str]:
    """What there is to tell; that the workflow has a version is left out."""
    bodies(*(each.event for each in store.events.values()))
    return [each.event.type for each in store.events.values() if each.event.type.startswith("execution.")]


async def conditions(server: Server, run: Run) -> dict[str, str]:
    stored = run_from(await server.cluster.get(RUNS, run.namespace, run.name))
    return {each.type: each.status.value for each in stored.status.conditions}


async def test_a_run_under_way_is_kept_and_not_let_go(server: Server, store: FakeStore) -> None:
    run = await server.installed.run()
    await server.settled()
    assert store.records[run.uid].summary.phase == "Running"
    assert await conditions(server, run) == {}


async def test_a_run_that_is_over_is_kept_with_its_steps_and_then_let_go(server: Server, store: FakeStore) -> None:
    run = await server.installed.run()
    await StepLog(server.artifacts).add(run.uid, 1, (STEP,))
    run = await over_again(server, run)
    await server.settled()
    assert [step.node_id for step in store.records[run.uid].steps] == ["open"]
    assert await conditions(server, run) == {"Recorded": "True"}


async def over_again(server: Server, run: Run) -> Run:
    ended = attempt(state=AttemptState.SUCCEEDED).stored()
    stored = await server.cluster.patch_status(
        RUNS, run.namespace, run.name, {"phase": "Succeeded", "attempts": [ended]}, ""
    )
    return run_from(stored)


async def test_what_has_happened_is_told_with_the_record_and_once(server: Server, store: FakeStore) -> None:
    run = await over(server, startedAt=NOW.isoformat())
    await server.settled()
    await server.cluster.patch(RUNS, run.namespace, run.name, {"metadata": {"labels": {"a": "b"}}}, "")
    await server.settled()
    assert store.records[run.uid].summary.labels == {"a": "b"}
    assert told(store) == ["execution.started", "execution.succeeded"]


async def test_what_has_happened_while_the_history_was_down_is_told_afterwards(
    server: Server, store: FakeStore
) -> None:
    store.is_down = True
    await over(server, phase="Failed", startedAt=NOW.isoformat())
    await server.settled()
    store.is_down = False
    await asyncio.sleep(10)
    assert told(store) == ["execution.started", "execution.failed"]


async def test_other_conditions_stay(server: Server) -> None:
    finished = {"type": "Finished", "status": "True", "reason": "x", "lastTransitionTime": NOW.isoformat()}
    run = await over(server, conditions=[finished])
    await server.settled()
    assert await conditions(server, run) == {"Finished": "True", "Recorded": "True"}


async def test_a_run_is_not_let_go_as_long_as_the_history_is_down(server: Server, store: FakeStore) -> None:
    store.is_down = True
    run = await over(server)
    await server.settled()
    assert await conditions(server, run) == {}
    store.is_down = False
    await asyncio.sleep(10)
    assert run.uid in store.records
    assert await conditions(server, run) == {"Recorded": "True"}


async def test_many_at_once_are_kept_together(server: Server, store: FakeStore) -> None:
    for number in range(30):
        await over(server, f"portal-{number}")
    await server.settled()
    assert len(store.records) == 30
    assert len(store.bundles) < 10


async def test_what_is_told_again_is_not_written_again(server: Server, store: FakeStore) -> None:
    await over(server)
    await server.settled()
    recorder, before = server.app.state.parts.recorder, list(store.bundles)
    for obj in await server.cluster.list(RUNS):
        recorder.hear(Change("ADDED", obj))
    await server.settled()
    assert store.bundles == before


async def test_a_run_whose_workflow_has_gone_is_kept_without_its_inputs(server: Server, store: FakeStore) -> None:
    run = await server.installed.run(inputs={"patient": "4711"})
    gone = await server.cluster.get(WORKFLOWS, run.namespace, "portal")
    await server.cluster.delete(WORKFLOWS, run.namespace, "portal", gone["metadata"]["uid"])
    run = await over_again(server, run)
    await server.settled()
    assert store.records[run.uid].inputs == {"patient": "***"}
    assert await conditions(server, run) == {"Recorded": "True"}
