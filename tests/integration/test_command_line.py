"""`webmend` as a person types it, against a real API server, with the operator as it is shipped."""

import asyncio
import csv
import importlib.metadata
import io
import json
import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.integration.clinic import Clinic, eventually
from tests.integration.person import Person, with_token
from tests.integration.serving import kubeconfig, serving, token_of_person
from tests.support import kubelet
from tests.support.builders import failed, graph, node, report
from tests.support.certificates import self_signed
from tests.support.loopback import served
from tests.support.records import record, step
from tests.support.replica import replica
from tests.support.store import FakeStore
from webmend.adapters.artifacts import LocalArtifacts
from webmend.adapters.clock import SystemClock
from webmend.domain.evidence import DocumentFacts, Evidence, StepFacts
from webmend.domain.run import InputReason, InputRequest
from webmend.ports.cluster import ERROR_CODES, RUNS, WORKFLOWS, Kind
from webmend.server import keys

__all__ = ["kubeconfig"]

NODES = Kind("", "v1", "nodes", "Node")
GONE = Evidence(
    step=StepFacts(id="open", action="navigate", title="Open the record"),
    document=DocumentFacts(status=404, final_url="https://clinic.example/patients/P-1001", ready_state="complete"),
)


@pytest.fixture
def person(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> Person:
    return Person(clinic, capsys, clinic.plane.kubeconfig)


@pytest.fixture
async def ward(clinic: Clinic, tmp_path: Path) -> AsyncIterator[Clinic]:
    """With an operator, a workflow, one run that has succeeded, and one whose page is not there."""
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path) as operator:
        await eventually(operator.is_leader)
        await clinic.apply_workflow()
        await clinic.wait_for_version()
        await clinic.sees_a_run_through("good")
        await clinic.apply_run("bad")
        await clinic.play(kubelet.ended(failed(report("open", evidence=GONE)), exit_code=1), "bad")
        await eventually(lambda: clinic.is_over("bad"))
        yield clinic


async def test_runs_as_they_are_now_in_every_form(ward: Clinic, person: Person) -> None:
    named = (await person.types("get", "-o", "name")).split()
    assert sorted(named) == ["workflowrun.webmend.io/bad", "workflowrun.webmend.io/good"]
    head, *rows = [line.split()[:4] for line in (await person.types("get")).splitlines()]
    assert head == ["NAME", "WORKFLOW", "VERSION", "PHASE"]
    assert sorted(rows) == [["bad", "portal", "1", "Failed"], ["good", "portal", "1", "Succeeded"]]
    [row] = csv.DictReader(io.StringIO(await person.types("get", "bad", "-o", "csv")))
    assert (row["phase"], row["category"]) == ("Failed", "PAGE_NOT_FOUND")
    manifest = yaml.safe_load(await person.types("get", "bad", "-o", "yaml"))
    assert manifest["status"]["error"]["category"] == "PAGE_NOT_FOUND"
    assert "managedFields" not in manifest["metadata"]

    await person.types("get", "bad", "nowhere")
    assert (person.status, "nowhere" in person.complaint) == (1, True)


async def test_the_same_list_without_a_server(ward: Clinic, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEBMEND_SERVER", raising=False)
    found = await person.reads("list", "--no-server", "--phase", "Failed")
    assert [each["name"] for each in found] == ["bad"]

    assert "good" in await person.types("list")
    assert "only runs whose objects are there" in person.complaint
    await person.types("list", "-o", "csv")
    assert (person.status, "with --no-server" in person.complaint) == (2, True)


async def test_a_failed_run_is_described_with_what_to_do_and_that_can_be_typed(ward: Clinic, person: Person) -> None:
    async def is_suggested() -> bool:
        found = await ward.cluster.list(ERROR_CODES, ward.namespace)
        return any(each.get("status", {}).get("samples") for each in found)

    await eventually(is_suggested)
    told = await person.types("describe", "bad", "--no-server")
    assert person.status == 0
    for sentence in ("PAGE_NOT_FOUND (", "at the step open", "attempt 1: Failed", "– Notify at open: nothing done"):
        assert sentence in told
    [suggestion] = [line for line in told.splitlines() if "codes approve" in line]
    _, _, command = suggestion.partition("webmend codes ")
    words = command.replace("CODE", "NO_SUCH_RECORD").split()

    said = await person.types("codes", *words[: words.index("-n")])
    assert "Approved, failures of this kind are NO_SUCH_RECORD" in said
    [code] = await person.reads("codes", "list", "--state", "Approved")
    assert code["spec"]["code"] == "NO_SUCH_RECORD"
    assert "codes approve" not in await person.types("describe", "bad", "--no-server")


async def test_who_may_see_runs_alone_is_told_what_could_not_be_looked_at(
    ward: Clinic, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    token = await token_of_person(ward, "reader", "get", "list", "watch")
    reader = Person(ward, capsys, with_token(ward, token, tmp_path))

    told = await reader.types("describe", "bad", "--no-server")
    assert reader.status == 0
    assert "PAGE_NOT_FOUND (" in told
    assert "What could not be looked at\n  the workflow: " in told
    await reader.types("codes", "list")
    assert (reader.status, "forbidden" in reader.complaint) == (2, True)


async def test_a_question_is_answered_with_secret_values_kept_apart(clinic: Clinic, person: Person) -> None:
    await clinic.apply_workflow(inputs=[{"name": "patient"}, {"name": "pin", "secret": True}])
    await clinic.apply_run(inputs={"patient": "P-1"})
    now = SystemClock().now()
    asked = InputRequest(
        request_id="q1", attempt=1, sequence=1, reason=InputReason.INCORRECT_FORM_INPUT,
        inputs={"patient": "P-1", "pin": "***"}, asked_at=now, expires_at=now + timedelta(minutes=5),
    )  # fmt: skip
    status = {"phase": "InputRequired", "attempt": 1, "inputRequest": asked.stored()}
    await clinic.cluster.patch_status(RUNS, clinic.namespace, "portal-1", status, "")
    assert "webmend answer portal-1 -i patient=VALUE -i pin=VALUE" in await person.types(
        "describe", "portal-1", "--no-server"
    )

    await person.types("answer", "portal-1", "-i", "patient=P-2", "-i", "pin=canary-4711")
    assert person.status == 0
    [answer] = (await clinic.run()).spec.answers
    assert (answer.request_id, answer.inputs) == ("q1", {"patient": "P-2"})
    assert answer.inputs_from is not None
    secret = clinic.plane.kubectl("-n", clinic.namespace, "get", "secret", answer.inputs_from.secret_ref, "-o", "yaml")
    assert yaml.safe_load(secret)["metadata"]["ownerReferences"][0]["name"] == "portal-1"

    await person.types("answer", "portal-1", "-i", "patient=P-3")
    assert (person.status, "q1 is answered already" in person.complaint) == (2, True)


async def test_a_server_adds_the_steps_and_the_runs_whose_objects_have_gone(
    clinic: Clinic, person: Person, kubeconfig: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await clinic.apply_workflow()
    run = await clinic.apply_run()
    status = {"phase": "Running", "attempt": 1, "version": 1}
    await clinic.cluster.patch_status(RUNS, clinic.namespace, "portal-1", status, "")
    line = step("open", title="Open the record").model_dump_json(by_alias=True).encode()
    await LocalArtifacts(tmp_path).append(keys.steps(run["metadata"]["uid"], 1), line)
    store = FakeStore()
    await store.record([record("old", namespace=clinic.namespace)])
    monkeypatch.setenv("WEBMEND_TOKEN", await token_of_person(clinic, "reader", "get", "list"))

    async with serving(clinic, kubeconfig, tmp_path, store) as url:
        monkeypatch.setenv("WEBMEND_SERVER", url)
        assert "✓ Open the record" in await person.types("describe", "portal-1")
        assert "its object has gone" in await person.types("describe", "old")
        assert "old" in [each["name"] for each in await person.reads("list")]
        image = b"\x89PNG of nothing"
        await LocalArtifacts(tmp_path).put(keys.file(run["metadata"]["uid"], 1, "failure-1.png"), image, "image/png")
        address = (await person.types("open", "portal-1", "--print")).splitlines()[-1]  # after what the server logs
        assert address.startswith(f"{url}/links/")
        async with httpx.AsyncClient() as http:
            assert (await http.get(address)).content == image
        await person.types("describe", "nowhere")
        assert (person.status, "the history has no run nowhere" in person.complaint) == (1, True)


async def test_a_run_is_started_and_seen_through(ward: Clinic, person: Person) -> None:
    starting = asyncio.create_task(person.types("start", "portal", "--name", "third", "--wait", "--timeout", "60s"))
    await eventually(lambda: has_run(ward, "third"))
    await ward.end(run="third")
    lines = (await starting).splitlines()

    assert person.status == 0
    assert lines[0] == "workflowrun.webmend.io/third"
    assert lines[-1].startswith("third · Succeeded")
    await person.types("watch", "bad")
    assert person.status == 1


async def test_the_log_of_a_runner_comes_from_its_kubelet(ward: Clinic, person: Person, tmp_path: Path) -> None:
    await ward.apply_run("seen")
    pod = (await ward.pod("seen"))["metadata"]["name"]
    lines = [json.dumps({"event": "step ended", "node": "open", "level": "info"}), "no JSON \x1b[2J"]
    async with writing(ward, pod, lines, tmp_path):
        await person.types("logs", "seen", "--no-server")
        assert (person.status, "has no pod any more, or none yet" in person.complaint) == (1, True)
        await ward.play(kubelet.running(), "seen")
        assert (await person.types("logs", "seen")).splitlines() == ["step ended  node=open", "no JSON  [2J"]
        assert (await person.types("logs", "seen", "--raw", "--tail", "2")).splitlines()[0] == lines[0]

        following = asyncio.create_task(person.types("logs", "seen", "--follow"))
        await ward.end(run="seen")
        assert "step ended  node=open" in await following
        assert person.status == 0


class TestDoctor:
    """Without a Deployment: operator and server are processes of the tests."""

    async def test_what_is_wrong_is_named_with_what_to_do(self, ward: Clinic, person: Person) -> None:
        await ward.apply_workflow("broken", graph=graph(node("open", "navigate", next="nowhere")).stored())
        logs_in = [{"alias": "portal", "secretRef": "login", "origins": ["https://site.test"]}]
        types = node("type", "fill", fill={"value": "{{ credentials.portal.username }}"})
        await ward.apply_workflow("login", credentials=logs_in, graph=graph(types).stored())
        await eventually(lambda: is_judged(ward, "broken"))
        found = await self.found(person)
        assert person.status == 1
        assert {each["area"]: each["what"] for each in found if each["level"] == "Good"}.items() >= {
            "Definitions": f"all fields of webmend {importlib.metadata.version('webmend')}",
            "Your rights": "all that this program asks for",
        }.items()
        assert [each["area"] for each in found if each["area"] == "Leader" and each["level"] == "Good"] == ["Leader"]
        wrong = {each["what"]: each["todo"] for each in found if each["level"] == "Wrong"}
        assert any(what.startswith("broken is not accepted: spec.graph.nodes[0]") for what in wrong)
        assert "kubectl create secret generic login" in wrong["login names the Secret login, which is not there"]
        assert f"no Deployment of theirs is in {ward.namespace}" in wrong

        values = ["--from-literal=password=canary-4711"]
        ward.plane.kubectl("-n", ward.namespace, "create", "secret", "generic", "login", *values)
        found = await self.found(person)
        assert "the Secret login of login has no key username" in [each["what"] for each in found]
        assert "canary" not in str(found)

    async def test_a_viewer_is_told_what_could_not_be_looked_at_and_that_is_not_wrong(
        self, ward: Clinic, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        token = await token_of_person(ward, "viewer", "get", "list")
        viewer = Person(ward, capsys, with_token(ward, token, tmp_path))
        told = await viewer.types("doctor", "--no-server", "--system-namespace", ward.namespace)
        assert viewer.status == 0
        assert "nothing is wrong" in told
        assert "you may not create workflowruns.webmend.io, which is needed to start and repeat runs" in told
        assert "? Workflows            could not be looked at: " in told

    async def found(self, person: Person) -> list[dict[str, str]]:
        options = ("--no-server", "--system-namespace", person.clinic.namespace)
        findings: list[dict[str, str]] = await person.reads("doctor", *options)
        return findings


async def test_a_bundle_has_everything_about_a_run_but_its_inputs(ward: Clinic, person: Person, tmp_path: Path) -> None:
    await ward.apply_workflow("asking", inputs=[{"name": "pin", "secret": True}, {"name": "patient"}])
    await ward.apply_run("told", workflowRef={"name": "asking"}, inputs={"pin": "canary-4711", "patient": "canary-Bo"})
    await ward.play(kubelet.ended(failed(report("open", evidence=GONE)), exit_code=1), "told")
    await eventually(lambda: ward.is_over("told"))
    file = tmp_path / "told.tar.gz"
    options = ("--no-server", "--system-namespace", ward.namespace, "--to", str(file))
    said = await person.types("bundle", "told", *options)

    assert (person.status, said.startswith(f"{file}: ")) == (0, True)
    with tarfile.open(file) as archive:
        found = {Path(each.name).name: archive.extractfile(each) for each in archive}
        texts = {name: body.read().decode() for name, body in found.items() if body}
    assert texts.keys() >= {
        "README.md",
        "describe.txt",
        "doctor.json",
        "events.txt",
        "jobs.yaml",
        "pods.yaml",
        "run.yaml",
    }
    assert "canary" not in "".join(texts.values())
    assert "Failed" in texts["events.txt"]
    assert yaml.safe_load(texts["pods.yaml"])[0]["status"]["phase"] == "Failed"
    assert "the log of the operator: no pod of it is in" in texts["README.md"]

    await person.types("bundle", "told", *options)
    assert (person.status, "it is there already" in person.complaint) == (2, True)


async def is_judged(clinic: Clinic, name: str) -> bool:
    found = await clinic.cluster.get(WORKFLOWS, clinic.namespace, name)
    return any(each["type"] == "Accepted" for each in (found.get("status") or {}).get("conditions", ()))


async def has_run(clinic: Clinic, name: str) -> bool:
    return any(each["metadata"]["name"] == name for each in await clinic.cluster.list(RUNS, clinic.namespace))


@asynccontextmanager
async def writing(clinic: Clinic, pod: str, lines: list[str], folder: Path) -> AsyncIterator[None]:
    """The pod is on a node whose kubelet says that its container has written these lines."""

    async def log(request: Request) -> Response:
        assert request.path_params["pod"] == pod
        return Response("".join(f"{line}\n" for line in lines))

    own = self_signed("127.0.0.1").write(folder / "kubelet.pem")
    app = Starlette(routes=[Route("/containerLogs/{namespace}/{pod}/runner", log)])
    async with served(app, log_config=None, ssl_certfile=str(own)) as url:
        node = f"{clinic.namespace}-node"
        await clinic.cluster.create(NODES, None, {"metadata": {"name": node}})
        address = {"type": "InternalIP", "address": "127.0.0.1"}
        port = {"kubeletEndpoint": {"Port": int(url.rpartition(":")[2])}}
        change = {"status": {"addresses": [address], "daemonEndpoints": port}}
        clinic.plane.kubectl("patch", "node", node, "--subresource=status", "--type=merge", "-p", json.dumps(change))
        binding = {
            "apiVersion": "v1",
            "kind": "Binding",
            "metadata": {"name": pod},
            "target": {"apiVersion": "v1", "kind": "Node", "name": node},
        }
        path = f"/api/v1/namespaces/{clinic.namespace}/pods/{pod}/binding"
        clinic.plane.kubectl("create", "--raw", path, "-f", "-", input_=json.dumps(binding))
        yield
        clinic.plane.kubectl("delete", "node", node)
