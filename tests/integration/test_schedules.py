"""Schedules on a real API server: a start that was missed is made up for once, whoever acts."""

import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.integration.clinic import Clinic, eventually
from tests.support.replica import replica
from webmend.adapters.clock import SystemClock
from webmend.domain.resource import workflow_from
from webmend.domain.workflow import Workflow
from webmend.ports.cluster import RUNS, WORKFLOWS


async def portal(clinic: Clinic) -> Workflow:
    return workflow_from(await clinic.cluster.get(WORKFLOWS, clinic.namespace, "portal"))


async def runs(clinic: Clinic) -> list[str]:
    return [run["metadata"]["name"] for run in await clinic.cluster.list(RUNS, clinic.namespace)]


async def in_force(clinic: Clinic) -> bool:
    return (await portal(clinic)).status.schedule is not None


async def stood_still_since(clinic: Clinic, when: datetime) -> None:
    """As if the schedule had been looked at then for the last time."""
    workflow = await portal(clinic)
    assert workflow.status.schedule is not None
    schedule = workflow.status.schedule.with_(since=when)
    status = workflow.status.with_(schedule=schedule).stored()
    await clinic.cluster.patch_status(WORKFLOWS, clinic.namespace, "portal", status, workflow.resource_version)


async def test_what_was_missed_while_no_operator_ran_starts_once_though_two_act(clinic: Clinic, tmp_path: Path) -> None:
    now = SystemClock().now().astimezone(UTC)
    due = (now - timedelta(minutes=30)).replace(second=0, microsecond=0)
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path, "a") as first:
        await eventually(first.is_healthy)
        await clinic.apply_workflow(schedule={"cron": [f"{due.minute} {due.hour} * * *"]})
        await eventually(lambda: in_force(clinic))
        first.signal(signal.SIGKILL)
        await first.ended(within=5)
    await stood_still_since(clinic, now - timedelta(hours=50))

    other = clinic.settings.with_(own_namespace="default")
    async with (
        replica(clinic.settings, clinic.plane.kubeconfig, tmp_path, "b") as second,
        replica(other, clinic.plane.kubeconfig, tmp_path, "c") as third,
    ):
        await eventually(second.is_leader)
        await eventually(third.is_leader)
        [run] = await _first_run(clinic)
        await clinic.end(run=run)
        await eventually(lambda: clinic.is_over(run))

    status = (await portal(clinic)).status
    assert await runs(clinic) == [run]
    assert (status.last_schedule_time, status.next_schedule_time) == (due, due + timedelta(days=1))


async def _first_run(clinic: Clinic) -> list[str]:
    async def is_there() -> bool:
        return bool(await runs(clinic))

    await eventually(is_there)
    return await runs(clinic)
