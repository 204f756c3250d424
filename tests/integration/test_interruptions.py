"""What cuts an attempt off, or keeps it from beginning, on a real API server with its real admission and controllers.

What a kubelet or the node's controllers would write is played; quotas, policies, deadlines and namespaces are real.
"""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.clinic import NAMESPACES, Clinic, eventually
from tests.integration.serving import kubeconfig, serving, token_of_pod
from tests.support import kubelet
from tests.support.builders import graph, node, succeeded
from tests.support.replica import Replica, replica
from webmend.adapters.session import HttpSession
from webmend.controller.app import utc
from webmend.domain.condition import is_true
from webmend.domain.phase import Phase
from webmend.domain.run import RunStatus
from webmend.domain.session import Announcement
from webmend.ports.cluster import EVENTS, Kind, NotFound
from webmend.ports.session import SessionRefused

__all__ = ["kubeconfig"]

QUOTAS = Kind("", "v1", "resourcequotas", "ResourceQuota")
SENDING = graph(node("open", "navigate"), node("send", on_interrupt="ask", irreversible=True))


@pytest.fixture
async def operator(clinic: Clinic, tmp_path: Path) -> AsyncIterator[Replica]:
    """One replica that serves the clinic; its first look at a pod that has not started comes after 6 s."""
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path) as running:
        await eventually(running.is_leader)
        yield running


async def status(clinic: Clinic) -> RunStatus:
    return (await clinic.run()).status


async def begun(clinic: Clinic, **spec: Any) -> None:
    """A run whose runner is at work."""
    await clinic.apply_workflow(**spec)
    await clinic.apply_run()
    await clinic.play(kubelet.running())


async def is_second(clinic: Clinic) -> bool:
    return (await status(clinic)).attempt == 2


async def waits_for(clinic: Clinic, reason: str) -> RunStatus:
    """The run once it is Pending for that."""

    async def does() -> bool:
        seen = await status(clinic)
        return (seen.phase, seen.reason) == (Phase.PENDING, reason)

    await eventually(does)
    seen = await status(clinic)
    assert is_true(seen.conditions, "Blocked")
    return seen


async def goes_well(clinic: Clinic) -> None:
    """What was in the way is gone: the same attempt begins and ends well, and no budget was drawn on."""
    await clinic.end()
    await eventually(clinic.is_over)
    seen = await status(clinic)
    assert (seen.phase, seen.attempt, seen.recoveries) == (Phase.SUCCEEDED, 1, ())
    assert not is_true(seen.conditions, "Blocked")


def disrupted(reason: str, **fields: Any) -> dict[str, Any]:
    """Status of a pod that the cluster has ended."""
    condition = {"type": "DisruptionTarget", "status": "True", "reason": reason}
    return {"phase": "Failed", "conditions": [condition], **fields}


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (disrupted("DeletionByPodGC", message="PodGC: node no longer exists"), "NodeLost"),
        (kubelet.evicted(), "Evicted"),
        (disrupted("PreemptionByScheduler"), "Preempted"),
        (kubelet.ended(None, exit_code=137, reason="OOMKilled"), "OutOfMemory"),
    ],
)
async def test_what_cuts_an_attempt_off_is_named_and_a_further_attempt_follows(
    clinic: Clinic, operator: Replica, seen: dict[str, Any], reason: str
) -> None:
    await begun(clinic)
    await clinic.play(seen)
    await eventually(lambda: is_second(clinic))
    first = (await status(clinic)).attempts[0]
    assert (first.reason, str(first.state)) == (reason, "Interrupted")
    await clinic.end(attempt=2)
    await eventually(clinic.is_over)
    assert (await status(clinic)).phase is Phase.SUCCEEDED


def bind(clinic: Clinic, pod: str) -> None:
    """Put the pod on a node that nobody hears of."""
    target = {"apiVersion": "v1", "kind": "Node", "name": "silent"}
    body = {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": pod}, "target": target}
    path = f"/api/v1/namespaces/{clinic.namespace}/pods/{pod}/binding"
    clinic.plane.kubectl("create", f"--raw={path}", "-f", "-", input_=json.dumps(body))


async def test_a_runner_on_a_node_that_is_cut_off_is_refused_before_the_next_attempt_begins(
    clinic: Clinic, operator: Replica, kubeconfig: str, tmp_path: Path
) -> None:
    await clinic.apply_workflow(graph=SENDING.with_(nodes=(SENDING.nodes[0], node("send", irreversible=True))).stored())
    run = await clinic.apply_run()
    pod = (await clinic.pod())["metadata"]["name"]
    bind(clinic, pod)
    await clinic.play(kubelet.running())
    async with serving(clinic, kubeconfig, tmp_path / "artifacts") as url:
        runner = HttpSession(url, run["metadata"]["uid"], 1, await token_of_pod(clinic))
        await runner.renew()
        clinic.plane.kubectl("-n", clinic.namespace, "delete", "pod", pod, "--wait=false", "--grace-period=1")
        await eventually(lambda: is_second(clinic))
        assert (await status(clinic)).attempts[0].reason == "NodeLost"
        with pytest.raises(SessionRefused):
            await runner.renew()
        with pytest.raises(SessionRefused):
            await runner.announce(Announcement(node_id="send", number=2, irreversible=True))


async def test_a_deadline_ends_the_run_though_its_runner_says_that_it_was_only_told_to(
    clinic: Clinic, operator: Replica
) -> None:
    await begun(clinic)
    job = (await clinic.jobs())[0]["metadata"]["name"]
    shorter = '{"spec":{"activeDeadlineSeconds":1}}'
    clinic.plane.kubectl("-n", clinic.namespace, "patch", "job", job, "-p", shorter)
    await eventually(clinic.is_over)
    seen = await status(clinic)
    assert (seen.phase, seen.reason, seen.attempt) == (Phase.FAILED, "DeadlineExceeded", 1)


async def test_an_image_that_cannot_be_pulled_is_waited_for(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_workflow()
    await clinic.apply_run()
    await clinic.play(kubelet.waiting("ImagePullBackOff", "Back-off pulling image"))
    seen = await waits_for(clinic, "ImageMissing")
    assert "runner.image" in seen.message
    await goes_well(clinic)


@pytest.mark.parametrize(("what", "whose"), [("count/jobs.batch", "the runner's Job"), ("pods", "the pod of")])
async def test_a_quota_is_waited_for(clinic: Clinic, operator: Replica, what: str, whose: str) -> None:
    await clinic.apply_workflow()
    body = {"metadata": {"name": "none"}, "spec": {"hard": {what: "0"}}}
    quota = await clinic.cluster.create(QUOTAS, clinic.namespace, body)
    await clinic.apply_run()
    seen = await waits_for(clinic, "QuotaExceeded")
    assert whose in seen.message
    assert "kubectl describe resourcequota" in seen.message
    await clinic.cluster.delete(QUOTAS, clinic.namespace, "none", quota["metadata"]["uid"])
    await goes_well(clinic)


class Policy:
    """A ValidatingAdmissionPolicy that denies one verb on some resources in the clinic."""

    def __init__(self, clinic: Clinic, group: str, version: str, resources: list[str], verb: str) -> None:
        self._clinic = clinic
        self._name = f"{clinic.namespace}-{resources[0]}"
        rule = {"apiGroups": [group], "apiVersions": [version], "operations": [verb], "resources": resources}
        here = {"matchLabels": {"kubernetes.io/metadata.name": clinic.namespace}}
        self._objects: list[dict[str, Any]] = [
            {
                "apiVersion": "admissionregistration.k8s.io/v1",
                "kind": "ValidatingAdmissionPolicy",
                "metadata": {"name": self._name},
                "spec": {
                    "matchConstraints": {"resourceRules": [rule]},
                    "validations": [{"expression": "false", "message": "not in this clinic"}],
                },
            },
            {
                "apiVersion": "admissionregistration.k8s.io/v1",
                "kind": "ValidatingAdmissionPolicyBinding",
                "metadata": {"name": self._name},
                "spec": {
                    "policyName": self._name,
                    "validationActions": ["Deny"],
                    "matchResources": {"namespaceSelector": here},
                },
            },
        ]

    async def apply(self, *probe: str, input_: str = "") -> None:
        """Have it in force: kubectl with `probe` is denied."""
        for obj in self._objects:
            self._clinic.plane.kubectl("apply", "-f", "-", input_=json.dumps(obj))

        async def denies() -> bool:
            try:
                self._clinic.plane.kubectl("-n", self._clinic.namespace, *probe, "--dry-run=server", input_=input_)
            except AssertionError as refused:
                return "not in this clinic" in str(refused)
            return False

        await eventually(denies)

    def delete(self) -> None:
        """Have it gone."""
        for kind in ("validatingadmissionpolicybinding", "validatingadmissionpolicy"):
            self._clinic.plane.kubectl("delete", kind, self._name, "--ignore-not-found")


PROBES = {
    "jobs": ("create", "job", "probe", "--image=x"),
    "pods": ("run", "probe", "--image=x"),
}


@pytest.mark.parametrize(("resource", "group"), [("jobs", "batch"), ("pods", "")])
async def test_a_policy_that_denies_is_waited_for(clinic: Clinic, operator: Replica, resource: str, group: str) -> None:
    await clinic.apply_workflow()
    policy = Policy(clinic, group, "v1", [resource], "CREATE")
    try:
        await policy.apply(*PROBES[resource])
        await clinic.apply_run()
        seen = await waits_for(clinic, "AdmissionDenied")
        assert "not in this clinic" in seen.message
    finally:
        policy.delete()
    await goes_well(clinic)


async def test_a_run_in_a_namespace_that_goes_says_so_and_goes_with_it(clinic: Clinic, tmp_path: Path) -> None:
    """Its objects are kept for a while by a policy, as finalizers of others keep many a namespace."""
    elsewhere = clinic.settings.with_(own_namespace="default")
    policy = Policy(clinic, "webmend.io", "v1alpha1", ["workflowruns", "workflows", "workflowversions"], "DELETE")
    async with replica(elsewhere, clinic.plane.kubeconfig, tmp_path) as operator:
        await eventually(operator.is_leader)
        try:
            await clinic.apply_workflow()
            await clinic.sees_a_run_through("before")
            await policy.apply("delete", "wmr", "before")
            soon = utc() + timedelta(seconds=4)
            await clinic.apply_run(startAt=soon.strftime("%Y-%m-%dT%H:%M:%SZ"))
            clinic.plane.kubectl("delete", "namespace", clinic.namespace, "--wait=false")
            seen = await waits_for(clinic, "NamespaceTerminating")
            assert "being deleted" in seen.message
            assert operator.is_running
        finally:
            policy.delete()

    async def is_gone() -> bool:
        try:
            await clinic.cluster.get(NAMESPACES, "", clinic.namespace)
        except NotFound:
            return True
        return False

    await eventually(is_gone, within=60)


async def test_somebody_decides_about_an_irreversible_step_that_was_cut_off(
    clinic: Clinic, operator: Replica, kubeconfig: str, tmp_path: Path
) -> None:
    await clinic.apply_workflow(graph=SENDING.stored())
    run = await clinic.apply_run()
    await clinic.play(kubelet.running())
    async with serving(clinic, kubeconfig, tmp_path / "artifacts") as url:
        runner = HttpSession(url, run["metadata"]["uid"], 1, await token_of_pod(clinic))
        await runner.open()
        await runner.announce(Announcement(node_id="send", number=2, irreversible=True))
    await clinic.play(kubelet.evicted())
    await eventually(lambda: clinic.is_in(Phase.INPUT_REQUIRED))
    request = (await status(clinic)).input_request
    assert request is not None
    assert (request.node_id, request.actions) == ("send", ("Run again", "End"))
    answer = {"requestId": request.request_id, "modalAction": "Run again"}
    body = json.dumps({"spec": {"answers": [answer]}})
    clinic.plane.kubectl("-n", clinic.namespace, "patch", "wmr", "portal-1", "--type=merge", "-p", body)
    await clinic.end(succeeded(), attempt=2)
    await eventually(clinic.is_over)
    seen = await status(clinic)
    assert (seen.phase, seen.attempt, seen.recovered) == (Phase.SUCCEEDED, 2, True)
    told = {event["reason"] for event in await clinic.cluster.list(EVENTS, clinic.namespace)}
    assert {"InputRequired", "Answered"} <= told
