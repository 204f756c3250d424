"""Versions on a real API server: what people say of them by kubectl and by `webmend versions` takes effect."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.clinic import Clinic, eventually
from tests.support.builders import graph, node, version, workflow
from tests.support.replica import replica
from webmend.cli import status
from webmend.cli.main import run as webmend
from webmend.domain.resource import version_from
from webmend.domain.version import Author, Repair, RepairKind
from webmend.policy import versions
from webmend.ports.cluster import VERSIONS, WORKFLOWS, Object

PORTAL = workflow(graph(node("open", "navigate"), node("one"), node("two")))
MANIFEST = PORTAL.spec.graph


def raised(node_id: str) -> Repair:
    digest = versions.digest(MANIFEST.node(node_id))
    return Repair(kind=RepairKind.WAIT_TIME, node_id=node_id, node_digest=digest, wait_time="30s", note="raised")


class Portal:
    """A workflow whose versions are made and judged."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic

    async def repaired(self, number: int, *repairs: Repair, review: bool = False) -> None:
        """A version of webmend's with these repairs."""
        laid = versions.patched(MANIFEST, repairs)
        made = version(PORTAL, number, author=Author.WEBMEND, repairs=repairs, graph=laid, review=review)
        owner = PORTAL.with_(namespace=self.clinic.namespace, uid=(await self.object())["metadata"]["uid"])
        await self.clinic.cluster.create(VERSIONS, self.clinic.namespace, versions.body(owner, made.spec))

    async def object(self) -> Object:
        return await self.clinic.cluster.get(WORKFLOWS, self.clinic.namespace, "portal")

    async def is_at(self, number: int) -> bool:
        return (await self.object()).get("status", {}).get("activeVersion") == number

    async def pending(self) -> str:
        """What the condition RepairsPending says; empty when nothing waits."""
        conditions = (await self.object()).get("status", {}).get("conditions", ())
        return next((c["message"] for c in conditions if c["type"] == "RepairsPending" and c["status"] == "True"), "")

    async def says_pending(self, text: str) -> bool:
        return text in await self.pending()

    async def waits_at_run(self, name: str) -> str:
        """Wait time of the step "one" in the version that a new run takes."""
        await self.clinic.apply_run(name)
        await self.clinic.pod(name)
        number = (await self.clinic.run(name)).status.version
        found = await self.clinic.cluster.list(VERSIONS, self.clinic.namespace)
        known = tuple(map(version_from, found))
        taken = versions.numbered(known, number or 0)
        assert taken is not None
        assert taken.spec.graph is not None
        return taken.spec.graph.node("one").wait_time or ""

    async def webmend(self, *words: str) -> int:
        """`webmend versions ...`, as a person calls it."""
        options = ["-n", self.clinic.namespace, "--kubeconfig", self.clinic.plane.kubeconfig]
        return await asyncio.to_thread(webmend, ["versions", *words, *options])


@pytest.fixture
async def portal(clinic: Clinic, tmp_path: Path) -> AsyncIterator[Portal]:
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path) as operator:
        await eventually(operator.is_leader)
        await clinic.apply_workflow(graph=MANIFEST.stored())
        found = Portal(clinic)
        await eventually(lambda: found.is_at(1))
        yield found


async def test_a_revert_is_in_force_and_runs_take_it(portal: Portal) -> None:
    await portal.repaired(2, raised("one"))
    await eventually(lambda: portal.is_at(2))
    assert await portal.waits_at_run("before") == "30s"
    assert await portal.webmend("revert", "portal", "1", "--note", "the wait was not it") == status.SUCCEEDED
    await eventually(lambda: portal.is_at(3))
    assert await portal.waits_at_run("after") == ""
    assert await portal.webmend("diff", "portal", "1", "3") == status.SUCCEEDED
    assert await portal.webmend("diff", "portal", "2", "3") == status.FAILED


async def test_a_revert_by_kubectl_is_the_same(portal: Portal) -> None:
    await portal.repaired(2, raised("one"))
    await eventually(lambda: portal.is_at(2))
    spec = {"workflow": "portal", "number": 3, "author": "User", "note": "back", "revertTo": 1}
    body = {"apiVersion": "webmend.io/v1alpha1", "kind": "WorkflowVersion", "metadata": {"name": "portal-v3"}}
    plane = portal.clinic.plane
    plane.run(
        "kubectl",
        *("--kubeconfig", plane.kubeconfig, "-n", portal.clinic.namespace, "create", "-f", "-"),
        input_=json.dumps({**body, "spec": spec}),
    )
    await eventually(lambda: portal.is_at(3))


async def test_proposals_wait_are_counted_and_take_effect_when_approved(portal: Portal) -> None:
    await portal.repaired(2, raised("one"), review=True)
    await portal.repaired(3, raised("two"), review=True)
    await eventually(lambda: portal.says_pending("2 wait for approval"))
    assert await portal.is_at(1)
    assert await portal.webmend("approve", "portal", "3") == status.SUCCEEDED
    await eventually(lambda: portal.is_at(3))
    assert await portal.webmend("approve", "portal", "2") == status.SUCCEEDED
    await eventually(lambda: portal.is_at(4))  # both, laid over one another
    made = await portal.clinic.cluster.get(VERSIONS, portal.clinic.namespace, "portal-v4")
    assert [step.get("waitTime") for step in made["spec"]["graph"]["nodes"]] == [None, "30s", "30s"]
    assert await portal.pending() == ""


async def test_a_rejected_proposal_is_over(portal: Portal) -> None:
    await portal.repaired(2, raised("one"), review=True)
    await eventually(lambda: portal.says_pending("1 wait"))
    patch = ("patch", "wmv", "portal-v2", "--type=merge", "-p", '{"spec":{"decision":"Rejected"}}')
    portal.clinic.plane.kubectl("-n", portal.clinic.namespace, *patch)

    async def is_over() -> bool:
        return await portal.pending() == ""

    await eventually(is_over)
    assert await portal.is_at(1)
    assert await portal.webmend("approve", "portal", "2") == status.USAGE


async def test_a_manifest_changed_while_others_make_versions_loses_none(portal: Portal) -> None:
    changed = graph(*MANIFEST.nodes, node("three"))
    kubectl_patch = json.dumps({"spec": {"graph": changed.stored()}})
    arguments = ("-n", portal.clinic.namespace, "patch", "wmw", "portal", "--type=merge", "-p", kubectl_patch)
    edit = asyncio.to_thread(portal.clinic.plane.kubectl, *arguments)
    await asyncio.gather(edit, portal.webmend("revert", "portal", "1"), return_exceptions=False)

    async def has_both() -> bool:
        found = await portal.clinic.cluster.list(VERSIONS, portal.clinic.namespace)
        kinds = sorted("revert" if "revertTo" in v["spec"] else "graph" for v in found)
        return kinds == ["graph", "graph", "revert"]

    await eventually(has_both)
    found = await portal.clinic.cluster.list(VERSIONS, portal.clinic.namespace)
    assert sorted(v["spec"]["number"] for v in found) == [1, 2, 3]
