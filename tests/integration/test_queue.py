"""Many runs at once and little room: the operator as shipped, on a real API server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.integration.clinic import Clinic, eventually
from tests.support import kubelet
from tests.support.builders import succeeded
from tests.support.replica import replica
from webmend.domain import names
from webmend.domain.phase import Phase
from webmend.domain.settings import QueueSettings
from webmend.ports.cluster import PODS, RUNS, Object

PATIENCE = 500.0


@asynccontextmanager
async def operated(clinic: Clinic, folder: Path, queue: QueueSettings) -> AsyncIterator[None]:
    async with replica(clinic.settings.with_(queue=queue), clinic.plane.kubeconfig, folder) as operator:
        await eventually(operator.is_leader)
        yield


async def phases(clinic: Clinic) -> list[str]:
    return [run.get("status", {}).get("phase", "") for run in await clinic.cluster.list(RUNS, clinic.namespace)]


async def unfinished(clinic: Clinic) -> list[Object]:
    """Pods whose runner has not ended."""
    pods = await clinic.cluster.list(PODS, clinic.namespace, labels=names.LABEL_RUN_NAME)
    return [pod for pod in pods if pod.get("status", {}).get("phase") in ("Pending", "Running")]


async def finish(clinic: Clinic, pod: Object) -> None:
    await clinic.cluster.patch_status(PODS, clinic.namespace, pod["metadata"]["name"], kubelet.ended(succeeded()), "")


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("many", "room"), [(50, 10), pytest.param(500, 20, marks=pytest.mark.long)])
async def test_of_many_runs_at_once_as_many_act_as_there_is_room_for_and_each_begins_once(
    clinic: Clinic, tmp_path: Path, many: int, room: int
) -> None:
    await clinic.apply_workflow()
    async with operated(clinic, tmp_path, QueueSettings(max=room)):
        for start in range(0, many, 50):
            await asyncio.gather(*(clinic.apply_run(f"run-{number}") for number in range(start, start + 50)))
        acting = []
        async with asyncio.timeout(PATIENCE):
            while (told := await phases(clinic)).count("Succeeded") < many:
                acting.append(told.count("Running"))
                for pod in await unfinished(clinic):
                    await finish(clinic, pod)

    assert max(acting) <= room
    assert len(await clinic.jobs()) == many


async def test_those_that_wait_say_for_what_and_the_most_urgent_begins_first(clinic: Clinic, tmp_path: Path) -> None:
    await clinic.apply_workflow(concurrency={"max": 1})

    async def waits(name: str, place: int) -> bool:
        status = (await clinic.run(name)).status
        said = f"The workflow portal is in use by first, and 1 may use it at once; place {place} in the queue"
        return (status.phase, status.reason, status.message) == (Phase.PENDING, "WorkflowBusy", said)

    async with operated(clinic, tmp_path, QueueSettings()):
        await clinic.apply_run("first")
        await eventually(lambda: clinic.is_in(Phase.RUNNING, "first"))
        await clinic.apply_run("later")
        await eventually(lambda: waits("later", 1))
        await clinic.apply_run("urgent", priority=10)
        await eventually(lambda: waits("urgent", 1))
        await clinic.end(run="first")
        await eventually(lambda: clinic.is_in(Phase.RUNNING, "urgent"))
        assert (await clinic.run("later")).status.phase is Phase.PENDING
        await clinic.end(run="urgent")
        await eventually(lambda: clinic.is_in(Phase.RUNNING, "later"))
