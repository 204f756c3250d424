"""`webmend clone` on a cluster in memory."""

import json

import pytest

from tests.support.builders import workflow
from tests.support.cluster import FakeCluster
from webmend.cli.cloning import cloned
from webmend.cli.cluster import Place
from webmend.cli.errors import Usage
from webmend.domain.resource import workflow_from
from webmend.policy import graph, versions
from webmend.ports.cluster import VERSIONS, WORKFLOWS, Object

SPEC = workflow(schedule={"cron": ["0 6 * * *"]}, type="card").spec
MENDED = SPEC.graph.with_(nodes=(SPEC.graph.nodes[0], SPEC.graph.nodes[1].with_(wait_time="30s")))
LABELS = {"team": "north", "app.kubernetes.io/instance": "portal", "helm.toolkit.fluxcd.io/name": "portal"}
APPLIED = {
    "apiVersion": "webmend.io/v1alpha1",
    "kind": "Workflow",
    "metadata": {"name": "portal", "namespace": "clinic", "labels": LABELS, "annotations": {"note": "mine"}},
    "spec": SPEC.stored(),
}
KEPT = {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(APPLIED), "webmend.io/resume": "portal-1"}


@pytest.fixture(params=["applied", "edited"])
async def place(request: pytest.FixtureRequest) -> Place:
    """A managed workflow with two versions, the second with a longer wait; kubectl has kept its manifest, or not."""
    cluster = FakeCluster()
    annotations = {"note": "mine", **(KEPT if request.param == "applied" else {})}
    metadata = {"name": "portal", "labels": LABELS, "annotations": annotations, "finalizers": ["x.example/y"]}
    stored = await cluster.create(WORKFLOWS, "clinic", {"metadata": metadata, "spec": SPEC.stored()})
    await cluster.patch_status(WORKFLOWS, "clinic", "portal", {"activeVersion": 2}, "")
    owner = workflow_from(stored)
    for number, graph_ in enumerate((SPEC.graph, MENDED), 1):
        await cluster.create(VERSIONS, "clinic", versions.body(owner, versions.of_user("portal", graph_, (), number)))
    return Place(cluster, "clinic")


async def made(place: Place, name: str = "portal-test") -> Object:
    return await place.cluster.get(WORKFLOWS, "clinic", name)


async def test_the_copy_is_a_draft_with_the_repairs_folded_in_and_all_settings(place: Place) -> None:
    assert await cloned(place, "portal", "portal-test", None) == "portal-test: a Draft with version 2 of portal"
    copy = workflow_from(await made(place))
    assert (copy.spec.state, copy.spec.type, copy.spec.schedule) == ("Draft", "card", SPEC.schedule)
    assert copy.spec.graph == MENDED
    assert graph.problems(copy.spec) == ()


async def test_nothing_of_those_who_manage_the_original_is_copied(place: Place) -> None:
    await cloned(place, "portal", "portal-test", None)
    copy = await made(place)
    assert copy["metadata"]["labels"] == {"team": "north"}
    assert {"annotations", "finalizers", "ownerReferences"} & set(copy["metadata"]) == set()
    assert "status" not in copy


async def test_the_original_stays_as_it_is(place: Place) -> None:
    before = await made(place, "portal")
    await cloned(place, "portal", "portal-test", 1)
    assert await made(place, "portal") == before
    assert workflow_from(await made(place)).spec.graph == SPEC.graph


@pytest.mark.parametrize("name", ["a" * 50, "b"])
async def test_a_name_of_50_characters_is_taken(place: Place, name: str) -> None:
    await cloned(place, "portal", name, None)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a" * 51, "at most 50 characters"),
        ("Portal", "is no name of a workflow"),
        ("-portal", "is no name of a workflow"),
        ("portal", "there is a workflow portal already"),
    ],
)
async def test_a_name_that_cannot_be_is_refused(place: Place, name: str, says: str) -> None:
    with pytest.raises(Usage, match=says):
        await cloned(place, "portal", name, None)
