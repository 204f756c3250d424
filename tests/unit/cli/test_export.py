"""`webmend export` on a cluster in memory."""

import json
from typing import Any

import pytest

from tests.support.builders import workflow
from tests.support.cluster import FakeCluster
from webmend.cli.errors import Usage
from webmend.cli.exporting import exported
from webmend.cli.main import parser
from webmend.cli.versions import Asked
from webmend.policy import versions
from webmend.policy.manifest import as_applied
from webmend.ports.cluster import VERSIONS, WORKFLOWS

GRAPH = workflow().spec.graph
MENDED = GRAPH.with_(nodes=(GRAPH.nodes[0], GRAPH.nodes[1].with_(wait_time="30s")))
APPLIED: dict[str, Any] = {
    "apiVersion": "webmend.io/v1alpha1",
    "kind": "Workflow",
    "metadata": {"name": "portal"},
    "spec": {"graph": GRAPH.stored()},
}
KEPT = {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(APPLIED)}}
AS_STORED = {**APPLIED, "spec": {**APPLIED["spec"], "state": "Active"}}
CHANGED = {**APPLIED, "spec": {"graph": MENDED.stored()}}


@pytest.fixture
async def asked() -> Asked:
    """A workflow with two versions, the second with a longer wait."""
    cluster = FakeCluster()
    body = {"metadata": {"name": "portal", "labels": {"team": "north"}}, "spec": workflow().spec.stored()}
    stored = await cluster.create(WORKFLOWS, "clinic", body)
    owner = workflow().with_(uid=stored["metadata"]["uid"])
    for number, graph in enumerate((GRAPH, MENDED), 1):
        await cluster.create(VERSIONS, "clinic", versions.body(owner, versions.of_user("portal", graph, (), number)))
    return Asked(cluster, "clinic")


def wait_time(document: dict[str, Any]) -> Any:
    return document["spec"]["graph"]["nodes"][1].get("waitTime")


async def test_the_manifest_has_the_graph_of_the_version_that_takes_effect(asked: Asked) -> None:
    document, version = await exported(asked, "portal", None)
    assert (document["kind"], document["metadata"]["labels"]) == ("Workflow", {"team": "north"})
    assert (version.spec.number, wait_time(document)) == (2, "30s")


async def test_another_version_may_be_asked_for(asked: Asked) -> None:
    document, version = await exported(asked, "portal", 1)
    assert (version.spec.number, wait_time(document)) == (1, GRAPH.nodes[1].wait_time)


async def test_a_revert_stands_for_the_version_that_it_goes_back_to(asked: Asked) -> None:
    await asked.revert("portal", 1, "")
    document, version = await exported(asked, "portal", None)
    assert (version.spec.number, wait_time(document)) == (3, GRAPH.nodes[1].wait_time)


async def test_a_version_that_is_not_there_is_said(asked: Asked) -> None:
    with pytest.raises(Usage, match="portal has no version 7 with a graph; it has 1 to 2"):
        await exported(asked, "portal", 7)


@pytest.mark.parametrize(
    ("stored", "metadata", "want"),
    [
        (AS_STORED, KEPT, APPLIED),
        (APPLIED, {"uid": "u", "managedFields": [1], "generation": 3}, APPLIED),
        (CHANGED, KEPT, CHANGED),
    ],
    ids=["kubectl has kept it", "what the cluster adds is left out", "somebody has changed it since"],
)
def test_the_manifest_is_the_one_that_was_applied(
    stored: dict[str, Any], metadata: dict[str, Any], want: dict[str, Any]
) -> None:
    assert as_applied({**stored, "metadata": {"name": "portal", **metadata}, "status": {"x": 1}}) == want


def test_the_command_takes_a_workflow_and_a_version() -> None:
    given = parser().parse_args(["export", "portal", "-n", "clinic", "--version", "3"])
    assert (given.workflow, given.namespace, given.version) == ("portal", "clinic", 3)
