"""Schedules on a cluster in memory: builders.NOW is noon, and portal is due every five minutes."""

from typing import Any

import pytest

from tests.support import kubelet
from tests.support.builders import at, succeeded
from tests.unit.controller.conftest import NAMESPACE, Rig
from webmend.domain.condition import find, is_true
from webmend.domain.phase import Phase
from webmend.ports.cluster import RUNS, VERSIONS, WORKFLOWS, Object, Unavailable

FIVE_MINUTES = 300


async def scheduled(rig: Rig, policy: str = "Forbid", **more: Any) -> None:
    """Portal at noon, with everything written that there is to write."""
    await rig.apply_workflow(schedule={"cron": ["*/5 * * * *"], "concurrencyPolicy": policy, **more})
    await rig.settle()
    rig.writes()


async def five_minutes_later(rig: Rig) -> None:
    rig.advance(FIVE_MINUTES)
    await rig.settle()


async def runs(rig: Rig) -> list[str]:
    return [run["metadata"]["name"] for run in await rig.cluster.list(RUNS, NAMESPACE)]


async def due_at(rig: Rig, time: str) -> str:
    """The name of the run that is due then."""
    return f"portal-{(await rig.workflow()).uid[:8]}-20261125{time}"


async def job_of(rig: Rig, run: str) -> Object:
    [job] = [job for job in await rig.jobs() if job["metadata"]["labels"]["webmend.io/run-name"] == run]
    return job


async def test_a_run_starts_when_its_time_has_come_at_the_cost_of_two_writes(rig: Rig) -> None:
    await scheduled(rig)
    await five_minutes_later(rig)
    first = await due_at(rig, "1205")
    job = await job_of(rig, first)
    assert rig.writes() == [
        f"create WorkflowRun {first}",
        "patch_status Workflow portal",
        f"patch_status WorkflowRun {first}",
        f"create Job {job['metadata']['name']}",
    ]
    status = (await rig.workflow()).status
    assert (status.last_schedule_time, status.next_schedule_time) == (at(FIVE_MINUTES), at(2 * FIVE_MINUTES))
    assert (await rig.run(first)).spec.trigger == "Schedule"


async def test_between_two_starts_nothing_is_written(rig: Rig) -> None:
    await scheduled(rig)
    for _ in range(3):
        rig.advance(FIVE_MINUTES / 4)
        for key in rig.store.reconciled():
            rig.workers.queue.add(key)
        await rig.settle()
    assert rig.writes() == []


async def test_every_time_has_its_run(rig: Rig) -> None:
    await scheduled(rig, "Allow")
    for _ in range(3):
        await five_minutes_later(rig)
    assert await runs(rig) == [await due_at(rig, time) for time in ("1205", "1210", "1215")]


async def test_a_start_that_could_not_be_noted_is_not_made_twice(rig: Rig) -> None:
    await scheduled(rig)
    rig.cluster.fail("patch_status", Unavailable("gone"), of=WORKFLOWS)
    await five_minutes_later(rig)
    assert (await rig.workflow()).status.last_schedule_time is None
    rig.advance(1)
    await rig.settle()
    assert (await rig.workflow()).status.last_schedule_time == at(FIVE_MINUTES)
    assert await runs(rig) == [await due_at(rig, "1205")]


async def test_a_start_that_the_api_server_refused_is_tried_again(rig: Rig) -> None:
    await scheduled(rig)
    rig.cluster.fail("create", Unavailable("gone"), of=RUNS)
    await five_minutes_later(rig)
    rig.advance(1)
    await rig.settle()
    assert await runs(rig) == [await due_at(rig, "1205")]


async def test_a_replica_with_an_old_view_starts_nothing_that_was_started_and_has_gone(rig: Rig) -> None:
    await scheduled(rig)
    other = Rig()
    other.cluster, other.relist._cluster, other.execute._cluster = rig.cluster, rig.cluster, rig.cluster
    for kind in (WORKFLOWS, VERSIONS):
        for obj in await rig.cluster.list(kind):
            other.observer.seen(kind, obj)
    await five_minutes_later(rig)
    [run] = await rig.cluster.list(RUNS, NAMESPACE)
    await rig.cluster.delete(RUNS, NAMESPACE, run["metadata"]["name"], run["metadata"]["uid"])
    rig.writes()
    await five_minutes_later(other)
    assert (rig.writes(), await runs(rig)) == ([], [])


async def test_a_run_of_that_name_that_is_not_the_workflows_is_left_alone_and_the_workflow_says_so(rig: Rig) -> None:
    await scheduled(rig)
    name = await due_at(rig, "1205")
    await rig.apply_run(name)
    rig.advance(FIVE_MINUTES)
    for _ in range(6):
        await rig.settle()
        rig.advance(5)
    stalled = find((await rig.workflow()).status.conditions, "Stalled")
    assert stalled is not None
    assert stalled.message == f"the run {name} is there and is not this workflow's"
    assert (await rig.run(name)).spec.trigger == "Manual"


async def test_the_next_start_waits_for_the_end_of_the_run_before(rig: Rig) -> None:
    await scheduled(rig)
    await five_minutes_later(rig)
    first, second = await due_at(rig, "1205"), await due_at(rig, "1210")
    await five_minutes_later(rig)
    assert await runs(rig) == [first]
    await rig.pod(await job_of(rig, first), kubelet.ended(succeeded()))
    await rig.settle()
    assert await runs(rig) == [first, second]


async def test_a_run_by_hand_is_not_in_the_way(rig: Rig) -> None:
    await scheduled(rig)
    await rig.apply_run("by-hand")
    await five_minutes_later(rig)
    assert await due_at(rig, "1205") in await runs(rig)


async def test_a_run_is_stopped_in_the_ordinary_way_before_it_is_replaced(rig: Rig) -> None:
    await scheduled(rig, "Replace")
    await five_minutes_later(rig)
    first, second = await due_at(rig, "1205"), await due_at(rig, "1210")
    job = (await job_of(rig, first))["metadata"]["name"]
    rig.writes()
    await five_minutes_later(rig)
    assert rig.writes()[:6] == [
        "patch_status Workflow portal",
        f"patch_spec WorkflowRun {first}",
        f"delete Job {job}",
        f"patch_status WorkflowRun {first}",
        f"create WorkflowRun {second}",
        "patch_status Workflow portal",
    ]
    assert (await rig.run(first)).status.phase is Phase.STOPPED
    assert (await rig.run(second)).status.phase is Phase.RUNNING


async def test_a_replacement_whose_run_has_gone_meanwhile_starts(rig: Rig) -> None:
    await scheduled(rig, "Replace")
    await five_minutes_later(rig)
    [run] = await rig.cluster.list(RUNS, NAMESPACE)
    await rig.cluster.delete(RUNS, NAMESPACE, run["metadata"]["name"], run["metadata"]["uid"])  # and no watch tells
    await five_minutes_later(rig)
    rig.observer.gone(RUNS, run["metadata"]["uid"])
    await rig.settle()
    assert await runs(rig) == [await due_at(rig, "1210")]


async def test_what_becomes_of_a_start_is_told_of_the_workflow(rig: Rig) -> None:
    await scheduled(rig)
    await five_minutes_later(rig)
    told = [rig.events._waiting.get_nowait() for _ in range(rig.events._waiting.qsize())]
    [event] = [event for event in told if event["regarding"]["kind"] == "Workflow"]
    assert event["reason"] == "RunStarted"
    assert event["note"] == f"Started {await due_at(rig, '1205')}, due at 2026-11-25T12:05:00Z"
    assert event["regarding"]["uid"] == (await rig.workflow()).uid


async def test_a_pause_silences_at_once(rig: Rig) -> None:
    await scheduled(rig)
    portal = await rig.cluster.get(WORKFLOWS, NAMESPACE, "portal")
    portal["spec"]["state"] = "Paused"
    rig.observer.seen(WORKFLOWS, await rig.cluster.replace(WORKFLOWS, NAMESPACE, "portal", portal))
    await five_minutes_later(rig)
    status = (await rig.workflow()).status
    assert not is_true(status.conditions, "Scheduled")
    assert (await runs(rig), status.next_schedule_time, len(rig.workers.due)) == ([], None, 0)


@pytest.mark.parametrize("times", [1, 30, 50_000])
async def test_after_an_outage_there_is_one_run(rig: Rig, times: int) -> None:
    await scheduled(rig, "Allow")
    rig.advance(times * FIVE_MINUTES)
    await rig.settle()
    assert len(await runs(rig)) == 1
