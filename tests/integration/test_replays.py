"""Runs repeated and stopped, and workflows copied, on a real API server: by kubectl and by `webmend`."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.clinic import Clinic, eventually
from tests.support.builders import graph, node, succeeded
from tests.support.replica import replica
from webmend.cli import status
from webmend.cli.main import run as webmend
from webmend.domain.condition import find
from webmend.domain.phase import Phase
from webmend.domain.resource import workflow_from
from webmend.domain.run import Trigger
from webmend.domain.workflow import Workflow
from webmend.ports.cluster import RUNS, WORKFLOWS, Object

INPUTS = [{"name": "patient", "required": True}, {"name": "ward"}]


class Ward:
    """A clinic with an operator, and a person with kubectl and webmend."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic

    async def webmend(self, *words: str) -> int:
        options = ["-n", self.clinic.namespace, "--kubeconfig", self.clinic.plane.kubeconfig]
        return await asyncio.to_thread(webmend, [*words, *options])

    def kubectl(self, *words: str, input_: str = "") -> str:
        plane = self.clinic.plane
        return plane.run(
            "kubectl", "--kubeconfig", plane.kubeconfig, "-n", self.clinic.namespace, *words, input_=input_
        )

    def applied(self, name: str, **spec: Any) -> None:
        """As a person who writes a manifest without anything that a client library would add."""
        body = {"apiVersion": "webmend.io/v1alpha1", "kind": "WorkflowRun", "metadata": {"name": name}}
        spec = {"workflowRef": {"name": "portal"}, **spec}
        self.kubectl("apply", "-f", "-", input_=json.dumps({**body, "spec": spec}))

    async def has_run(self, name: str = "portal-1", **spec: Any) -> None:
        """A run that has come to a good end."""
        await self.clinic.apply_run(name, **spec)
        await self.clinic.end(run=name)
        await eventually(lambda: self.clinic.is_over(name))

    async def deleted(self, name: str) -> None:
        self.kubectl("delete", "wmr", name, "--wait=true")

    async def is_failed(self, name: str, reason: str) -> bool:
        found = (await self.clinic.run(name)).status
        return (found.phase, found.reason) == (Phase.FAILED, reason)

    async def workflow(self, name: str) -> Workflow:
        return workflow_from(await self.clinic.cluster.get(WORKFLOWS, self.clinic.namespace, name))

    async def has_version(self, name: str = "portal") -> bool:
        return (await self.workflow(name)).status.active_version == 1

    async def spec(self, name: str) -> Object:
        spec: Object = (await self.clinic.cluster.get(RUNS, self.clinic.namespace, name))["spec"]
        return spec


@pytest.fixture
async def ward(clinic: Clinic, tmp_path: Path) -> AsyncIterator[Ward]:
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path) as operator:
        await eventually(operator.is_leader)
        await clinic.apply_workflow(inputs=INPUTS)
        found = Ward(clinic)
        await eventually(found.has_version)
        yield found


async def test_what_a_manifest_leaves_out_is_as_it_was_and_the_other_run_may_go(ward: Ward) -> None:
    clinic = ward.clinic
    await ward.has_run(inputs={"patient": "P-1", "ward": "north"}, priority=7)
    ward.applied("again", replayOf="portal-1", inputs={"ward": "south"}, priority=0)
    await clinic.pod("again")
    await ward.deleted("portal-1")
    ward.applied("again", replayOf="portal-1", inputs={"ward": "south"}, priority=0)  # as GitOps tools do all the time
    await clinic.end(run="again")
    await eventually(lambda: clinic.is_over("again"))
    run = await clinic.run("again")
    assert run.status.phase is Phase.SUCCEEDED
    assert (dict(run.spec.inputs), run.spec.version, run.spec.priority, run.spec.trigger) == (
        {"patient": "P-1", "ward": "south"},
        1,
        0,
        Trigger.REPLAY,
    )


async def test_the_two_name_each_other_where_people_look(ward: Ward) -> None:
    await ward.has_run(inputs={"patient": "P-1"})
    assert await ward.webmend("replay", "portal-1") == status.SUCCEEDED
    assert await ward.webmend("replay", "portal-1", "--input", "patient=P-2") == status.SUCCEEDED
    await ward.clinic.pod("portal-1-r2")
    listed = ward.kubectl("get", "wmr", "-l", "webmend.io/replay-of=portal-1", "-o", "name").split()
    assert listed == [f"workflowrun.webmend.io/portal-1-r{number}" for number in (1, 2)]
    assert set((await ward.clinic.run()).status.replays) == {"portal-1-r1", "portal-1-r2"}
    assert "portal-1-r2" in ward.kubectl("describe", "wmr", "portal-1")
    assert re.search(r"Replay Of: +portal-1\n", ward.kubectl("describe", "wmr", "portal-1-r1"))
    assert (await ward.clinic.run("portal-1-r2")).spec.inputs["patient"] == "P-2"


async def test_after_an_irreversible_step_only_on_confirmation(ward: Ward) -> None:
    await ward.clinic.apply_workflow(
        "order", graph=graph(node("open", "navigate"), node("buy", irreversible=True)).stored()
    )
    await eventually(lambda: ward.has_version("order"))
    bought = {"workflowRef": {"name": "order"}}
    await ward.clinic.apply_run("bought", **bought)
    await ward.clinic.end(succeeded(irreversible_done=True), "bought")
    await eventually(lambda: ward.clinic.is_over("bought"))
    assert (await ward.clinic.run("bought")).status.irreversible is True

    ward.applied("unasked", **bought, replayOf="bought")
    await eventually(lambda: ward.is_failed("unasked", "IrreversibleNotConfirmed"))
    assert await ward.clinic.jobs("unasked") == []
    assert await ward.webmend("replay", "bought") == status.FAILED
    assert await ward.webmend("replay", "bought", "--confirm-irreversible") == status.SUCCEEDED
    await ward.clinic.pod("bought-r1")


@pytest.mark.parametrize(("name", "reason"), [("nobody", "OriginalNotFound"), ("waiting", "OriginalNotOver")])
async def test_a_run_that_is_gone_or_not_over_is_not_repeated(ward: Ward, name: str, reason: str) -> None:
    await ward.clinic.apply_run("waiting", inputs={"patient": "P-1"}, startAt="2099-01-01T00:00:00Z")
    ward.applied("again", replayOf=name)
    await eventually(lambda: ward.is_failed("again", reason))
    assert await ward.webmend("replay", name) == status.FAILED


async def test_a_replay_costs_one_write_more_than_a_run(ward: Ward) -> None:
    await ward.has_run(inputs={"patient": "P-1"})
    before = len(ward.clinic.audited("webmend"))
    ward.applied("again", replayOf="portal-1")
    await ward.clinic.end(run="again")
    await eventually(lambda: ward.clinic.is_over("again"))
    others = ("leases", "events", "pods/status")
    made = [write for write in ward.clinic.audited("webmend")[before:] if not write.endswith(others)]
    assert sorted(made) == [
        "create jobs",
        "patch workflowruns",
        "patch workflowruns/status",  # twice of its own, once of the run that it repeats
        "patch workflowruns/status",
        "patch workflowruns/status",
    ]


async def test_runs_are_stopped_by_command(ward: Ward) -> None:
    for name in ("one", "two"):
        await ward.clinic.apply_run(name, inputs={"patient": "P-1"})
        await ward.clinic.pod(name)
    assert await ward.webmend("stop", "one", "nobody") == status.FAILED
    await eventually(lambda: ward.clinic.is_in(Phase.STOPPED, "one"))
    assert await ward.webmend("stop", "one", "two") == status.SUCCEEDED
    await eventually(lambda: ward.clinic.is_in(Phase.STOPPED, "two"))


async def test_a_copy_is_a_draft_that_runs_by_hand_alone_until_it_is_active(ward: Ward) -> None:
    clinic = ward.clinic
    await clinic.apply_workflow("daily", schedule={"cron": ["0 6 * * *"]})
    await eventually(lambda: ward.has_version("daily"))
    assert await ward.webmend("clone", "daily", "daily-test") == status.SUCCEEDED
    await eventually(lambda: ward.has_version("daily-test"))
    copy = await ward.workflow("daily-test")
    silence = find(copy.status.conditions, "Scheduled")
    assert silence is not None
    assert (silence.status, silence.reason, copy.status.next_schedule_time) == ("False", "Draft", None)

    test = {"workflowRef": {"name": "daily-test"}}
    await clinic.apply_run("by-api", **test, trigger="API")
    await eventually(lambda: ward.is_failed("by-api", "WorkflowIsDraft"))
    await clinic.apply_run("by-hand", **test)
    await clinic.end(run="by-hand")
    await eventually(lambda: clinic.is_over("by-hand"))

    ward.kubectl("patch", "wmw", "daily-test", "--type=merge", "-p", '{"spec":{"state":"Active"}}')

    async def is_due() -> bool:
        return (await ward.workflow("daily-test")).status.next_schedule_time is not None

    await eventually(is_due)
    await clinic.apply_run("by-api-again", **test, trigger="API")
    await clinic.pod("by-api-again")
    assert len(await clinic.cluster.list(RUNS, clinic.namespace)) == 3


async def test_a_paused_workflow_keeps_its_schedule_silent_and_runs_otherwise(ward: Ward) -> None:
    await ward.clinic.apply_workflow("paused", schedule={"cron": ["* * * * *"]}, state="Paused")
    await eventually(lambda: ward.has_version("paused"))
    status_ = (await ward.workflow("paused")).status
    silence = find(status_.conditions, "Scheduled")
    assert silence is not None
    assert (silence.status, silence.reason, status_.next_schedule_time) == ("False", "Paused", None)
    await ward.clinic.apply_run("by-api", workflowRef={"name": "paused"}, trigger="API")
    await ward.clinic.pod("by-api")


async def test_a_name_of_51_characters_is_refused(ward: Ward) -> None:
    assert await ward.webmend("clone", "portal", "a" * 51) == status.USAGE
    assert await ward.webmend("clone", "portal", "a" * 50) == status.SUCCEEDED
    assert await ward.webmend("clone", "portal", "a" * 50) == status.USAGE
