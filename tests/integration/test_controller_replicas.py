"""Several replicas: one acts, another follows, and even two that act at once do no harm."""

import signal
import time
from contextlib import AsyncExitStack
from pathlib import Path

from tests.integration.clinic import Clinic, eventually
from tests.support import kubelet
from tests.support.replica import Replica, replica
from webmend.domain.names import LEASE
from webmend.domain.phase import Phase
from webmend.domain.settings import Settings
from webmend.ports.cluster import LEASES

HAND_OVER = 15.0
"""Seconds in which another replica acts after the first has died."""
MANY = 10


async def start(stack: AsyncExitStack, clinic: Clinic, folder: Path, *settings: Settings) -> list[Replica]:
    """Replicas a, b, ... with these settings; the first of them has its Lease before the next starts."""
    made: list[Replica] = []
    for name, each in zip("abc", settings, strict=False):
        made.append(await stack.enter_async_context(replica(each, clinic.plane.kubeconfig, folder, name)))
        await eventually(made[-1].is_healthy)
        if len(made) == 1:
            await eventually(made[0].is_leader)
    return made


async def epoch(clinic: Clinic) -> int:
    lease = await clinic.cluster.get(LEASES, clinic.namespace, LEASE)
    return int(lease["spec"]["leaseTransitions"])


async def test_two_that_both_act_make_one_job_for_each_attempt(clinic: Clinic, tmp_path: Path) -> None:
    """A split brain: each holds a Lease of its own."""
    other = clinic.settings.with_(own_namespace="default")
    async with AsyncExitStack() as stack:
        replicas = await start(stack, clinic, tmp_path, clinic.settings, other)
        await eventually(replicas[1].is_leader)
        await clinic.apply_workflow()
        runs = [f"run-{number}" for number in range(MANY)]
        for run in runs:
            await clinic.apply_run(run)
        for run in runs:
            await clinic.play(kubelet.ended(None, exit_code=137), run)
        for run in runs:
            await clinic.end(run=run, attempt=2)
        for run in runs:
            await eventually(lambda run=run: clinic.is_over(run))
            status = (await clinic.run(run)).status
            assert (status.phase, len(status.attempts)) == (Phase.SUCCEEDED, 2)
            assert sorted(job["metadata"]["name"][-3:] for job in await clinic.jobs(run)) == ["-a1", "-a2"]


async def test_after_a_kill_the_other_takes_over_in_time_and_nothing_is_done_twice(
    clinic: Clinic, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        first, second = await start(stack, clinic, tmp_path, clinic.settings, clinic.settings)
        await clinic.apply_workflow()
        await clinic.apply_run("running")
        await clinic.play(kubelet.running(), "running")
        await clinic.apply_run("requeued")
        await clinic.play(kubelet.ended(None, exit_code=137), "requeued")
        await eventually(lambda: clinic.is_in(Phase.RUNNING, "running"))

        first.signal(signal.SIGKILL)
        killed = time.monotonic()
        await clinic.apply_run("new")
        await clinic.play(kubelet.ended(None), "running")
        await eventually(lambda: clinic.is_in(Phase.RUNNING, "new"), HAND_OVER)
        took = time.monotonic() - killed

        for run, attempt in (("new", 1), ("running", 2), ("requeued", 2)):
            await clinic.end(run=run, attempt=attempt)
            await eventually(lambda run=run: clinic.is_over(run))
            assert len(await clinic.jobs(run)) == attempt
        assert await second.is_leader()
        assert await epoch(clinic) == 2
        assert took < HAND_OVER


async def test_a_holder_that_was_paused_ends_itself_and_writes_nothing_more(clinic: Clinic, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        first, second = await start(stack, clinic, tmp_path, clinic.settings, clinic.settings)
        await clinic.apply_workflow()
        await clinic.apply_run("before")
        await clinic.pod("before")
        first.signal(signal.SIGSTOP)
        await eventually(second.is_leader, HAND_OVER)
        await clinic.end(run="before")
        await eventually(lambda: clinic.is_over("before"))
        version = (await clinic.run("before")).resource_version

        first.signal(signal.SIGCONT)
        assert await first.ended(within=5) == 1
        assert (await clinic.run("before")).resource_version == version
        assert len(await clinic.jobs()) == 1


async def test_a_replica_that_is_asked_to_end_hands_over_at_once(clinic: Clinic, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        first, second = await start(stack, clinic, tmp_path, clinic.settings, clinic.settings)
        await clinic.apply_workflow()
        first.signal(signal.SIGTERM)
        await eventually(second.is_leader, within=5)
        await clinic.sees_a_run_through("after")
        assert await first.ended(within=10) == 0


async def test_the_replica_that_stands_by_reconciles_nothing(clinic: Clinic, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        first, second = await start(stack, clinic, tmp_path, clinic.settings, clinic.settings)
        await clinic.apply_workflow()
        await clinic.sees_a_run_through("run")
        assert first.logged("run")
        assert not second.logged("run")
        assert not await second.is_leader()
