"""The server on a real API server: real tokens of real pods, and no more rights than it needs."""

import asyncio
import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.clinic import Clinic, eventually
from tests.integration.serving import ACCOUNT, kubeconfig, serving, token_of
from tests.support.builders import at, report
from tests.support.control_plane import ControlPlane
from tests.support.installation import ORIGIN, PASSWORD, Installation
from tests.support.ports import free_port
from webmend.adapters.session import HttpSession
from webmend.domain import names
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.report import Outputs, RecoveryOutcome, RecoveryReport, StepReport
from webmend.domain.run import Run
from webmend.domain.session import CredentialRequest, SavedState, handed
from webmend.ports.cluster import PODS, RUNS, SECRETS, WORKFLOWS, Kind
from webmend.ports.session import SessionRefused

__all__ = ["kubeconfig"]

ROLES = Kind("rbac.authorization.k8s.io", "v1", "roles", "Role")
ROLE_BINDINGS = Kind("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding")
STARTING = 120.0
"""Seconds for a process to start on a machine that is busy with other things."""
RETRY = Directive(
    sequence=1, attempt=1, kind=DirectiveKind.RETRY, node_id="search", delay=15, reason="a spinner is in view"
)


@dataclass
class Served:
    """A server with its own rights, and a run whose pod is there."""

    clinic: Clinic
    installed: Installation
    url: str
    folder: Path
    run: Run
    pod: str

    @property
    def plane(self) -> ControlPlane:
        return self.clinic.plane

    async def token(self, *, audience: str = names.TOKEN_AUDIENCE, bound: bool = True, pod: str = "") -> str:
        """A token that the API server gives out for a pod."""
        pod = pod or self.pod
        obj = await self.clinic.cluster.get(PODS, self.clinic.namespace, pod)
        binding = [
            "--bound-object-kind=Pod",
            f"--bound-object-name={pod}",
            f"--bound-object-uid={obj['metadata']['uid']}",
        ]
        arguments = [f"--audience={audience}", *(binding if bound else [])]
        return token_of(self.plane, self.clinic.namespace, names.RUNNER_SERVICE_ACCOUNT, *arguments)

    def session(self, token: str) -> HttpSession:
        """What a runner has."""
        return HttpSession(self.url, self.run.uid, 1, lambda: token)


@pytest.fixture
async def served(clinic: Clinic, kubeconfig: str, tmp_path: Path) -> AsyncIterator[Served]:
    installed, folder = Installation(clinic.cluster, clinic.namespace), tmp_path / "artifacts"
    await installed.install()
    run = await installed.run()
    await installed.job(run)
    pod = (await clinic.pod())["metadata"]["name"]
    async with serving(clinic, kubeconfig, folder) as url:
        yield Served(clinic, installed, url, folder, run, pod)


async def decide(served: Served, directive: Directive) -> None:
    """Answer the next failure of the run, as the operator does."""
    async with aclosing(served.clinic.cluster.watch(RUNS, served.clinic.namespace)) as changes:
        async for change in changes:
            if change.object["status"].get("session", {}).get("failure"):
                await served.installed.set_status(served.run, directive=directive.stored())
                return


def writes_of_server(served: Served) -> list[str]:
    """What the server has changed, as the API server's audit log has it."""
    user = f"system:serviceaccount:{served.clinic.namespace}:{ACCOUNT}"
    lines = (served.plane.folder / "audit.log").read_text().splitlines()
    entries = [entry for entry in map(json.loads, lines) if entry["user"]["username"] == user]
    return [f"{e['verb']} {e['objectRef']['resource']}" for e in entries if e["verb"] not in ("get", "list", "watch")]


def step(node_id: str, second: float) -> StepReport:
    times: dict[str, Any] = {"started_at": at(second), "finished_at": at(second + 1), "wait_time": 15, "waited": 1}
    return StepReport(node_id=node_id, title=node_id, action="fill", outcome="Done", **times)


async def test_a_plain_session_costs_one_write(served: Served) -> None:
    runner = served.session(await served.token())

    plan = await runner.open()
    await runner.report_steps((step("open", 0),))
    await runner.report_steps((step("user", 1), step("password", 2)))
    released = await runner.credential(
        CredentialRequest(node_id="password", alias="portal", key="password", origin=ORIGIN)
    )
    key = await runner.put_artifact("page.png", b"\x89PNG", "image/png")
    await runner.put_outputs(Outputs(values={"visits": [{"date": "2026-11-25"}]}))

    assert (plan.run, plan.graph.nodes[0].id, released.value) == ("portal-1", "open", PASSWORD)
    assert (served.folder / key).read_bytes() == b"\x89PNG"
    kept = {path.name for path in served.folder.rglob("*") if path.is_file()}
    assert kept == {"steps.jsonl", "audit.jsonl", "outputs.json", "page.png"}
    assert all(PASSWORD.encode() not in path.read_bytes() for path in served.folder.rglob("*") if path.is_file())
    assert writes_of_server(served) == ["create tokenreviews"]


async def test_a_client_certificate_comes_out_of_its_tls_secret(served: Served) -> None:
    await change_browser(served, clientCertificate={"secretRef": "nurse", "origins": [ORIGIN]})
    pair = {"tls.crt": b"the certificate", "tls.key": b"the canary key"}
    data = {key: base64.b64encode(value).decode() for key, value in pair.items()}
    secret = {"metadata": {"name": "nurse"}, "type": "kubernetes.io/tls", "data": data}
    await served.clinic.cluster.create(SECRETS, served.clinic.namespace, secret)

    released = await served.session(await served.token()).client_certificate()

    assert (released.certificate, released.key) == ("the certificate", "the canary key")
    assert all(b"canary" not in path.read_bytes() for path in served.folder.rglob("*") if path.is_file())
    assert writes_of_server(served) == ["create tokenreviews"]


async def test_a_session_is_kept_where_its_secret_may_be_changed(served: Served) -> None:
    await change_browser(served, keepSession=True)
    runner, secret = served.session(await served.token()), names.session_secret("portal")

    with pytest.raises(SessionRefused, match=r"name it in the chart's server\.writableSecretNames"):
        await runner.keep_state(SavedState(state="before"))
    assert await runner.state() == SavedState()

    await allow(served, secret)
    await runner.keep_state(SavedState(state="the canary session"))
    assert (await runner.state()).state == "the canary session"
    await runner.keep_state(SavedState())
    assert await runner.state() == SavedState()

    stored = await served.clinic.cluster.get(SECRETS, served.clinic.namespace, secret)
    assert [owner["kind"] for owner in stored["metadata"]["ownerReferences"]] == ["Workflow"]
    assert all(b"canary" not in path.read_bytes() for path in served.folder.rglob("*") if path.is_file())


async def change_browser(served: Served, **browser: Any) -> None:
    """Have the workflow say this of its browser."""
    cluster, namespace = served.clinic.cluster, served.clinic.namespace
    await cluster.patch_spec(WORKFLOWS, namespace, "portal", {"browser": browser}, "")


async def allow(served: Served, secret: str) -> None:
    """Let the server change that Secret, as the chart does for those that it names."""
    namespace = served.clinic.namespace
    rule = {"apiGroups": [""], "resources": ["secrets"], "resourceNames": [secret], "verbs": ["update"]}
    await served.clinic.cluster.create(ROLES, namespace, {"metadata": {"name": "writable"}, "rules": [rule]})
    subject = {"kind": "ServiceAccount", "name": ACCOUNT, "namespace": namespace}
    binding = {
        "metadata": {"name": "writable"},
        "roleRef": {"apiGroup": ROLES.group, "kind": "Role", "name": "writable"},
        "subjects": [subject],
    }
    await served.clinic.cluster.create(ROLE_BINDINGS, namespace, binding)


async def test_a_failure_reaches_the_operator_and_its_directive_the_runner(served: Served) -> None:
    runner = served.session(await served.token())
    await runner.open()
    operator = asyncio.create_task(decide(served, RETRY))

    await runner.report_failure(report("search"))
    directive = await runner.directive(1, wait=30)
    await runner.report_recovery(RecoveryReport(sequence=1, outcome=RecoveryOutcome.SUCCEEDED))

    await operator
    session = (await served.installed.status(served.run)).session
    assert directive == handed(RETRY)
    assert session is not None
    assert (session.attempt, session.failure, session.opened_at is not None) == (1, report("search"), True)
    assert session.recoveries == (RecoveryReport(sequence=1, outcome=RecoveryOutcome.SUCCEEDED),)
    assert (served.folder / f"runs/{served.run.uid}/a1/failures/1.json").exists()


async def test_a_token_for_another_audience_opens_nothing(served: Served) -> None:
    token = await served.token(audience="https://kubernetes.default.svc")

    with pytest.raises(SessionRefused, match="401"):
        await served.session(token).open()


async def test_a_token_that_is_bound_to_no_pod_opens_nothing(served: Served) -> None:
    with pytest.raises(SessionRefused, match="not bound to a pod"):
        await served.session(await served.token(bound=False)).open()


async def test_the_token_of_another_runs_pod_opens_nothing(served: Served) -> None:
    other = await served.installed.run("portal-2")
    await served.installed.job(other)
    pod = (await served.clinic.pod("portal-2"))["metadata"]["name"]

    with pytest.raises(SessionRefused, match="another run's pod"):
        await served.session(await served.token(pod=pod)).open()


async def test_a_token_dies_with_its_pod(served: Served) -> None:
    runner = served.session(await served.token())
    await runner.open()
    pod = await served.clinic.cluster.get(PODS, served.clinic.namespace, served.pod)

    await served.clinic.cluster.delete(PODS, served.clinic.namespace, served.pod, pod["metadata"]["uid"])
    await eventually(lambda: is_gone(served, pod["metadata"]["uid"]))

    with pytest.raises(SessionRefused, match="gone"):
        await runner.open()


async def test_a_pod_that_only_says_it_is_the_runs_opens_nothing(served: Served) -> None:
    labels = {names.LABEL_RUN: served.run.uid, names.LABEL_ATTEMPT: "1"}
    spec = {"serviceAccountName": names.RUNNER_SERVICE_ACCOUNT, "containers": [{"name": "runner", "image": "none"}]}
    forged = {"metadata": {"name": "forged", "labels": labels}, "spec": spec}
    await served.clinic.cluster.create(PODS, served.clinic.namespace, forged)

    with pytest.raises(SessionRefused, match="belongs to no Job"):
        await served.session(await served.token(pod="forged")).open()


async def test_the_command_serves_and_ends_at_once_though_a_runner_waits(
    served: Served, kubeconfig: str, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps(served.clinic.settings.stored()))
    port, metrics_port = free_port(), free_port()
    environment = {
        **os.environ,
        "KUBECONFIG": kubeconfig,
        "WEBMEND_SETTINGS": str(settings),
        "WEBMEND_ARTIFACTS": str(tmp_path / "kept"),
    }
    program = Path(sys.executable).parent / "webmend-server"
    subprocess.run([program, "db", "upgrade"], env=environment, check=True)
    command = [program, "--port", str(port), "--metrics-port", str(metrics_port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        served.url = f"http://127.0.0.1:{port}"
        await eventually(lambda: answers(f"{served.url}/readyz"), within=STARTING)
        runner = served.session(await served.token())
        waiting = asyncio.create_task(runner.directive(1, wait=50))
        await eventually(lambda: says(f"http://127.0.0.1:{metrics_port}/metrics", "webmend_server_waiting_runners 1.0"))
        process.send_signal(signal.SIGTERM)

        assert await waiting is None
        assert await asyncio.to_thread(process.wait, 15) == 0
    finally:
        process.kill()
        output, _ = process.communicate()
    assert all(json.loads(line) for line in output.splitlines())


async def test_the_command_says_what_is_wrong_with_its_settings(tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text('{"runner": {"image": "x"}}')
    environment = {**os.environ, "WEBMEND_SETTINGS": str(settings)}
    command = Path(sys.executable).parent / "webmend-server"

    done = await asyncio.to_thread(subprocess.run, [command], env=environment, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("webmend-server: ")
    assert "runner.serverUrl: Field required" in done.stderr


async def test_the_command_says_what_to_do_where_the_history_has_no_tables(
    served: Served, kubeconfig: str, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps(served.clinic.settings.stored()))
    environment = {**os.environ, "WEBMEND_SETTINGS": str(settings), "WEBMEND_ARTIFACTS": str(tmp_path / "kept")}
    command = Path(sys.executable).parent / "webmend-server"

    done = await asyncio.to_thread(subprocess.run, [command], env=environment, capture_output=True, text=True)

    assert done.returncode == 1
    assert "run `webmend-server db upgrade`" in done.stderr


async def is_gone(served: Served, uid: str) -> bool:
    """Whether the pod is; the Job controller takes its finalizer off first."""
    return all(pod["metadata"]["uid"] != uid for pod in await served.clinic.cluster.list(PODS, served.clinic.namespace))


async def answers(url: str) -> bool:
    return await says(url, "")


async def says(url: str, text: str) -> bool:
    async with httpx.AsyncClient() as http:
        try:
            answer = await http.get(url)
        except httpx.TransportError:
            return False
    return answer.status_code == 200 and text in answer.text
