"""Runs in every phase that an operator leaves, as its own release stores them. Played in that release's tree, with the
helpers of its tests, by hack/record_release.py: everything here is called as it was called there.
"""

import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.clinic import NAMESPACES, Clinic, eventually
from tests.integration.serving import kubeconfig, serving, token_of_pod
from tests.support import kubelet
from tests.support.builders import failed, graph, node, report, succeeded
from tests.support.control_plane import ControlPlane, control_plane
from tests.support.replica import Replica, replica
from webmend.adapters.kubernetes import connect
from webmend.adapters.session import HttpSession, client, http
from webmend.domain.evidence import (
    DocumentFacts,
    DomFacts,
    ElementFacts,
    ErrorFacts,
    ErrorKind,
    Evidence,
    InputFacts,
    NetworkFacts,
    StepFacts,
)
from webmend.domain.phase import Phase
from webmend.domain.report import FailureReport, RecoveryOutcome, RecoveryReport
from webmend.domain.settings import RecoverySettings
from webmend.ports.cluster import ERROR_CODES, JOBS, LEASES, PODS, RUNS, VERSIONS, WORKFLOWS, Object

__all__ = ["control_plane", "kubeconfig"]

NAMESPACE, SYSTEM = "clinic", "webmend-system"
OWNED = (WORKFLOWS, VERSIONS, ERROR_CODES, RUNS, JOBS, PODS)
SOON, HOUR = "1m", 3600.0
"""When a site that is down is tried again: soon after the upgrade, or long after it."""
LOGIN = {"origins": ["https://portal.test"]}
PLAIN = graph(node("open", "navigate"), node("look-up")).stored()

WORKFLOWS_OF_ALL_KINDS: dict[str, dict[str, Any]] = {
    "portal": {
        "graph": graph(
            node("open", "navigate"),
            node("type-id", "fill", fill={"value": "{{ inputs.patientId }}"}),
            node("look-up", name="Look Up"),
        ).stored(),
        "inputs": [{"name": "patientId", "required": True, "pattern": "P-[0-9]{4}"}, {"name": "pin", "secret": True}],
        "errorHandling": {
            "incorrectFormInputRecovery": True,
            "inputRequiredTimeoutSeconds": 300,
            "serviceUnavailableRecovery": True,
        },
    },
    "queue": {"graph": PLAIN, "concurrency": {"max": 1}},
    "nightly": {"graph": PLAIN, "state": "Active", "schedule": {"cron": ["0 3 29 2 *"], "timeZone": "Europe/Berlin"}},
    # what was taken, and had no effect
    "sessions": {
        "graph": PLAIN,
        "credentials": [
            {"alias": "portal", "secretRef": "portal-login", **LOGIN},
            {"alias": "bank", "secretRef": "bank-login", **LOGIN},
        ],
        "browser": {"keepSession": True, "clientCertificateRef": "own-certificate"},
        "errorHandling": {"serviceUnavailableRecovery": True},
    },
    "judged": {
        "graph": PLAIN,
        "outputs": {
            "dataSchema": {"type": "object", "properties": {"invoices": {"type": "aray"}}},
            "rules": [{"output": "invoices", "minRows": 1}],
        },
        "history": {"succeeded": 1, "failed": 0},
        "errorHandling": {"serviceUnavailableRecovery": True},
    },
    "asked": {"graph": PLAIN, "errorHandling": {"serviceUnavailableRecovery": True}},
    "drafted": {"graph": PLAIN, "state": "Draft"},
}
ASKING = graph(node("open", "navigate")).stored()["nodes"] + [
    {"id": "confirm", "ask": {"message": "How much?", "inputSchema": {"anyOf": [{"type": "string"}], "x-form": 1}}}
]
"""An action that was not there yet: the workflow is accepted no more, and its run goes on with what it has begun."""
CODE = {
    "description": "The card has expired.",
    "match": {"category": "INCORRECT_FORM_INPUTS", "words": ["card has expired"]},
    "action": "Alert",
}


def evidence(node_id: str, kind: ErrorKind, message: str, **facts: Any) -> Evidence:
    step = StepFacts(id=node_id, action="navigate" if node_id == "open" else "click", title=node_id, waited=15.0)
    return Evidence(error=ErrorFacts(kind=kind, message=message), step=step, **facts)


def loading() -> FailureReport:
    """The button has not come, and a spinner turns."""
    busy = DomFacts(
        selector_counts=(0,),
        busy=(ElementFacts(tag="div", role="progressbar", name="Loading"),),
        main_text_length=400,
    )
    document = DocumentFacts(status=200, ready_state="complete")
    seen = evidence("look-up", ErrorKind.NO_MATCH, "no match", document=document, dom=busy)
    return report("look-up", evidence=seen, safe_nodes=("open",), steps_done=2)


def refused() -> FailureReport:
    """The site says that there is no such patient."""
    said = InputFacts(options=("P-1001", "P-1003"))
    seen = evidence("look-up", ErrorKind.NO_OPTION, "the list has no such patient", inputs=said)
    return report("look-up", evidence=seen, steps_done=2, path=("open", "type-id"), on_page=1, safe_nodes=("open",))


def down(retry_after: float | None = None) -> FailureReport:
    """The site is down, and says when to come again."""
    document = DocumentFacts(status=503, ready_state="complete", title="Service Unavailable")
    network = NetworkFacts(retry_after=retry_after)
    seen = evidence("open", ErrorKind.NAVIGATION, "HTTP 503", document=document, network=network)
    return report("open", evidence=seen)


class Release:
    """What is there while its operator and its server run."""

    def __init__(self, clinic: Clinic, url: str, exchanges: dict[str, list[dict[str, Any]]]) -> None:
        self.clinic = clinic
        self._url = url
        self._exchanges = exchanges

    async def run(self, name: str, workflow: str = "portal", **spec: Any) -> Object:
        """A new run."""
        given = {"inputs": {"patientId": "P-1001"}} if workflow == "portal" else {}
        return await self.clinic.apply_run(name, workflowRef={"name": workflow}, **{**given, **spec})

    async def at_work(self, name: str, workflow: str = "portal", **spec: Any) -> Object:
        """A new run whose pod runs."""
        made = await self.run(name, workflow, **spec)
        await self.clinic.play(kubelet.running(), name)
        return made

    async def runner(self, name: str, **spec: Any) -> HttpSession:
        """The runner of a new run, its session open."""
        made = await self.at_work(name, **spec)
        self._exchanges[name] = []
        opened = HttpSession(self._url, made["metadata"]["uid"], 1, await token_of_pod(self.clinic, name))
        await opened.open()
        return opened

    async def ends(self, name: str, report_: FailureReport | None = None) -> None:
        """The runner's last word: well, or with that failure."""
        ended = kubelet.ended(failed(report_), exit_code=1) if report_ else kubelet.ended(succeeded(records=3))
        await self.clinic.play(ended, name)

    async def comes_to(self, phase: Phase, *runs: str) -> None:
        for name in runs:
            await eventually(lambda name=name: self.clinic.is_in(phase, name))  # type: ignore[misc]

    def patch(self, kind: str, name: str, spec: dict[str, Any]) -> None:
        body = json.dumps({"spec": spec})
        self.clinic.plane.kubectl("-n", NAMESPACE, "patch", kind, name, "--type=merge", "-p", body)


@pytest.fixture
async def clinic(control_plane: ControlPlane) -> AsyncIterator[Clinic]:
    cluster = await connect(control_plane.kubeconfig)
    clinic = Clinic(cluster, control_plane, NAMESPACE)
    recovery = RecoverySettings(backoff_base=SOON)
    clinic.settings = clinic.settings.with_(own_namespace=SYSTEM, recovery=recovery)
    await clinic.open()
    await cluster.create(NAMESPACES, None, {"metadata": {"name": SYSTEM}})
    yield clinic
    await cluster.close()


async def test_record(clinic: Clinic, kubeconfig: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchanges: dict[str, list[dict[str, Any]]] = {}
    monkeypatch.setattr(client, "exchange", listened(exchanges, http.exchange))
    async with serving(clinic, kubeconfig, tmp_path / "artifacts") as url:
        release = Release(clinic, url, exchanges)
        async with operating(clinic, tmp_path):
            await come_to_every_phase(release)
        await happen_without_operator(release)
    recorded = {"recordedAt": datetime.now(UTC).isoformat(), "objects": await stored(clinic), "exchanges": exchanges}
    Path(os.environ["RECORDED"]).write_text(json.dumps(recorded))  # noqa: ASYNC240 - all else is over


@asynccontextmanager
async def operating(clinic: Clinic, folder: Path) -> AsyncIterator[Replica]:
    """The operator, which ends in order."""
    async with replica(clinic.settings, clinic.plane.kubeconfig, folder) as operator:
        await eventually(operator.is_leader)
        yield operator
        operator.signal(signal.SIGTERM)
        await operator.ended(within=30)


async def come_to_every_phase(release: Release) -> None:
    clinic = release.clinic
    await clinic.cluster.create(ERROR_CODES, NAMESPACE, {"metadata": {"name": "card-expired"}, "spec": CODE})
    for name, spec in WORKFLOWS_OF_ALL_KINDS.items():
        body = {"metadata": {"name": name}, "spec": spec}
        await clinic.cluster.create(WORKFLOWS, NAMESPACE, body)
    await be_mended(release)
    await end_in_every_way(release)
    await wait_in_every_way(release)
    await be_in_session(release)
    await be_requeued(release)
    await wait_for_their_time(release)


async def be_mended(release: Release) -> None:
    """A page was slow; that makes version 2."""
    runner = await release.runner("mended-1")
    await runner.report_failure(loading())
    assert await runner.directive(1, wait=30)
    await runner.report_recovery(RecoveryReport(sequence=1, outcome=RecoveryOutcome.SUCCEEDED))
    await release.comes_to(Phase.RUNNING, "mended-1")
    await release.ends("mended-1")
    await release.comes_to(Phase.SUCCEEDED, "mended-1")


async def end_in_every_way(release: Release) -> None:
    await release.at_work("succeeded-1", version=1)
    await release.at_work("failed-1")
    await release.at_work("stopped-1")
    await release.ends("succeeded-1")
    await release.ends("failed-1", report("look-up"))
    release.patch("wmr", "stopped-1", {"stop": True})
    await release.comes_to(Phase.SUCCEEDED, "succeeded-1")
    await release.comes_to(Phase.FAILED, "failed-1")
    await release.comes_to(Phase.STOPPED, "stopped-1")


async def wait_in_every_way(release: Release) -> None:
    await release.at_work("queue-1", "queue")
    await release.run("queue-2", "queue")
    await release.run("queue-3", "queue", priority=5)
    await release.run("homeless-1", "nowhere")
    await release.comes_to(Phase.PENDING, "queue-2", "queue-3", "homeless-1")


async def be_in_session(release: Release) -> None:
    await release.runner("running-1")
    await release.at_work("repeating-1", replayOf="earlier.run")
    await release.at_work("mirror-1", replayOf="mirror-1")
    await release.at_work("asked-1", "asked")
    release.patch("wmw", "asked", {"graph": {"nodes": ASKING}})
    for name, failure in (("recovering-1", loading()), ("asking-1", refused())):
        runner = await release.runner(name)
        await runner.report_failure(failure)
        assert await runner.directive(1, wait=30)
    await release.run("intended-1")
    for name in ("ended-away", "failed-away", "stopped-away"):
        await release.at_work(name)
    await release.comes_to(Phase.RUNNING, "ended-away", "failed-away", "stopped-away", "asked-1")
    await release.comes_to(Phase.RUNNING, "repeating-1", "mirror-1", "intended-1")
    await release.comes_to(Phase.RECOVERING, "recovering-1")
    await release.comes_to(Phase.INPUT_REQUIRED, "asking-1")


async def be_requeued(release: Release) -> None:
    requeued = {"requeued-later": "portal", "requeued-1": "portal", "sessions-1": "sessions", "judged-1": "judged"}
    for name, workflow in requeued.items():
        await release.at_work(name, workflow)
    for name in requeued:
        await release.ends(name, down(HOUR if name == "requeued-later" else None))
    await release.comes_to(Phase.REQUEUED, *requeued)


async def wait_for_their_time(release: Release) -> None:
    now = datetime.now(UTC)
    soon, later = (f"{now + timedelta(seconds=each):%Y-%m-%dT%H:%M:%SZ}" for each in (60, HOUR))
    await release.run("scheduled-1", startAt=soon)
    await release.run("scheduled-later", startAt=later)
    await release.run("repeating-2", startAt=soon, replayOf="earlier.run")
    await release.run("sessions-2", "sessions", startAt=soon)
    await release.run("judged-2", "judged", startAt=soon)
    await release.run("drafted-1", "drafted", startAt=soon, trigger="API")
    await release.comes_to(Phase.PENDING, "scheduled-1", "scheduled-later", "repeating-2")
    await release.comes_to(Phase.PENDING, "sessions-2", "judged-2", "drafted-1")


async def happen_without_operator(release: Release) -> None:
    await release.ends("ended-away")
    await release.ends("failed-away", loading())
    release.patch("wmr", "stopped-away", {"stop": True})
    await release.run("new-away")
    # as if the operator had ended between an attempt and its Job
    job = (await release.clinic.run("intended-1")).status.job_name
    release.clinic.plane.kubectl("-n", NAMESPACE, "delete", "job", str(job), "--cascade=foreground", "--timeout=60s")


async def stored(clinic: Clinic) -> list[Object]:
    """Everything, owners before what they own."""
    found = []
    for kind in (LEASES, *OWNED):
        for obj in await clinic.cluster.list(kind, SYSTEM if kind is LEASES else NAMESPACE):
            metadata = {k: v for k, v in obj["metadata"].items() if k not in ("managedFields", "resourceVersion")}
            found.append({**obj, "apiVersion": kind.api_version, "kind": kind.name, "metadata": metadata})
    return found


def listened(exchanges: dict[str, list[dict[str, Any]]], exchange: Callable[..., Any]) -> Callable[..., Any]:
    """The same, and what was said is noted for the runner that was made last."""

    async def listening(request: Any, timeout: float) -> Any:  # noqa: ASYNC109 - as it is called
        response = await exchange(request, timeout)
        said = {"method": request.method, "path": request.url.partition("/attempts/")[2]}
        said |= {"body": json.loads(request.body or b"null"), "status": response.status}
        said |= {"answer": json.loads(response.body or b"null")}
        exchanges[list(exchanges)[-1]].append(said)
        return response

    return listening
