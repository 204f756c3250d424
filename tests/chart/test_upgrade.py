"""`helm upgrade` from an older release with runs in every phase: none is lost, started twice, or set back.

What that release has left is put into a real API server behind its own chart (tests/chart/release). Then the chart is
upgraded, and the operator and the server of this release take over with the rights and the settings that it gives.
Pods are played, since there is no kubelet.
"""

import asyncio
import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.clinic import Clinic, eventually
from tests.integration.serving import kubeconfig_of, serving, token_of_pod
from tests.support import release
from tests.support.builders import graph, node
from tests.support.control_plane import ControlPlane, bare, binaries
from tests.support.helm import CHART, SYSTEM, Helm, Refused
from tests.support.release import Release
from tests.support.replica import Replica, replica
from webmend.adapters.kubernetes import connect
from webmend.domain import names, resource
from webmend.domain.phase import TERMINAL, Phase, move
from webmend.domain.report import AttemptOutcome, AttemptReport
from webmend.domain.settings import Settings
from webmend.ports.cluster import ERROR_CODES, JOBS, PODS, RUNS, VERSIONS, WORKFLOWS, Kind, Object

NAMESPACE = "clinic"
UNREADABLE = "asked"
"""A workflow with steps that its release took and never played, and that are to be written otherwise now."""
MENDED: dict[str, Object] = {
    UNREADABLE: {"graph": graph(node("open", "navigate")).stored()},
    "sessions": {"browser": {"keepSession": False}},
    "judged": {"outputs": None},
    "drafted": {"state": "Active"},
}
"""What people change in the workflows that may start no run now."""
READERS: dict[Kind, Callable[[Object], Any]] = {
    WORKFLOWS: resource.workflow_from,
    VERSIONS: resource.version_from,
    ERROR_CODES: resource.error_code_from,
    RUNS: resource.run_from,
}
STOPPED = AttemptReport(outcome=AttemptOutcome.STOPPED, reason="Stopped", steps_done=1)
LOOKED_AT = (*READERS, JOBS, PODS)
ROUNDS = 5
"""How often pods are ended: three runs of the queue wait for one another, and some have a further attempt."""

Objects = dict[str, Object]
"""By name."""


@dataclass
class Upgrade:
    """The story, as it was seen. Objects by kind."""

    left: dict[Kind, Objects]
    """As the older release has left them."""
    taken_over: dict[Kind, Objects] = field(default_factory=dict)
    """Once the new operator has nothing more to do by itself."""
    ended: dict[Kind, Objects] = field(default_factory=dict)
    """Once the question was answered, workflows were made or mended, and every pod has ended."""
    definitions: dict[str, Any] = field(default_factory=dict)
    """The versions of each, after Helm has upgraded the chart."""
    phases: dict[str, list[str]] = field(default_factory=dict)
    """What a watch has seen, by run."""
    plan: dict[str, Any] = field(default_factory=dict)
    """What the new server gives an older runner that opens its session."""
    refusal: str = ""
    """Why Helm does not upgrade with --reuse-values."""
    stalled: float = 0.0
    """Objects that make the operator's code fail."""


@dataclass
class After:
    """The cluster while the new operator and the new server are there."""

    clinic: Clinic
    operator: Replica
    url: str
    older: Release

    async def is_quiet(self) -> bool:
        """Nobody writes anything, and nobody is about to."""
        before = await versions(self.clinic)
        await asyncio.sleep(1)
        return await self.operator.metric("webmend_workqueue_depth") == 0 and await versions(self.clinic) == before

    async def says(self, run: str, method: str, path: str, body: Any = None) -> Any:
        """What an older runner is answered."""
        uid = (await self.clinic.run(run)).uid
        token = (await token_of_pod(self.clinic, run))()
        headers = {"Authorization": f"Bearer {token}", "Webmend-Protocol": "1"}
        async with httpx.AsyncClient(timeout=60) as client:
            url = f"{self.url}/sessions/{uid}/attempts/{path}"
            answer = await client.request(method, url, headers=headers, json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def repeats(self, run: str, *, of: str, path: str) -> Any:
        """The same for what a runner of the older release has said, once, in this run."""
        [said] = [e for e in self.older.exchanges[of] if e["path"].partition("?")[0] == path]
        return await self.says(run, said["method"], said["path"], said["body"])

    async def goes_on(self) -> None:
        """The sessions that were held open go on, and what runs have waited for comes."""
        await self.repeats("recovering-1", of="mended-1", path="1/recoveries")
        name = f"{(await self.clinic.run('asking-1')).uid[:8]}-a1-s1"
        self.patch("wmr", "asking-1", {"answers": [{"requestId": name, "inputs": {"patientId": "P-1001"}}]})
        await self.says("asking-1", "GET", "1/directive?sequence=1&revision=1&wait=30.0")
        await self.repeats("asking-1", of="mended-1", path="1/recoveries")
        await self.clinic.apply_workflow("nowhere")
        for workflow, spec in MENDED.items():
            self.patch("wmw", workflow, spec)
        await eventually(self.is_quiet)

    def patch(self, kind: str, name: str, spec: dict[str, Any]) -> None:
        """What a person changes by kubectl."""
        body = json.dumps({"spec": spec})
        self.clinic.plane.kubectl("patch", kind, name, "-n", NAMESPACE, "--type=merge", "--patch", body)

    async def ends(self) -> None:
        """Every pod that is at work ends well, or in order where it is being deleted."""
        for pod in await self.clinic.cluster.list(PODS, NAMESPACE):
            run, attempt = (pod["metadata"]["labels"][label] for label in (names.LABEL_RUN_NAME, names.LABEL_ATTEMPT))
            is_deleted = "deletionTimestamp" in pod["metadata"]
            if pod["status"]["phase"] in ("Pending", "Running"):
                await self.clinic.end(STOPPED if is_deleted else None, run=run, attempt=int(attempt))
        await eventually(self.is_quiet)


@pytest.fixture(scope="module")
def upgrade(helm: Helm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """Told once, looked at by many tests."""
    folder = tmp_path_factory.mktemp("upgrade")
    with bare(folder / "state", binaries()) as plane:
        for name in (SYSTEM, NAMESPACE):
            plane.kubectl("create", "namespace", name)
        helm.run("install", "webmend", str(release.CHART), *at(plane), values={"namespaces": [NAMESPACE]})
        plane.kubectl("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s")
        yield asyncio.run(told(plane, helm, folder))


def at(plane: ControlPlane) -> tuple[str, ...]:
    return ("--namespace", SYSTEM, "--kubeconfig", plane.kubeconfig)


async def told(plane: ControlPlane, helm: Helm, folder: Path) -> Upgrade:
    older = release.recorded()
    older.put_back(plane)
    clinic = Clinic(await connect(plane.kubeconfig), plane, NAMESPACE)
    upgrade = Upgrade(await objects(clinic))
    with pytest.raises(Refused) as refused:
        helm.run("upgrade", "webmend", str(CHART), "--reuse-values", *at(plane))
    upgrade.refusal = str(refused.value)
    with watched(plane, folder / "phases", upgrade.phases):
        helm.run("upgrade", "webmend", str(CHART), "--reset-then-reuse-values", *at(plane))
        crds = json.loads(plane.kubectl("get", "crd", "--output", "json"))["items"]
        upgrade.definitions = {crd["metadata"]["name"]: crd["spec"]["versions"] for crd in crds}
        await taken_over(upgrade, clinic, older, folder)
    await clinic.cluster.close()
    return upgrade


async def taken_over(upgrade: Upgrade, clinic: Clinic, older: Release, folder: Path) -> None:
    """The new operator and the new server come, and all goes on."""
    clinic.settings = settings(clinic.plane)
    rights = {name: kubeconfig_of(clinic.plane, SYSTEM, f"webmend-{name}", folder) for name in ("operator", "server")}
    async with (
        serving(clinic, rights["server"], folder / "artifacts") as url,
        replica(clinic.settings, rights["operator"], folder) as operator,
    ):
        await eventually(operator.is_leader)
        after = After(clinic, operator, url, older)
        await eventually(after.is_quiet)
        upgrade.taken_over = await objects(clinic)
        upgrade.plan = await after.repeats("running-1", of="running-1", path="1/open")
        await after.goes_on()
        for _ in range(ROUNDS):
            await after.ends()
        upgrade.ended = await objects(clinic)
        upgrade.stalled = await operator.metric("webmend_stalled_objects")


def settings(plane: ControlPlane) -> Settings:
    """Those of the upgraded chart; the server is not where they say."""
    path = r"jsonpath={.data.settings\.json}"
    found = plane.kubectl("get", "configmap", "webmend-settings", "-n", SYSTEM, "-o", path)
    return Settings.model_validate_json(found).with_(server_required=False)


async def objects(clinic: Clinic) -> dict[Kind, Objects]:
    return {kind: {o["metadata"]["name"]: o for o in await clinic.cluster.list(kind, NAMESPACE)} for kind in LOOKED_AT}


async def versions(clinic: Clinic) -> list[str]:
    """What changes with every write."""
    return [o["metadata"]["resourceVersion"] for kind in (await objects(clinic)).values() for o in kind.values()]


@contextmanager
def watched(plane: ControlPlane, file: Path, phases: dict[str, list[str]]) -> Iterator[None]:
    """Note the phases that runs go through meanwhile."""
    said = "jsonpath={.metadata.name} {.status.phase}{'\\n'}"
    command = ["kubectl", "--kubeconfig", plane.kubeconfig, "get", "wmr", "-n", NAMESPACE, "--watch", "-o", said]
    with file.open("w") as out, subprocess.Popen(command, env=plane.environment, stdout=out) as watching:
        try:
            yield
        finally:
            watching.terminate()
    for line in file.read_text().splitlines():
        name, _, phase = line.partition(" ")
        seen = phases.setdefault(name, [])
        if phase and seen[-1:] != [phase]:
            seen.append(phase)


def uids(found: Objects) -> dict[str, str]:
    return {name: obj["metadata"]["uid"] for name, obj in found.items()}


def specs(found: Objects) -> dict[str, Any]:
    return {name: obj["spec"] for name, obj in found.items()}


def known(workflows: Objects) -> dict[str, Any]:
    """What is asked of workflows, without what never had an effect and no definition knows any more."""
    found = specs(workflows)
    browser = {key: value for key, value in found["sessions"]["browser"].items() if key != "clientCertificateRef"}
    found["sessions"] = {**found["sessions"], "browser": browser}
    del found[UNREADABLE]
    return found


def stands(obj: Object) -> tuple[str, str, int]:
    """Phase, reason and attempt of a run."""
    status = obj.get("status", {})
    return status.get("phase"), status.get("reason"), status.get("attempt", 0)


def condition(obj: Object, type_: str) -> tuple[str, str]:
    """Its status and message; of one that is not there, nothing."""
    found = obj.get("status", {}).get("conditions", ())
    return next(((each["status"], each["message"]) for each in found if each["type"] == type_), ("", ""))


def stalled(found: dict[Kind, Objects]) -> dict[str, str]:
    """What those say that make the operator's code fail."""
    said = {
        name: condition(obj, "Stalled") for kind in (WORKFLOWS, RUNS, ERROR_CODES) for name, obj in found[kind].items()
    }
    return {name: message for name, (status, message) in said.items() if status == "True"}


@pytest.mark.parametrize("kind", READERS, ids=lambda kind: kind.plural)
def test_every_object_is_read(upgrade: Upgrade, kind: Kind) -> None:
    for name, obj in upgrade.taken_over[kind].items():
        if name != UNREADABLE:
            READERS[kind](obj)


def test_no_object_makes_the_operator_fail(upgrade: Upgrade) -> None:
    assert set(stalled(upgrade.taken_over)) == {UNREADABLE, f"{UNREADABLE}-1"}
    assert (stalled(upgrade.ended), upgrade.stalled) == ({}, 0)


def test_steps_that_no_release_has_taken_are_named_and_hold_what_goes_on_beside_them(upgrade: Upgrade) -> None:
    """The workflow was not accepted; its run had begun before. Both go on once the workflow is mended."""
    assert condition(upgrade.left[WORKFLOWS][UNREADABLE], "Accepted")[0] == "False"
    for said in stalled(upgrade.taken_over).values():
        assert "spec.graph.nodes.1.ask.inputSchema.properties: Field required" in said
    assert stands(upgrade.ended[RUNS][f"{UNREADABLE}-1"]) == ("Succeeded", "Completed", 1)


@pytest.mark.parametrize(
    ("workflow", "want"),
    [
        ("sessions", "spec.credentials: browser.keepSession goes with one credential at most"),
        ("judged", "spec.outputs.dataSchema.properties.invoices.type: "),
    ],
)
def test_fields_that_take_effect_now_are_judged_now(upgrade: Upgrade, workflow: str, want: str) -> None:
    assert condition(upgrade.left[WORKFLOWS][workflow], "Accepted")[0] == "True"
    status, message = condition(upgrade.taken_over[WORKFLOWS][workflow], "Accepted")
    assert (status, message.startswith(want)) == ("False", True), message


def test_no_object_is_lost(upgrade: Upgrade) -> None:
    for kind in READERS:
        assert uids(upgrade.left[kind]).items() <= uids(upgrade.ended[kind]).items()


def test_no_version_is_made_or_changed(upgrade: Upgrade) -> None:
    assert upgrade.taken_over[VERSIONS] == upgrade.left[VERSIONS]


def test_what_is_asked_for_stays(upgrade: Upgrade) -> None:
    for kind in (RUNS, ERROR_CODES):
        assert specs(upgrade.taken_over[kind]) == specs(upgrade.left[kind])
    assert known(upgrade.taken_over[WORKFLOWS]) == known(upgrade.left[WORKFLOWS])


def test_finished_runs_are_not_touched(upgrade: Upgrade) -> None:
    over = {name: obj for name, obj in upgrade.left[RUNS].items() if obj.get("status", {}).get("phase") in TERMINAL}
    assert set(over) == {"mended-1", "succeeded-1", "failed-1", "stopped-1"}
    assert {name: upgrade.ended[RUNS][name] for name in over} == over


STILL = ("running-1", "repeating-1", "mirror-1", "recovering-1", "asking-1", "requeued-later", "scheduled-later")


@pytest.mark.parametrize("run", [*STILL, "queue-1", "queue-2", "queue-3", "homeless-1"])
def test_a_run_that_waits_for_something_is_not_touched(upgrade: Upgrade, run: str) -> None:
    assert upgrade.taken_over[RUNS][run]["status"] == upgrade.left[RUNS][run]["status"]


@pytest.mark.parametrize(
    ("run", "want"),
    [
        ("ended-away", ("Succeeded", "Completed", 1)),
        ("stopped-away", ("Running", "Stopping", 1)),
        ("failed-away", ("Running", "Running", 2)),
        ("new-away", ("Running", "Running", 1)),
        ("intended-1", ("Running", "Running", 1)),
        ("scheduled-1", ("Running", "Running", 1)),
        ("repeating-2", ("Running", "Running", 1)),
        ("requeued-1", ("Running", "Running", 2)),
        ("sessions-1", ("Running", "Running", 2)),
        ("judged-1", ("Running", "Running", 2)),
    ],
)
def test_what_came_to_pass_meanwhile_is_made_up_for(upgrade: Upgrade, run: str, want: tuple[Any, ...]) -> None:
    assert stands(upgrade.taken_over[RUNS][run]) == want


@pytest.mark.parametrize(
    ("run", "reason"),
    [("sessions-2", "WorkflowNotAccepted"), ("judged-2", "WorkflowNotAccepted"), ("drafted-1", "WorkflowIsDraft")],
)
def test_a_waiting_run_of_a_workflow_that_may_start_none_now_waits_until_it_may(
    upgrade: Upgrade, run: str, reason: str
) -> None:
    assert stands(upgrade.taken_over[RUNS][run]) == ("Pending", reason, 0)
    assert stands(upgrade.ended[RUNS][run]) == ("Succeeded", "Completed", 1)


def test_every_run_comes_to_its_end(upgrade: Upgrade) -> None:
    ends = Counter(obj["status"]["phase"] for obj in upgrade.ended[RUNS].values())
    assert ends == {"Succeeded": 24, "Failed": 1, "Stopped": 2, "Requeued": 1, "Pending": 1}
    assert upgrade.ended[RUNS]["requeued-later"]["status"]["phase"] == Phase.REQUEUED
    assert upgrade.ended[RUNS]["scheduled-later"]["status"]["phase"] == Phase.PENDING


def test_no_run_is_started_twice(upgrade: Upgrade) -> None:
    for name, obj in upgrade.ended[RUNS].items():
        jobs = [j for j in upgrade.ended[JOBS].values() if j["metadata"]["labels"]["webmend.io/run-name"] == name]
        assert len(jobs) <= stands(obj)[2], name


def test_no_phase_goes_backwards(upgrade: Upgrade) -> None:
    assert set(upgrade.phases) == set(upgrade.ended[RUNS])
    for seen in upgrade.phases.values():
        for old, new in pairwise(seen):
            move(Phase(old), Phase(new))


def test_every_value_of_the_older_chart_is_still_taken(helm: Helm) -> None:
    helm.run("template", "webmend", str(CHART), "--values", str(release.CHART / "values.yaml"))


def test_values_that_lack_what_the_new_chart_brings_are_refused_before_anything_is_done(upgrade: Upgrade) -> None:
    assert "values don't meet the specifications of the schema" in upgrade.refusal
    assert "'egress'" in upgrade.refusal


def test_the_new_definitions_come_with_the_chart(upgrade: Upgrade, helm: Helm) -> None:
    rendered = [obj for obj in helm.render().objects if obj["kind"] == "CustomResourceDefinition"]
    assert {obj["metadata"]["name"]: obj["spec"]["versions"] for obj in rendered} == upgrade.definitions


def test_an_older_runner_is_given_a_plan_that_it_can_read(upgrade: Upgrade) -> None:
    """It passes over what is new in the plan itself, and would refuse it further down."""
    [told] = [e["answer"] for e in release.recorded().exchanges["running-1"]]
    assert {key: upgrade.plan[key] for key in told} == told
