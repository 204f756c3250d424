"""Finished runs come and go on a real API server, as far as somebody records them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.integration.clinic import Clinic, eventually
from tests.support.replica import replica
from webmend.domain.phase import Phase
from webmend.domain.settings import HistorySettings
from webmend.ports.cluster import RUNS

HELD = ["webmend.io/recorded"]


@asynccontextmanager
async def operated(clinic: Clinic, folder: Path, **history: object) -> AsyncIterator[None]:
    settings = clinic.settings.with_(history=HistorySettings.model_validate({"cycle": "1s", **history}))
    async with replica(settings, clinic.plane.kubeconfig, folder) as operator:
        await eventually(operator.is_leader)
        yield


async def finalizers(clinic: Clinic) -> dict[str, list[str]]:
    """Of each run that is there."""
    runs = await clinic.cluster.list(RUNS, clinic.namespace)
    return {run["metadata"]["name"]: run["metadata"].get("finalizers", []) for run in runs}


async def recorded(clinic: Clinic, run: str) -> None:
    """As a recorder says that it has the record of a run."""
    stored = await clinic.cluster.get(RUNS, clinic.namespace, run)
    new = {"type": "Recorded", "status": "True", "reason": "Recorded", "message": ""}
    conditions = [*stored["status"]["conditions"], {**new, "lastTransitionTime": "2026-11-25T12:00:00Z"}]
    version = stored["metadata"]["resourceVersion"]
    await clinic.cluster.patch_status(RUNS, clinic.namespace, run, {"conditions": conditions}, version)


async def deleted(clinic: Clinic, run: str) -> None:
    clinic.plane.kubectl("-n", clinic.namespace, "delete", "wmr", run, "--wait=false")


async def test_recorded_runs_beyond_the_limits_go_and_the_others_stay(clinic: Clinic, tmp_path: Path) -> None:
    await clinic.apply_workflow(history={"succeeded": 1})
    async with operated(clinic, tmp_path, recorder=True):
        for name in ("first", "second", "third"):
            await clinic.sees_a_run_through(name)
        assert await finalizers(clinic) == dict.fromkeys(("first", "second", "third"), HELD)
        await recorded(clinic, "first")
        await recorded(clinic, "third")

        async def is_tidy() -> bool:
            return await finalizers(clinic) == {"second": HELD, "third": []}

        await eventually(is_tidy)
        await recorded(clinic, "second")

        async def is_tidier() -> bool:
            return await finalizers(clinic) == {"third": []}

        await eventually(is_tidier)


async def test_recorded_runs_within_the_limits_cost_no_write(clinic: Clinic, tmp_path: Path) -> None:
    await clinic.apply_workflow(history={"succeeded": 10})
    async with operated(clinic, tmp_path, recorder=True):
        for name in ("first", "second"):
            await clinic.sees_a_run_through(name)
            await recorded(clinic, name)

        async def are_let_go() -> bool:
            return await finalizers(clinic) == {"first": [], "second": []}

        await eventually(are_let_go)
        before = clinic.audited("webmend")
        await asyncio.sleep(5)  # five cycles
        after = clinic.audited("webmend")[len(before) :]
        assert [write for write in after if not write.endswith(("leases", "events"))] == []


async def test_a_run_deleted_under_way_is_stopped_and_goes_once_it_is_recorded(clinic: Clinic, tmp_path: Path) -> None:
    await clinic.apply_workflow()
    async with operated(clinic, tmp_path, recorder=True):
        await clinic.apply_run()
        await clinic.pod()
        await deleted(clinic, "portal-1")
        await eventually(lambda: clinic.is_in(Phase.STOPPED))
        assert "since it was deleted" in (await clinic.run()).status.message

        async def has_no_job() -> bool:
            return not [job for job in await clinic.jobs() if "deletionTimestamp" not in job["metadata"]]

        await eventually(has_no_job)
        await recorded(clinic, "portal-1")

        async def is_gone() -> bool:
            return await finalizers(clinic) == {}

        await eventually(is_gone)


async def test_a_run_that_nobody_records_is_held_no_longer_than_is_said(clinic: Clinic, tmp_path: Path) -> None:
    await clinic.apply_workflow(history={"succeeded": 0})
    async with operated(clinic, tmp_path, recorder=True, hold="2s"):
        await clinic.sees_a_run_through("portal-1")

        async def is_let_go() -> bool:
            return await finalizers(clinic) == {"portal-1": []}

        await eventually(is_let_go)


async def test_without_a_recorder_all_stay_and_what_one_has_held_is_let_go(clinic: Clinic, tmp_path: Path) -> None:
    await clinic.apply_workflow(history={"succeeded": 0})
    async with operated(clinic, tmp_path, recorder=True):
        await clinic.sees_a_run_through("held")
        await clinic.apply_run("going")
        await clinic.pod("going")
    await recorded(clinic, "held")
    async with operated(clinic, tmp_path):

        async def is_let_go() -> bool:
            return await finalizers(clinic) == {"held": [], "going": []}

        await eventually(is_let_go)
        await clinic.end(run="going")
        await eventually(lambda: clinic.is_over("going"))
        assert set(await finalizers(clinic)) == {"held", "going"}
