"""Steps described once a cycle, on a cluster in memory."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.builders import graph, node
from tests.unit.controller.conftest import NAMESPACE, FakeBroker, Rig
from webmend.controller.enrichment import Enrichment
from webmend.domain.experience import Remembered
from webmend.domain.settings import EnrichmentSettings
from webmend.domain.target import Fingerprint
from webmend.ports.cluster import RUNS, VERSIONS, WORKFLOWS, Conflict

STEPS = graph(node("open", "navigate"), node("new"))
ON = {"nodeDescriptionEnrichment": True}


class Asked(FakeBroker):
    """Remembers whom it was asked about."""

    def __init__(self) -> None:
        super().__init__()
        seen = Fingerprint(role="button", name="New", url="https://clinic.example/")
        self.shown = {"open": Remembered(), "new": Remembered(target=STEPS.node("new").target, fingerprint=seen)}
        self.about: list[str] = []

    async def experience(self, workflow_uid: str, version: int) -> Mapping[str, Remembered]:
        self.about.append(workflow_uid)
        return await super().experience(workflow_uid, version)


@pytest.fixture
def broker() -> Asked:
    return Asked()


def enrichment(rig: Rig, broker: FakeBroker, workflows: int = 50) -> Enrichment:
    return Enrichment(rig.cluster, rig.store, broker, rig.execute, EnrichmentSettings(workflows=workflows))


async def apply(rig: Rig, name: str, **handling: Any) -> str:
    """A workflow of that name with its first version; its UID."""
    spec = {"graph": STEPS.stored(), "errorHandling": {**ON, **handling}}
    stored = await rig._apply(WORKFLOWS, name, spec)
    await rig.settle()
    return str(stored["metadata"]["uid"])


async def ended(rig: Rig, workflow: str, number: int, **status: Any) -> None:
    name = f"{workflow}-{number}"
    await rig.cluster.create(RUNS, NAMESPACE, {"metadata": {"name": name}, "spec": {"workflowRef": {"name": workflow}}})
    await rig.cluster.patch_status(RUNS, NAMESPACE, name, status, "")


async def test_steps_get_descriptions_in_a_version_and_the_manifest_stays(rig: Rig, broker: Asked) -> None:
    await apply(rig, "portal")
    before = (await rig.cluster.get(WORKFLOWS, NAMESPACE, "portal"))["spec"]
    await enrichment(rig, broker).once()
    await rig.settle()
    made = await rig.cluster.get(VERSIONS, NAMESPACE, "portal-v2")
    assert made["spec"]["note"] == "Described 2 steps from good runs"
    assert made["spec"]["graph"]["nodes"][1]["description"].startswith('Clicks the button "New".')
    assert (await rig.cluster.get(WORKFLOWS, NAMESPACE, "portal"))["spec"] == before
    assert (await rig.workflow()).status.active_version == 2


async def test_the_next_cycle_finds_nothing_to_describe_and_asks_nobody(rig: Rig, broker: Asked) -> None:
    await apply(rig, "portal")
    for _ in range(3):
        await enrichment(rig, broker).once()
        await rig.settle()
    assert len(broker.about) == 1
    assert len(await rig.versions()) == 2


async def test_a_workflow_without_the_switch_is_left_alone(rig: Rig, broker: Asked) -> None:
    await apply(rig, "portal", nodeDescriptionEnrichment=False)
    await enrichment(rig, broker).once()
    assert broker.about == []


async def test_where_not_all_can_be_taken_those_that_nobody_understands_go_first(rig: Rig, broker: Asked) -> None:
    for name in ("fine", "unclear", "clear"):
        await apply(rig, name)
    for number in range(4):
        await ended(rig, "fine", number, phase="Succeeded")
        await ended(rig, "clear", number, phase="Failed", error={"category": "PAGE_NOT_FOUND"})
        await ended(rig, "unclear", number, phase="Failed", error={"category": "NOT_CONFIDENT"})
    await enrichment(rig, broker, workflows=1).once()
    assert [v["metadata"]["name"] for v in await rig.versions() if v["spec"]["number"] == 2] == ["unclear-v2"]


@pytest.mark.parametrize("trouble", ["the server is away", "another version is made at that moment"])
async def test_what_goes_wrong_with_one_is_made_up_for_in_the_next_cycle(rig: Rig, broker: Asked, trouble: str) -> None:
    await apply(rig, "portal")
    if trouble == "the server is away":
        broker.is_away = True
    else:
        rig.cluster.fail("create", Conflict("changed"), of=VERSIONS)
    await enrichment(rig, broker).once()
    assert len(await rig.versions()) == 1
    broker.is_away = False
    await enrichment(rig, broker).once()
    assert len(await rig.versions()) == 2
