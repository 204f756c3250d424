"""An installation with much history and nothing to do."""

import asyncio
from pathlib import Path

from tests.integration.clinic import Clinic, eventually
from tests.support.replica import replica
from webmend.ports.cluster import RUNS

FINISHED = 1000
MEGABYTES = 120
SECONDS = 10.0
"""How long it is watched doing nothing: five renewals of the Lease."""


async def finish(clinic: Clinic, name: str, turns: asyncio.Semaphore) -> None:
    async with turns:
        await clinic.apply_run(name)
        await clinic.cluster.patch_status(RUNS, clinic.namespace, name, {"phase": "Succeeded"}, "")


async def test_a_thousand_finished_runs_cost_little_memory_and_no_write(clinic: Clinic, tmp_path: Path) -> None:
    await clinic.apply_workflow()
    turns = asyncio.Semaphore(20)
    await asyncio.gather(*(finish(clinic, f"run-{number}", turns) for number in range(FINISHED)))
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path) as operator:
        await eventually(operator.is_leader)
        await clinic.sees_a_run_through("one-more")
        before = len(clinic.audited("webmend"))
        await asyncio.sleep(SECONDS)
        made = [write for write in clinic.audited("webmend")[before:] if not write.endswith(("leases", "events"))]
        assert made == []
        assert operator.memory() < MEGABYTES
        assert await operator.metric("webmend_runs") == 0
