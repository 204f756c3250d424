"""`webmend versions` on files and on a cluster in memory."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.builders import workflow
from tests.support.cluster import FakeCluster
from webmend.cli import status
from webmend.cli.errors import Usage
from webmend.cli.main import run
from webmend.cli.versions import Asked
from webmend.domain.version import Decision
from webmend.policy import versions
from webmend.ports.cluster import VERSIONS, WORKFLOWS, AlreadyExists

GRAPH = workflow().spec.graph


def manifest(folder: Path, name: str, kind: str = "Workflow", **step: Any) -> str:
    graph = json.loads(json.dumps(GRAPH.stored()))
    graph["nodes"][1] |= step
    more = {"workflow": "portal", "number": 2, "author": "User", "note": "n"} if kind != "Workflow" else {}
    document = {
        "apiVersion": "webmend.io/v1alpha1",
        "kind": kind,
        "metadata": {"name": "portal"},
        "spec": {"graph": graph, **more},
    }
    (folder / name).write_text(yaml.safe_dump(document))
    return str(folder / name)


def test_two_files_are_compared_whatever_their_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = manifest(tmp_path, "old.yaml")
    new = manifest(tmp_path, "new.yaml", "WorkflowVersion", waitTime="30s")
    assert run(["versions", "diff", old, new]) == status.FAILED
    assert "waitTime: (not set) -> 30s" in capsys.readouterr().out
    assert run(["versions", "diff", old, old]) == status.SUCCEEDED
    assert run(["versions", "diff", old, new, "--json"]) == status.FAILED
    assert json.loads(capsys.readouterr().out)[0]["fields"] == [{"path": "waitTime", "old": "", "new": "30s"}]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["portal", "1", "x"], "two files, or a workflow and two numbers"),
        (["a.yaml", "b.yaml"], "a.yaml cannot be read"),
    ],
)
def test_what_cannot_be_compared_is_said(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["versions", "diff", *words, "--kubeconfig", "/nowhere"]) == status.USAGE
    assert says in capsys.readouterr().err


@pytest.fixture
async def cluster() -> FakeCluster:
    """A workflow with one version."""
    found = FakeCluster()
    stored = await found.create(WORKFLOWS, "clinic", {"metadata": {"name": "portal"}, "spec": workflow().spec.stored()})
    owner = workflow().with_(uid=stored["metadata"]["uid"])
    await found.create(VERSIONS, "clinic", versions.body(owner, versions.of_user("portal", GRAPH, (), 1)))
    return found


async def test_a_revert_takes_the_next_number_and_belongs_to_the_workflow(cluster: FakeCluster) -> None:
    asked = Asked(cluster, "clinic")
    assert await asked.revert("portal", 1, "") == "portal-v2"
    made = await cluster.get(VERSIONS, "clinic", "portal-v2")
    assert made["spec"]["revertTo"] == 1
    assert made["spec"]["author"] == "User"
    assert made["metadata"]["ownerReferences"][0]["name"] == "portal"
    assert await asked.graph("portal", 2) == GRAPH


async def test_a_revert_that_another_writer_overtakes_takes_the_number_after(cluster: FakeCluster) -> None:
    cluster.fail("create", AlreadyExists("portal-v2"), of=VERSIONS)
    assert await Asked(cluster, "clinic").revert("portal", 1, "why") == "portal-v2"


async def test_a_revert_to_what_is_not_there_is_refused(cluster: FakeCluster) -> None:
    with pytest.raises(Usage, match="no version 7; it has 1 to 1"):
        await Asked(cluster, "clinic").revert("portal", 7, "")
    with pytest.raises(Usage, match="no version of a workflow other"):
        await Asked(cluster, "clinic").all("other")


async def test_a_decision_is_taken_once(cluster: FakeCluster) -> None:
    asked = Asked(cluster, "clinic")
    for _ in range(2):
        assert await asked.decide("portal", 1, Decision.APPROVED) == "portal-v1"
    with pytest.raises(Usage, match="was approved before"):
        await asked.decide("portal", 1, Decision.REJECTED)
