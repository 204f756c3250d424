"""A Job that a queue admits, on a real API server with the real Job controller; what Kueue would write is played."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.clinic import Clinic, eventually
from tests.support import builders, kubelet
from tests.support.replica import Replica, replica
from webmend.domain import names
from webmend.domain.phase import Phase
from webmend.ports.cluster import JOBS, WORKFLOWS, Object


@pytest.fixture(autouse=True)
async def operator(clinic: Clinic, tmp_path: Path) -> AsyncIterator[Replica]:
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path) as running:
        await eventually(running.is_leader)
        yield running


async def apply(clinic: Clinic) -> None:
    metadata = {"name": "portal", "labels": {names.LABEL_QUEUE: "browsers"}}
    spec = builders.workflow().spec.stored()
    await clinic.cluster.create(WORKFLOWS, clinic.namespace, {"metadata": metadata, "spec": spec})
    await clinic.apply_run()


async def job(clinic: Clinic) -> Object:
    return (await clinic.jobs("portal-1"))[-1]


async def hold(clinic: Clinic, held: bool) -> None:
    """Do as Kueue does when it admits a Job, or takes its place away again."""
    made = await job(clinic)
    await clinic.cluster.patch_spec(JOBS, clinic.namespace, made["metadata"]["name"], {"suspend": held}, "")


async def is_held(clinic: Clinic) -> bool:
    status = (await clinic.run()).status
    return status.phase is Phase.PENDING and status.reason == "Suspended"


async def test_a_run_waits_until_its_job_is_admitted_and_then_runs(clinic: Clinic) -> None:
    await apply(clinic)
    await eventually(lambda: is_held(clinic))
    assert (await job(clinic))["metadata"]["labels"][names.LABEL_QUEUE] == "browsers"
    assert "the queue browsers" in (await clinic.run()).status.message

    await hold(clinic, held=False)
    await clinic.end()

    await eventually(clinic.is_over)
    status = (await clinic.run()).status
    assert (status.phase, status.attempt) == (Phase.SUCCEEDED, 1)


async def test_a_job_that_is_suspended_in_its_midst_is_taken_away_and_another_one_waits(
    clinic: Clinic,
) -> None:
    await apply(clinic)
    await eventually(lambda: is_held(clinic))
    await hold(clinic, held=False)
    await clinic.play(kubelet.running())
    await eventually(lambda: clinic.is_in(Phase.RUNNING))

    await hold(clinic, held=True)

    async def waits_again() -> bool:
        status = (await clinic.run()).status
        return status.attempt == 2 and status.reason == "Suspended"

    await eventually(waits_again)
    first: Any = (await clinic.run()).status.attempts[0]
    assert (first.state, first.reason) == ("Interrupted", "Preempted")
