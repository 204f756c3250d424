"""The operator as it is shipped, on a real API server with a real Job controller."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.clinic import Clinic, eventually
from tests.support import kubelet
from tests.support.builders import failed, report, succeeded
from tests.support.replica import Replica, replica
from webmend.domain.evidence import ErrorFacts, ErrorKind, Evidence
from webmend.domain.phase import Phase
from webmend.ports.cluster import EVENTS, RUNS, VERSIONS, WORKFLOWS


@pytest.fixture
async def operator(clinic: Clinic, tmp_path: Path) -> AsyncIterator[Replica]:
    """One replica that serves the clinic."""
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path) as running:
        await eventually(running.is_leader)
        yield running


async def test_a_run_whose_pod_ends_well_has_succeeded(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_workflow()
    await clinic.apply_run()
    await clinic.play(kubelet.running())
    await clinic.play(kubelet.ended(succeeded(records=3)))
    await eventually(clinic.is_over)
    status = (await clinic.run()).status
    assert (status.phase, status.records, status.version, status.attempt) == (Phase.SUCCEEDED, 3, 1, 1)
    [version] = await clinic.cluster.list(VERSIONS, clinic.namespace)
    assert version["metadata"]["name"] == "portal-v1"


async def test_a_run_whose_runner_reports_a_failure_has_failed_with_that(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_workflow()
    await clinic.apply_run()
    await clinic.play(kubelet.ended(failed(report()), exit_code=1))
    await eventually(clinic.is_over)
    status = (await clinic.run()).status
    assert status.phase is Phase.FAILED
    assert status.error is not None
    assert status.error.node_id == "new-patient"


async def test_a_runner_that_died_gets_a_further_attempt(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_workflow()
    await clinic.apply_run()
    await clinic.play(kubelet.ended(None, exit_code=137, reason="OOMKilled"))
    await clinic.end(attempt=2)
    await eventually(clinic.is_over)
    status = (await clinic.run()).status
    assert [(attempt.reason, str(attempt.state)) for attempt in status.attempts] == [
        ("OutOfMemory", "Interrupted"),
        ("Completed", "Succeeded"),
    ]
    assert len(await clinic.jobs()) == 2


async def test_a_run_with_a_ca_bundle_that_is_missing_says_so_and_tries_again(
    clinic: Clinic, operator: Replica
) -> None:
    await clinic.apply_workflow(browser={"caBundleRef": "authorities"})
    await clinic.apply_run()
    volumes = (await clinic.pod())["spec"]["volumes"]
    missing = ErrorFacts(kind=ErrorKind.PLATFORM, type="CaBundleNotFound", message="the ConfigMap is not there")
    said = failed(report(evidence=Evidence(error=missing)), reason="CaBundleNotFound")
    await clinic.play(kubelet.ended(said, exit_code=3))
    await clinic.end(attempt=2)
    await eventually(clinic.is_over)

    first = (await clinic.run()).status.attempts[0]
    assert {"name": "authorities", "defaultMode": 420, "optional": True} in [v.get("configMap") for v in volumes]
    assert (first.reason, str(first.state)) == ("CaBundleNotFound", "Interrupted")


async def test_a_run_that_came_before_its_workflow_waits_for_it(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_run()
    await eventually(lambda: clinic.is_in(Phase.PENDING))
    assert (await clinic.run()).status.reason == "WorkflowNotFound"
    await clinic.apply_workflow()
    await clinic.end()
    await eventually(clinic.is_over)


async def test_a_stopped_run_loses_its_job(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_workflow()
    await clinic.apply_run()
    await clinic.play(kubelet.running())
    clinic.plane.kubectl(
        "-n", clinic.namespace, "patch", "wmr", "portal-1", "--type=merge", "-p", '{"spec":{"stop":true}}'
    )
    await eventually(lambda: clinic.is_in(Phase.STOPPED))

    async def is_gone() -> bool:
        return not await clinic.jobs()

    await eventually(is_gone)


async def test_each_transition_is_told_by_one_event(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_workflow()
    await clinic.sees_a_run_through("portal-1")

    async def reasons() -> list[str]:
        events = await clinic.cluster.list(EVENTS, clinic.namespace)
        return sorted(e["reason"] for e in events if e["regarding"]["kind"] == "WorkflowRun")

    async def are_told() -> bool:
        return await reasons() == ["Started", "Succeeded"]

    await eventually(are_told)


async def test_a_plain_run_costs_the_operator_three_writes(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_workflow()
    await clinic.sees_a_run_through("warm-up")
    before = len(clinic.audited("webmend"))
    await clinic.sees_a_run_through("portal-1")
    other = ("leases", "events", "pods/status")  # the last one is this test's own
    made = [w for w in clinic.audited("webmend")[before:] if not w.endswith(other)]
    assert sorted(made) == sorted(
        ["create workflowruns", "patch workflowruns/status", "create jobs", "patch workflowruns/status"]
    )


async def test_a_foreign_finalizer_and_annotations_stay_as_they_are(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_workflow()
    kubectl = ("-n", clinic.namespace, "patch", "wmw", "portal", "--type=merge", "-p")
    clinic.plane.kubectl(*kubectl, '{"metadata":{"finalizers":["webmend.io/recorded"],"annotations":{"a":"b"}}}')
    await clinic.sees_a_run_through("portal-1")
    workflow = await clinic.cluster.get(WORKFLOWS, clinic.namespace, "portal")
    assert workflow["metadata"]["finalizers"] == ["webmend.io/recorded"]
    assert workflow["metadata"]["annotations"] == {"a": "b"}
    clinic.plane.kubectl(*kubectl, '{"metadata":{"finalizers":null}}')


async def test_an_object_that_is_poison_is_set_aside_and_delays_nobody(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_workflow()
    await clinic.sees_a_run_through("before")
    await clinic.apply_run("poison", startAt="0000-01-01T00:00:00Z")  # a year that Go has and Python has not
    await clinic.sees_a_run_through("canary")

    async def is_stalled() -> bool:
        obj = await clinic.cluster.get(RUNS, clinic.namespace, "poison")
        conditions = obj.get("status", {}).get("conditions", [])
        return any(c["type"] == "Stalled" and c["status"] == "True" and "startAt" in c["message"] for c in conditions)

    await eventually(is_stalled)
    assert await operator.metric("webmend_stalled_objects") == 1
    assert operator.is_running


async def test_sigterm_ends_it_in_order(clinic: Clinic, operator: Replica) -> None:
    operator.signal(signal.SIGTERM)
    assert await operator.ended(within=10) == 0
    assert operator.logged("stopped")


async def test_every_namespace_is_served_where_none_is_named(clinic: Clinic, tmp_path: Path) -> None:
    everywhere = clinic.settings.with_(namespaces=())
    async with replica(everywhere, clinic.plane.kubeconfig, tmp_path) as operator:
        await eventually(operator.is_leader)
        await clinic.apply_workflow()
        await clinic.sees_a_run_through("portal-1")


async def test_a_pod_that_is_removed_while_its_runner_works_is_a_fault_of_the_platform(
    clinic: Clinic, operator: Replica
) -> None:
    await clinic.apply_workflow()
    await clinic.apply_run()
    await clinic.play(kubelet.running())
    pod = (await clinic.pod())["metadata"]["name"]
    clinic.plane.kubectl("-n", clinic.namespace, "delete", "pod", pod, "--force", "--grace-period=0")
    await clinic.end(attempt=2)
    await eventually(clinic.is_over)
    first, second = [attempt.reason for attempt in (await clinic.run()).status.attempts]
    # which of the two is seen depends on whether the pod or its fence is gone first
    assert first in ("PodVanished", "NodeLost")
    assert second == "Completed"
