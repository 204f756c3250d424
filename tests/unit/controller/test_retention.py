"""Finished runs on a cluster in memory: which are let go, which are deleted, and by whom nothing ever is."""

from typing import Any

import pytest

from tests.support import builders
from tests.unit.controller.conftest import NAMESPACE, Rig
from webmend.controller.retention import Retention
from webmend.domain.settings import HistorySettings
from webmend.ports.cluster import RUNS, WORKFLOWS, Conflict, Object, Unavailable

ON = HistorySettings(recorder=True)
OURS = "webmend.io/recorded"


def retention(rig: Rig, settings: HistorySettings = ON) -> Retention:
    return Retention(rig.cluster, rig.store, settings, (), rig.counting, rig.now)


async def ended(
    rig: Rig, name: str, recorded: bool = True, finalizers: tuple[str, ...] = (OURS,), **status: Any
) -> None:
    """A run that was over a minute ago."""
    metadata = {"name": name, "finalizers": list(finalizers)}
    body = {"metadata": metadata, "spec": {"workflowRef": {"name": "portal"}}}
    await rig.cluster.create(RUNS, NAMESPACE, body)
    conditions = [{"type": "Recorded", "status": str(recorded), "reason": "x", "lastTransitionTime": "x"}]
    finished = builders.at(-60).isoformat()
    known = {"phase": "Succeeded", "finishedAt": finished, "conditions": conditions, **status}
    await rig.cluster.patch_status(RUNS, NAMESPACE, name, known, "")


async def there(rig: Rig) -> dict[str, list[str]]:
    """Finalizers of the runs that are there."""
    runs: list[Object] = await rig.cluster.list(RUNS, NAMESPACE)
    return {run["metadata"]["name"]: run["metadata"].get("finalizers", []) for run in runs}


async def test_a_recorded_run_is_let_go_and_deleted_when_it_is_beyond_the_limits(rig: Rig) -> None:
    await rig.apply_workflow(history={"succeeded": 1})
    await ended(rig, "old", finishedAt=builders.at(-120).isoformat())
    await ended(rig, "new")
    await retention(rig).once()
    assert await there(rig) == {"new": []}


async def test_a_run_that_is_not_recorded_stays_and_is_held(rig: Rig) -> None:
    await rig.apply_workflow(history={"succeeded": 0})
    await ended(rig, "untold", recorded=False)
    await ended(rig, "going", phase="Running")
    await retention(rig).once()
    assert await there(rig) == {"untold": [OURS], "going": [OURS]}


async def test_what_nobody_records_is_let_go_in_time_and_deleted_by_nobody(rig: Rig) -> None:
    await rig.apply_workflow(history={"succeeded": 0, "keepFor": "1s"})
    await ended(rig, "untold", recorded=False, finalizers=("x.example/y", OURS))
    rig.advance(3600)
    await retention(rig).once()
    assert await there(rig) == {"untold": ["x.example/y"]}


async def test_a_deleted_run_goes_once_it_is_recorded(rig: Rig) -> None:
    await ended(rig, "untold", recorded=False)
    uid = (await rig.cluster.get(RUNS, NAMESPACE, "untold"))["metadata"]["uid"]
    await rig.cluster.delete(RUNS, NAMESPACE, "untold", uid)
    await retention(rig).once()
    assert "untold" in await there(rig)
    recorded = [{"type": "Recorded", "status": "True", "reason": "x", "lastTransitionTime": "x"}]
    await rig.cluster.patch_status(RUNS, NAMESPACE, "untold", {"conditions": recorded}, "")
    await retention(rig).once()
    assert await there(rig) == {}


async def test_without_a_recorder_nothing_is_deleted_and_what_one_has_held_is_let_go(rig: Rig) -> None:
    await rig.apply_workflow(history={"succeeded": 0, "failed": 0, "keepFor": "1s"})
    for name in ("one", "two"):
        await ended(rig, name, recorded=name == "one")
    await ended(rig, "three", finalizers=())
    rig.writes()
    await retention(rig, HistorySettings()).once()
    assert await there(rig) == {"one": [], "two": [], "three": []}
    assert rig.writes() == ["patch WorkflowRun one", "patch WorkflowRun two"]


async def test_runs_of_a_workflow_that_is_gone_have_the_usual_limits(rig: Rig) -> None:
    for number in range(5):
        await ended(rig, f"run-{number}", finishedAt=builders.at(-number).isoformat())
    await retention(rig).once()
    assert list(await there(rig)) == ["run-0", "run-1", "run-2"]


async def test_runs_of_a_workflow_that_cannot_be_read_stay(rig: Rig) -> None:
    rig.observer.seen(
        WORKFLOWS, await rig.cluster.create(WORKFLOWS, NAMESPACE, {"metadata": {"name": "portal"}, "spec": {}})
    )
    for number in range(5):
        await ended(rig, f"run-{number}")
    await retention(rig).once()
    assert len(await there(rig)) == 5


async def test_limits_are_those_of_each_workflow(rig: Rig) -> None:
    await rig.apply_workflow(history={"succeeded": 0})
    await rig.apply_workflow("other", history={"succeeded": 1})
    await ended(rig, "one")
    body = {"metadata": {"name": "two"}, "spec": {"workflowRef": {"name": "other"}}}
    await rig.cluster.create(RUNS, NAMESPACE, body)
    status = (await rig.cluster.get(RUNS, NAMESPACE, "one"))["status"]
    await rig.cluster.patch_status(RUNS, NAMESPACE, "two", status, "")
    await retention(rig).once()
    assert list(await there(rig)) == ["two"]


async def test_a_run_that_changes_meanwhile_harms_no_other(rig: Rig) -> None:
    for name in ("one", "two"):
        await ended(rig, name)
    rig.cluster.fail("patch", Conflict("changed"))
    await retention(rig).once()
    assert sorted((await there(rig)).values()) == [[], [OURS]]


@pytest.mark.parametrize("recorder", [True, False])
async def test_a_cluster_that_is_away_is_asked_again(rig: Rig, recorder: bool) -> None:
    await ended(rig, "one")
    rig.cluster.fail("list", Unavailable("away"))
    looking = retention(rig, HistorySettings(recorder=recorder, cycle="1s"))
    with pytest.raises(Unavailable):
        await looking.once()
    await looking.once()
    assert await there(rig) == {"one": []}
