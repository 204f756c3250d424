"""Runs wait for what limits them, and look again when it may be free."""

import pytest

from tests.unit.controller.conftest import Rig
from webmend.domain.phase import Phase
from webmend.ports.cluster import RUNS, WORKFLOWS

ONE_AT_A_TIME = {"concurrency": {"max": 1}}


async def queued(rig: Rig, *names: str) -> None:
    """Runs of the workflow, of which the first one acts."""
    await rig.apply_workflow(**ONE_AT_A_TIME)
    for name in names:
        await rig.apply_run(name)
        await rig.settle()
    assert [(await rig.run(name)).status.phase for name in names] == [Phase.RUNNING] + [Phase.PENDING] * (
        len(names) - 1
    )


async def delete(rig: Rig, name: str) -> None:
    """Delete a run, and have the operator see it."""
    run = await rig.run(name)
    await rig.cluster.delete(RUNS, run.namespace, name, run.uid)
    rig.observer.gone(RUNS, run.uid)


async def test_a_run_that_is_deleted_while_it_acts_lets_the_next_one_go(rig: Rig) -> None:
    await queued(rig, "first", "second")
    await delete(rig, "first")
    await rig.settle()
    assert (await rig.run("second")).status.phase is Phase.RUNNING


async def test_only_the_next_in_line_are_woken(rig: Rig) -> None:
    await queued(rig, "first", *(f"later-{number}" for number in range(9)))
    rig.woken.clear()
    await delete(rig, "first")
    assert len(rig.woken) == 4


async def test_a_workflow_that_gives_more_room_lets_those_who_wait_go(rig: Rig) -> None:
    await queued(rig, "first", "second")
    found = await rig.workflow()
    stored = await rig.cluster.patch_spec(WORKFLOWS, found.namespace, "portal", {"concurrency": {"max": 2}}, "")
    rig.observer.seen(WORKFLOWS, {**stored, "metadata": {**stored["metadata"], "generation": 2}})
    await rig.settle()
    assert (await rig.run("second")).status.phase is Phase.RUNNING


@pytest.mark.parametrize(("priority", "want"), [(0, "second"), (5, "urgent")])
async def test_the_next_is_the_most_urgent_and_then_the_oldest(rig: Rig, priority: int, want: str) -> None:
    await queued(rig, "first", "second")
    rig.advance(1)
    await rig.apply_run("urgent", priority=priority)
    await rig.settle()
    await delete(rig, "first")
    await rig.settle()
    acting = [name for name in ("second", "urgent") if (await rig.run(name)).status.phase is Phase.RUNNING]
    assert acting == [want]
