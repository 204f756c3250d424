"""Which workflows call which, and who is looked at again when a component changes."""

from typing import Any

import pytest

from tests.unit.controller.conftest import NAMESPACE, Rig
from webmend.controller.callers import Callers
from webmend.domain import names
from webmend.domain.condition import find
from webmend.domain.resource import workflow_from
from webmend.ports.cluster import VERSIONS, WORKFLOWS, Object

STEP = {"id": "go", "click": {}, "target": {"selectors": [{"css": "a"}]}}


def obj(name: str, *calls: str, **spec: Any) -> Object:
    nodes = [{"id": f"c{number}", "call": {"workflow": called}} for number, called in enumerate(calls)]
    return {"metadata": {"namespace": "ns", "name": name}, "spec": {"graph": {"nodes": nodes}, **spec}}


def test_callers_are_known_also_by_way_of_others() -> None:
    callers = Callers()
    for workflow in (obj("top", "mid"), obj("mid", "login"), obj("other", "login")):
        callers.note(workflow)
    assert set(callers.of(("ns", "login"))) == {("ns", "mid"), ("ns", "top"), ("ns", "other")}
    assert set(callers.called_by(("ns", "top"))) == {("ns", "mid"), ("ns", "login")}


def test_a_call_that_was_taken_out_is_forgotten() -> None:
    callers = Callers()
    callers.note(obj("top", "login"))
    callers.note(obj("top"))
    assert callers.of(("ns", "login")) == ()


def test_workflows_that_call_one_another_come_to_an_end() -> None:
    callers = Callers()
    callers.note(obj("a", "b"))
    callers.note(obj("b", "a"))
    assert set(callers.of(("ns", "a"))) == {("ns", "a"), ("ns", "b")}


@pytest.mark.parametrize("graph", [None, "none", {"nodes": "none"}, {"nodes": ["x", {"call": "y"}, {"call": {}}]}])
def test_a_workflow_of_any_shape_does_no_harm(graph: Any) -> None:
    callers = Callers()
    callers.note(obj("odd", graph=graph))
    assert callers.called_by(("ns", "odd")) == ()


async def graph_of(rig: Rig, name: str, number: int) -> list[str]:
    stored = await rig.cluster.get(VERSIONS, NAMESPACE, names.version_name(name, number))
    return [node["id"] for node in stored["spec"]["graph"]["nodes"]]


async def accepted(rig: Rig, name: str) -> str:
    stored = workflow_from(await rig.cluster.get(WORKFLOWS, NAMESPACE, name))
    condition = find(stored.status.conditions, "Accepted")
    assert condition is not None
    return f"{condition.status} {condition.message}".strip()


async def test_the_order_in_which_they_are_applied_does_not_matter() -> None:
    rig = Rig()
    await rig.apply_workflow("portal", graph={"nodes": [{"id": "in", "call": {"workflow": "login"}}]})
    await rig.settle()
    assert await accepted(rig, "portal") == "False spec.graph.nodes[0].call: there is no workflow login"

    await rig.apply_workflow("login", graph={"nodes": [STEP]})
    await rig.settle()

    assert await accepted(rig, "portal") == "True"
    assert await graph_of(rig, "portal", 1) == ["in", "in--go", "in--end"]


async def test_a_component_that_changes_gives_its_caller_a_new_version() -> None:
    rig = Rig()
    login = await rig.apply_workflow("login", graph={"nodes": [STEP]})
    await rig.apply_workflow("portal", graph={"nodes": [{"id": "in", "call": {"workflow": "login"}}]})
    await rig.settle()
    nodes = [STEP, {**STEP, "id": "then"}]
    changed = await rig.cluster.patch_spec(WORKFLOWS, NAMESPACE, "login", {"graph": {"nodes": nodes}}, "")
    assert changed["metadata"]["generation"] > login["metadata"]["generation"]
    rig.observer.seen(WORKFLOWS, changed)
    await rig.settle()
    assert await graph_of(rig, "portal", 2) == ["in", "in--go", "in--then", "in--end"]
