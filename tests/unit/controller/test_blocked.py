"""What the cluster does not let be made: how it is noticed, what it costs, and how it passes."""

from typing import Any

import pytest

from tests.support import kubelet
from tests.support.builders import succeeded
from tests.unit.controller.conftest import NAMESPACE, Rig
from webmend.domain.phase import Phase
from webmend.ports.cluster import EVENTS, JOBS, ClusterError, Forbidden, Invalid, Object

QUOTA = Forbidden('jobs.batch "x" is forbidden: exceeded quota: few, requested: count/jobs.batch=1')
POLICY = Invalid("jobs.batch \"x\" is forbidden: ValidatingAdmissionPolicy 'ours' denied request: no browsers")
NO_RIGHT = Forbidden('jobs.batch is forbidden: User "x" cannot create resource "jobs" in API group "batch"')
BROKEN = Invalid('Job.batch "x" is invalid: spec.template.spec.containers[0].image: Required value')


async def begun(rig: Rig, error: ClusterError, times: int = 1) -> None:
    """A run whose Job is refused so often."""
    await rig.apply_workflow()
    await rig.settle()
    rig.cluster.fail("create", error, times, of=JOBS)
    await rig.apply_run()
    rig.writes()
    await rig.settle()


@pytest.mark.parametrize(("error", "reason"), [(QUOTA, "QuotaExceeded"), (POLICY, "AdmissionDenied")])
async def test_a_job_that_is_refused_is_told_and_made_once_it_passes(
    rig: Rig, error: ClusterError, reason: str
) -> None:
    await begun(rig, error, times=2)
    assert rig.writes() == ["patch_status WorkflowRun portal-1"] * 2
    status = (await rig.run()).status
    assert (status.phase, status.reason) == (Phase.PENDING, reason)
    rig.advance(5)
    await rig.settle()
    assert rig.writes() == []
    rig.advance(10)
    await rig.settle()
    [job] = await rig.jobs()
    assert rig.writes() == [f"create Job {job['metadata']['name']}"]
    await rig.pod(job, kubelet.running())
    await rig.settle()
    await rig.pod(job, kubelet.ended(succeeded()))
    await rig.settle()
    status = (await rig.run()).status
    assert (status.phase, status.attempt, status.recoveries) == (Phase.SUCCEEDED, 1, ())
    assert len(rig.quarantine) == 0


@pytest.mark.parametrize("error", [NO_RIGHT, BROKEN])
async def test_what_is_a_fault_of_the_installation_or_ours_is_not_waited_for_as_if_it_could_pass(
    rig: Rig, error: ClusterError
) -> None:
    await begun(rig, error, times=9)
    assert ((await rig.run()).status.phase, await rig.jobs()) == (Phase.RUNNING, [])
    assert rig.workers._backoff.failures(rig.woken[-1]) > 0


async def waiting_for_its_pod(rig: Rig, *notes: str) -> Object:
    """A run whose Job has no pod, with what the Job controller says of that."""
    await rig.apply_workflow()
    await rig.apply_run()
    await rig.settle()
    [job] = await rig.jobs()
    for number, note in enumerate(notes):
        await complain(rig, job["metadata"]["uid"], note, f"e{number}", f"2026-11-25T12:00:{number:02d}Z")
    return job


async def complain(rig: Rig, uid: str, note: str, name: str, time: str, reason: str = "FailedCreate") -> None:
    body: dict[str, Any] = {"metadata": {"name": name}, "reason": reason, "note": note, "regarding": {"uid": uid}}
    await rig.cluster.create(EVENTS, NAMESPACE, {**body, "deprecatedLastTimestamp": time})


async def test_why_a_job_has_no_pod_is_read_from_what_the_job_controller_said_last(rig: Rig) -> None:
    earlier = 'pods "x" is forbidden: violates PodSecurity "restricted:latest"'
    await waiting_for_its_pod(rig, earlier, 'Error creating: pods "x" is forbidden: exceeded quota: small')
    rig.advance(29)
    await rig.settle()
    assert (await rig.run()).status.phase is Phase.RUNNING
    rig.advance(1)
    await rig.settle()
    status = (await rig.run()).status
    assert (status.phase, status.reason) == (Phase.PENDING, "QuotaExceeded")
    assert "exceeded quota: small" in status.message


@pytest.mark.parametrize("reason", ["SuccessfulCreate", "FailedDelete"])
async def test_other_events_and_those_of_other_jobs_say_nothing(rig: Rig, reason: str) -> None:
    job = await waiting_for_its_pod(rig)
    note = 'pods "x" is forbidden: exceeded quota: small'
    await complain(rig, job["metadata"]["uid"], note, "other-reason", "2026-11-25T12:00:00Z", reason)
    await complain(rig, "another", note, "other-job", "2026-11-25T12:00:00Z")
    rig.advance(31)
    await rig.settle()
    assert (await rig.run()).status.phase is Phase.RUNNING


async def test_events_that_may_not_be_read_stop_nothing(rig: Rig) -> None:
    job = await waiting_for_its_pod(rig)
    rig.cluster.fail("list", Forbidden("no"), of=EVENTS)
    rig.advance(31)
    await rig.settle()
    assert (await rig.run()).status.phase is Phase.RUNNING
    await rig.pod(job, kubelet.ended(succeeded()))
    await rig.settle()
    assert (await rig.run()).status.phase is Phase.SUCCEEDED


async def test_what_held_up_a_pod_is_forgotten_once_there_is_one(rig: Rig) -> None:
    job = await waiting_for_its_pod(rig, 'pods "x" is forbidden: exceeded quota: small')
    rig.advance(31)
    await rig.settle()
    await rig.pod(job, kubelet.running())
    await rig.settle()
    status = (await rig.run()).status
    assert (status.phase, rig.store.refusal((await rig.run()).uid)) == (Phase.RUNNING, None)
