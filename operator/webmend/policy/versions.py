"""Which version of a workflow is in force, what it carries, and what the next one is.

Numbers are counted up and never given twice: the API server refuses a second object of a name, so that of two writers
one decides anew, on top of the other.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from webmend.domain import names
from webmend.domain.graph import Graph, Node
from webmend.domain.version import Author, Decision, Repair, VersionSpec, WorkflowVersion
from webmend.domain.workflow import Workflow

from . import inserting
from .owner import owner

Versions = tuple[WorkflowVersion, ...]


def digest(value: Graph | Node) -> str:
    """A short name for a graph or a step by its content."""
    text = json.dumps(value.stored(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_in_force(version: WorkflowVersion) -> bool:
    """Whether runs may use it by default: rejected ones and ones that wait for approval are not."""
    spec = version.spec
    return spec.decision is not Decision.REJECTED and (not spec.review or spec.decision is Decision.APPROVED)


def resolved(version: WorkflowVersion, existing: Versions) -> WorkflowVersion | None:
    """The version with what it stands for: a revert has the graph and the repairs of the version that it names.

    None where that one is not there. A revert names a lower number than its own, so reverts of reverts come to an end.
    """
    target: WorkflowVersion | None = version
    while target is not None and target.spec.graph is None:
        target = _with_number(existing, target.spec.revert_to)
    if target is None or target is version:
        return target
    own = target.spec
    return version.with_(
        spec=version.spec.with_(
            graph=own.graph, repairs=own.repairs, source_digest=own.source_digest, description=own.description
        )
    )


def active(existing: Versions) -> WorkflowVersion | None:
    """The version that new attempts use, with its graph: the highest in force."""
    for version in sorted(existing, key=lambda v: -v.spec.number):
        if is_in_force(version) and (found := resolved(version, existing)):
            return found
    return None


def numbered(existing: Versions, number: int) -> WorkflowVersion | None:
    """The version with that number, with its graph where there is one."""
    version = _with_number(existing, number)
    return (resolved(version, existing) or version) if version else None


def next_number(existing: Versions) -> int:
    """The number that the next version takes."""
    return 1 + max((v.spec.number for v in existing), default=0)


def reverting(existing: Versions, workflow: str, number: int, note: str = "") -> VersionSpec | None:
    """The next version, equal to the one with that number; None where there is none such."""
    if numbered(existing, number) is None:
        return None
    return VersionSpec(
        workflow=workflow,
        number=next_number(existing),
        author=Author.USER,
        note=note or f"Reverted to version {number}",
        revert_to=number,
    )


def contradicted(version: WorkflowVersion, decision: Decision) -> str:
    """Why a person's word on the version cannot be said any more, in a sentence; empty when it can."""
    said = version.spec.decision
    return f"{version.name} was {said.lower()} before; a decision is taken once" if said not in (None, decision) else ""


def of_recovery(existing: Versions, recovery: str) -> WorkflowVersion | None:
    """The version that this recovery has made already."""
    return next((v for v in existing if v.spec.recovery == recovery), None)


def manifest_digest(existing: Versions) -> str:
    """Digest of the manifest that the user's latest version was made of.

    A later revert or repair says nothing of the manifest: what the user has in it has been seen all the same.
    """
    made = [v for v in existing if v.spec.author is Author.USER and v.spec.source_digest]
    return max(made, key=lambda v: v.spec.number).spec.source_digest if made else ""


def of_user(workflow: str, graph: Graph, repairs: tuple[Repair, ...], number: int) -> VersionSpec:
    """The version that a new or changed manifest makes, with the earlier repairs that still fit."""
    kept = f"; {len(repairs)} repairs carried forward" if repairs else ""
    return VersionSpec(
        workflow=workflow,
        number=number,
        author=Author.USER,
        note=f"Workflow {'created' if number == 1 else 'changed'}{kept}",
        source_digest=digest(graph),
        graph=patched(graph, repairs),
        repairs=repairs,
    )


@dataclass(frozen=True)
class Overlay:
    """What a version holds: a graph with repairs laid over it."""

    source_digest: str
    graph: Graph
    repairs: tuple[Repair, ...]


def overlay(manifest: Graph, in_force: WorkflowVersion, repairs: tuple[Repair, ...]) -> Overlay:
    """Further repairs, laid over the version in force.

    That version mostly lies over the manifest. After a revert to what was made of an older one it does not, and stays
    as it is beneath the new repairs.
    """
    source = in_force.spec.source_digest
    if source == digest(manifest):
        kept = (*still_fitting(manifest, in_force.spec.repairs), *repairs)
        return Overlay(source, patched(manifest, kept), kept)
    assert in_force.spec.graph is not None
    return Overlay(source, patched(in_force.spec.graph, repairs), (*in_force.spec.repairs, *repairs))


def own_digest(in_force: WorkflowVersion, node_id: str) -> str:
    """Digest of the user's own step beneath the repairs of a version; empty where there is no such step."""
    nodes = in_force.spec.graph.nodes if in_force.spec.graph else ()
    repaired = {r.node_id: r.node_digest for r in in_force.spec.repairs}
    inserted = _inserted(in_force.spec.graph, in_force.spec.repairs) if in_force.spec.graph else {}
    own = {node.id: digest(node) for node in nodes}
    return {**own, **inserted, **repaired}.get(node_id, "")


def patched(graph: Graph, repairs: tuple[Repair, ...]) -> Graph:
    """The graph with the repairs laid over it, in their order; steps that they insert come last, and are mended too."""
    whole = _with_inserted(_all_mended(graph, repairs), repairs)
    new = {node.id for node in whole.nodes} - {node.id for node in graph.nodes}
    return _all_mended(whole, tuple(r for r in repairs if r.node_id in new)) if new else whole


def still_fitting(graph: Graph, repairs: tuple[Repair, ...]) -> tuple[Repair, ...]:
    """The repairs whose step the user has not touched since; of a step that was inserted, the step that it leads to."""
    digests = {node.id: digest(node) for node in graph.nodes}
    repairs = tuple(r for r in repairs if not _is_in(graph, r))
    kept = tuple(r for r in repairs if digests.get(r.node_id) == r.node_digest)
    digests.update(_inserted(_with_inserted(graph, kept), kept))
    return tuple(r for r in repairs if digests.get(r.node_id) == r.node_digest)


def _is_in(graph: Graph, repair: Repair) -> bool:
    """Whether the user's own graph has the steps that the repair would insert: it came out of an export."""
    known = any(node.id == repair.node_id for node in graph.nodes)
    return known and repair.reveals is not None and inserting.stand_before(graph, repair.node_id, repair.reveals)


def object_name(spec: VersionSpec) -> str:
    """Name of the version's object."""
    return names.version_name(spec.workflow, spec.number)


def body(workflow: Workflow, spec: VersionSpec) -> dict[str, Any]:
    """The version's object, owned by its workflow."""
    return {
        "apiVersion": names.API_VERSION,
        "kind": names.WORKFLOW_VERSION,
        "metadata": {
            "name": object_name(spec),
            "namespace": workflow.namespace,
            "labels": {
                names.LABEL_WORKFLOW: workflow.name,
                names.LABEL_VERSION_NUMBER: str(spec.number),
                names.LABEL_MANAGED_BY: names.MANAGED_BY,
            },
            "ownerReferences": [owner(workflow)],
        },
        "spec": spec.stored(),
    }


def _with_number(existing: Versions, number: int | None) -> WorkflowVersion | None:
    return next((v for v in existing if v.spec.number == number), None)


def _reveals(repairs: tuple[Repair, ...]) -> dict[str, Repair]:
    """The repairs that insert steps, by the step that these lead to: the last one of each."""
    return {repair.node_id: repair for repair in repairs if repair.reveals}


def _with_inserted(graph: Graph, repairs: tuple[Repair, ...]) -> Graph:
    there = {node.id for node in graph.nodes}
    for node_id, repair in _reveals(repairs).items():
        if node_id in there and repair.reveals:
            graph = inserting.before(graph, node_id, repair.reveals)
    return graph


def _inserted(graph: Graph, repairs: tuple[Repair, ...]) -> dict[str, str]:
    """Of each step that a graph has by repairs, the digest of the user's step that it leads to."""
    there = {node.id for node in graph.nodes}
    return {
        id_: repair.node_digest
        for node_id, repair in _reveals(repairs).items()
        if node_id in there
        for id_ in inserting.ids_before(graph, node_id, len(repair.reveals or ()))
    }


def _all_mended(graph: Graph, repairs: tuple[Repair, ...]) -> Graph:
    by_node: dict[str, list[Repair]] = {}
    for repair in repairs:
        by_node.setdefault(repair.node_id, []).append(repair)
    return Graph(nodes=tuple(_mended(node, by_node.get(node.id, [])) for node in graph.nodes))


def _mended(node: Node, repairs: list[Repair]) -> Node:
    for repair in repairs:
        if repair.wait_time is not None:
            node = node.with_(wait_time=repair.wait_time)
        if repair.description is not None:
            node = node.with_(description=repair.description)
        if repair.selector is not None and node.target is not None:
            selectors = dict.fromkeys((repair.selector, *repair.alternatives, *node.target.selectors))
            node = node.with_(target=node.target.with_(selectors=tuple(selectors)[:8]))
    return node
