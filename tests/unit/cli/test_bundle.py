"""`webmend bundle`: all about a run is in it, and nothing that is nobody's business."""

import io
import json
import stat
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.builders import NOW, attempt, failure, run, workflow
from tests.support.cluster import FakeCluster
from tests.support.discovery import FakeDiscovery
from tests.support.pod_logs import FakePodLogs
from webmend.adapters.api import ApiUnreachable
from webmend.cli.bundle.contents import Bundle
from webmend.cli.bundle.gathering import Want
from webmend.cli.bundle.making import bundled, write
from webmend.cli.bundle.masking import Masker, masker
from webmend.cli.cluster import Place
from webmend.cli.doctor.gathering import Scope
from webmend.cli.errors import Usage
from webmend.cli.runs.gathering import Gatherer
from webmend.domain import names
from webmend.domain.failure import Category
from webmend.domain.left_behind import Artifact, ArtifactList
from webmend.domain.run import RunStatus
from webmend.policy.redact import Redactor
from webmend.ports.cluster import EVENTS, PODS, RUNS, WORKFLOWS, Forbidden, Object

CANARY, PATIENT = "canary-9f31", "Zoë Ångström"
INPUTS = [{"name": "patient"}, {"name": "pin", "secret": True}, {"name": "ward", "default": "north-wing"}]
DECLARED = workflow(inputs=INPUTS)


def hidden(value: Any, *, with_inputs: bool = False, **inputs: str) -> Any:
    """The value without what a run with these inputs is to keep."""
    made = run(RunStatus(), inputs={"patient": PATIENT, "pin": CANARY, **inputs})
    return masker(made, DECLARED, with_inputs=with_inputs).value(value)


class TestMasking:
    @pytest.mark.parametrize(
        ("text", "want"),
        [
            (f"it says {CANARY}!", "it says ***!"),
            (f"in capitals {CANARY.upper()}", "in capitals ***"),
            (f"of {PATIENT}", "of ***"),
            ("in the north-wing", "in the ***"),
            ("https://me:word@site.test/", "https://***@site.test/"),
            ("Authorization: Bearer abcdefghijklmnopqrstuvwxyz", "Authorization: ***"),
            ("nothing of it", "nothing of it"),
        ],
    )
    def test_a_text(self, text: str, want: str) -> None:
        assert hidden(text) == want

    def test_inputs_that_are_not_secret_stay_where_that_is_wanted(self) -> None:
        assert hidden([PATIENT, CANARY], with_inputs=True) == [PATIENT, "***"]

    @pytest.mark.parametrize("value", ["1", "no", "true", "abc"])
    def test_short_and_common_values_would_take_half_of_all_texts_with_them(self, value: str) -> None:
        assert hidden({"is": f"{value} it is"}, patient=value) == {"is": f"{value} it is"}

    def test_a_short_secret_goes_where_it_is_a_word(self) -> None:
        assert hidden("pin 12, of 1234", pin="12") == "pin ***, of 1234"

    def test_numbers_and_names_of_fields_are_left(self) -> None:
        assert hidden({"patient": 4, PATIENT: [PATIENT, None, True]}) == {"patient": 4, PATIENT: ["***", None, True]}

    def test_of_a_workflow_that_has_gone_every_input_is_secret(self) -> None:
        made = run(RunStatus(), inputs={"patient": "Bo"})
        assert masker(made, None, with_inputs=True).text("of Bo") == "of ***"

    def test_answers_are_inputs_too(self) -> None:
        made = run(RunStatus(), answers=({"requestId": "q1", "inputs": {"pin": CANARY, "patient": PATIENT}},))
        assert masker(made, DECLARED, with_inputs=True).text(f"{CANARY} {PATIENT}") == f"*** {PATIENT}"

    @pytest.mark.parametrize(
        ("line", "want"),
        [
            ('{"event": "filled", "value": "canary-9f31", "n": 1}', '{"event": "filled", "value": "***", "n": 1}'),
            ("Traceback: canary-9f31", "Traceback: ***"),
            ('["canary-9f31"]', '["***"]'),
        ],
    )
    def test_a_line_of_a_log_stays_what_it_is(self, line: str, want: str) -> None:
        assert Masker(Redactor({CANARY})).line(line) == want

    def test_an_object_is_without_notes_of_tools_and_variables_of_others(self) -> None:
        applied = {"kubectl.kubernetes.io/last-applied-configuration": "{}"}
        env = [{"name": "TOKEN", "value": "x"}, {"name": "WEBMEND_URL", "value": "y"}, {"name": "Z", "valueFrom": {}}]
        obj = {
            "metadata": {"name": "p", "annotations": applied, "managedFields": [1]},
            "spec": {"containers": [{"env": env}]},
        }
        assert Masker(Redactor()).object(obj) == {
            "metadata": {"name": "p"},
            "spec": {"containers": [{"env": [{"name": "TOKEN", "value": "***"}, *env[1:]]}]},
        }


class Server:
    """What it has kept of the run."""

    async def __call__(self) -> Any:
        return self

    async def artifacts(self, run: str) -> ArtifactList:
        made = ("a1/steps.jsonl", "a1/failures/1.json", "a1/files/x.png")
        items = tuple(Artifact(name=name, attempt=1, size_bytes=7, content_type="x") for name in made)
        return ArtifactList(run=run, session_id="u", items=items)

    async def artifact(self, run: str, name: str) -> bytes:
        return json.dumps({"seen": f"{CANARY} in {name}"}).encode()

    async def runs(self, asked: Any) -> Any:
        raise ApiUnreachable("refused")


@pytest.fixture
async def place() -> Place:
    """A run that has failed with its secret everywhere, its pod, an event, an operator that speaks of it."""
    cluster = FakeCluster()
    await cluster.create(WORKFLOWS, "clinic", {"metadata": {"name": "portal"}, "spec": DECLARED.spec.stored()})
    spec = {"workflowRef": {"name": "portal"}, "inputs": {"patient": PATIENT, "pin": CANARY}}
    made = await cluster.create(RUNS, "clinic", {"metadata": {"name": "portal-1"}, "spec": spec})
    error = failure(Category.PAGE_NOT_FOUND, message=f"no {CANARY}", evidence=(f"of {PATIENT}",)).stored()
    tried = attempt(job_name="portal-1-job").stored()
    status = {"phase": "Failed", "attempt": 1, "error": error, "attempts": [tried]}
    await cluster.patch_status(RUNS, "clinic", "portal-1", status, "")
    await put(cluster, PODS, "clinic", "portal-1-job-x", {names.LABEL_RUN_NAME: "portal-1", names.LABEL_ATTEMPT: "1"})
    await put(cluster, PODS, "webmend-system", "op-1", {"app.kubernetes.io/component": "operator"})
    about = {"regarding": {"name": "portal-1-job-x"}, "reason": "Failed", "note": f"with {CANARY}", "eventTime": "T1"}
    await cluster.create(EVENTS, "clinic", {"metadata": {"name": "e1"}, **about})
    other = {"regarding": {"name": "portal-10"}, "reason": "Other", "note": "of another", "eventTime": "T0"}
    await cluster.create(EVENTS, "clinic", {"metadata": {"name": "e2"}, **other})
    logs = {
        "portal-1-job-x": [json.dumps({"event": "filled", "value": CANARY}), f"plain {PATIENT}"],
        "op-1": [json.dumps({"event": "planned", "uid": made["metadata"]["uid"]}), '{"event": "another"}'],
    }
    return Place(cluster, "clinic", FakePodLogs(logs), FakeDiscovery())


async def put(cluster: FakeCluster, kind: Any, namespace: str, name: str, labels: dict[str, str]) -> Object:
    return await cluster.create(kind, namespace, {"metadata": {"name": name, "labels": labels}, "spec": {}})


async def made_of(place: Place, *, evidence: bool = False, server: Any = None, with_inputs: bool = False) -> Bundle:
    want = Want(Scope("clinic", "webmend-system", "1.0"), evidence=evidence)
    view = await Gatherer(place).view("portal-1")
    return await bundled(place, view, server, want, NOW, with_inputs)


class TestBundle:
    async def test_all_about_the_run_is_in_it_and_no_secret(self, place: Place) -> None:
        found = await made_of(place, server=Server(), evidence=True)
        assert sorted(found.files) == [
            "artifacts.txt",
            "artifacts/a1/failures/1.json",
            "artifacts/a1/steps.jsonl",
            "describe.txt",
            "doctor.json",
            "events.txt",
            "logs/attempt-1.jsonl",
            "logs/op-1.jsonl",
            "pods.yaml",
            "program.txt",
            "run.yaml",
            "workflow.yaml",
        ]
        everything = "".join(text for text, _ in found.files.values())
        assert CANARY not in everything
        assert PATIENT not in everything
        assert "***" in everything

    async def test_a_short_input_is_not_told_where_it_is_given(self, place: Place) -> None:
        await place.cluster.patch_spec(RUNS, "clinic", "portal-1", {"inputs": {"patient": "B7"}}, "")
        for with_inputs, want in ((False, "***"), (True, "B7")):
            found = (await made_of(place, with_inputs=with_inputs)).files
            assert yaml.safe_load(found["run.yaml"][0])["spec"]["inputs"]["patient"] == want
            assert f"patient = {want}\n" in found["describe.txt"][0]

    async def test_of_others_there_is_nothing(self, place: Place) -> None:
        found = await made_of(place)
        assert found.files["events.txt"][0] == "T1  Failed  with ***\n"
        assert len(found.files["logs/op-1.jsonl"][0].splitlines()) == 1

    async def test_it_can_be_read_by_programs(self, place: Place) -> None:
        found = await made_of(place, with_inputs=True)
        assert yaml.safe_load(found.files["run.yaml"][0])["spec"]["inputs"] == {"patient": PATIENT, "pin": "***"}
        assert json.loads(found.files["logs/attempt-1.jsonl"][0].splitlines()[0])["value"] == "***"

    async def test_evidence_is_in_it_where_that_is_wanted(self, place: Place) -> None:
        assert "artifacts/a1/failures/1.json" not in (await made_of(place, server=Server())).files

    async def test_what_cannot_be_had_is_said_and_the_rest_is_there(self, place: Place) -> None:
        assert isinstance(place.cluster, FakeCluster)
        place.cluster.fail("list", Forbidden("may not list events"), of=EVENTS)
        found = await made_of(place)
        assert "events.txt: may not list events" in found.missing
        assert "the log of the server: no pod of it is in webmend-system" in found.missing
        assert "run.yaml" in found.files

    async def test_the_index_names_every_file_and_what_is_not_there(self, place: Place) -> None:
        found = await made_of(place)
        index = found.index("Secrets are taken out.")
        assert index.startswith("# WorkflowRun clinic/portal-1, ")
        assert all(f"| `{name}` | {what} |" in index for name, (_, what) in found.files.items())
        assert "* jobs.yaml: there are none any more" in index


def test_it_is_packed_into_one_folder_for_its_owner_alone(tmp_path: Path) -> None:
    bundle = Bundle("webmend-x", "A run")
    bundle.add("logs/a.jsonl", "{}\n", "a log")
    bundle.add("empty.txt", " \n", "nothing")
    file = tmp_path / "x.tar.gz"
    write(file, bundle.packed(NOW, "Nothing was taken out."))

    with tarfile.open(file) as archive:
        assert archive.getnames() == ["webmend-x/README.md", "webmend-x/logs/a.jsonl"]
        assert {member.mode for member in archive} == {0o600}
        body = archive.extractfile("webmend-x/logs/a.jsonl")
        assert body is not None
        assert io.TextIOWrapper(body).read() == "{}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(Usage, match="it is there already"):
        write(file, b"")
