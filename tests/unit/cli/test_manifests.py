"""What `webmend run` makes of the files and sources that it is given."""

from pathlib import Path

import pytest

from tests.support.builders import workflow
from webmend.cli import credentials, manifests
from webmend.cli.errors import Usage

PORTAL = """
apiVersion: webmend.io/v1alpha1
kind: Workflow
metadata: {name: portal}
spec:
  credentials: [{alias: site, secretRef: login, origins: ["http://site.test"]}]
  graph: {nodes: [{id: open, navigate: {url: "http://site.test/"}}]}
---
apiVersion: webmend.io/v1alpha1
kind: WorkflowRun
metadata: {name: portal-1}
spec: {workflowRef: {name: portal}, inputs: {patient: P-1}}
---
apiVersion: v1
kind: Secret
metadata: {name: login}
data: {username: YWRh}
stringData: {password: "1234"}
---
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "portal.yaml"


def read(file: Path, text: str) -> manifests.Manifests:
    file.write_text(text)
    return manifests.read([file])


def test_workflow_run_and_secret_of_a_file_are_found(file: Path) -> None:
    found = read(file, PORTAL)
    portal = found.workflow(None)
    assert (portal.name, portal.namespace) == ("portal", "default")
    run = found.run_of(portal, None)
    assert run is not None
    assert (run.name, run.spec.inputs) == ("portal-1", {"patient": "P-1"})
    assert found.secrets == {"login": {"username": "ada", "password": "1234"}}
    assert found.document_of(portal)["metadata"] == {"name": "portal"}


def test_a_file_without_a_run_is_fine(file: Path) -> None:
    found = read(file, PORTAL.split("---")[0])
    assert found.run_of(found.workflow(None), None) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", "is no YAML"),
        ("just words", "is no manifest"),
        ("kind: Workflow", "metadata.name are needed"),
        (PORTAL.replace("navigate:", "nevigate:"), "spec.graph.nodes.0"),
        (PORTAL.replace("YWRh", "YWR"), "Secret login: data is not base64"),
        ("", "which Workflow (--workflow NAME)? There are: none"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(file: Path, text: str, says: str) -> None:
    with pytest.raises(Usage) as raised:
        read(file, text).workflow(None)
    assert says in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Usage, match=r"nowhere\.yaml cannot be read: No such file"):
        manifests.read([tmp_path / "nowhere.yaml"])


def test_one_of_several_workflows_is_chosen_by_name(file: Path) -> None:
    other = PORTAL.split("---")[0]
    found = read(file, other + "---" + other.replace("portal", "other"))
    assert found.workflow("other").name == "other"
    with pytest.raises(Usage, match="There are: portal, other"):
        found.workflow(None)
    with pytest.raises(Usage, match="no Workflow third; there are: portal, other"):
        found.workflow("third")


SITE = workflow(credentials=[{"alias": "site", "secretRef": "login", "origins": ["http://site.test"]}])


def test_credentials_come_from_the_secret_that_the_workflow_names() -> None:
    assert credentials.gather(SITE, {"login": {"password": "a"}}, {}) == {"site": {"password": "a"}}


def test_a_source_on_the_command_line_wins(file: Path) -> None:
    file.write_text("{username: ada, password: 1234}")
    found = credentials.gather(SITE, {"login": {"password": "a"}}, {"site": str(file)})
    assert found == {"site": {"username": "ada", "password": "1234"}}


def test_a_source_may_be_a_secret_manifest(file: Path) -> None:
    file.write_text("{kind: Secret, metadata: {name: x}, stringData: {password: p}}")
    assert credentials.read(str(file)) == {"password": "p"}


def test_a_source_may_be_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_PASSWORD", "p")
    assert credentials.read("env:PORTAL") == {"password": "p"}
    with pytest.raises(Usage, match="OTHER_USERNAME, OTHER_PASSWORD"):
        credentials.read("env:OTHER")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "the credential site has no value: give --credential site=FILE"),
        ({"x": "y"}, "no credential x; it has: site"),
    ],
)
def test_a_credential_without_a_value_is_named_with_what_to_do(given: dict[str, str], says: str) -> None:
    with pytest.raises(Usage) as raised:
        credentials.gather(SITE, {}, given)
    assert says in str(raised.value)
