"""Which version of a workflow is in force, and what the next one is."""

import hashlib
import json

from webmend.domain import names
from webmend.domain.graph import Graph, Node
from webmend.domain.version import Author, Decision, Repair, VersionSpec, WorkflowVersion


def digest(value: Graph | Node) -> str:
    """A short name for a graph or a step by its content."""
    text = json.dumps(value.stored(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_in_force(version: WorkflowVersion) -> bool:
    """Whether runs may use it by default: rejected ones and ones that wait for approval are not."""
    spec = version.spec
    return spec.decision is not Decision.REJECTED and (not spec.review or spec.decision is Decision.APPROVED)


def active(versions: tuple[WorkflowVersion, ...]) -> WorkflowVersion | None:
    """The version that new attempts use: the highest in force that holds a graph."""
    usable = [v for v in versions if is_in_force(v) and v.spec.graph is not None]
    return max(usable, key=lambda v: v.spec.number, default=None)


def numbered(versions: tuple[WorkflowVersion, ...], number: int) -> WorkflowVersion | None:
    """The version with that number."""
    return next((v for v in versions if v.spec.number == number), None)


def next_number(versions: tuple[WorkflowVersion, ...]) -> int:
    """The number that the next version takes."""
    return 1 + max((v.spec.number for v in versions), default=0)


def of_recovery(versions: tuple[WorkflowVersion, ...], recovery: str) -> WorkflowVersion | None:
    """The version that this recovery has made already."""
    return next((v for v in versions if v.spec.recovery == recovery), None)


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


def patched(graph: Graph, repairs: tuple[Repair, ...]) -> Graph:
    """The user's graph with the repairs laid over it, in their order."""
    by_node: dict[str, list[Repair]] = {}
    for repair in repairs:
        by_node.setdefault(repair.node_id, []).append(repair)
    return Graph(nodes=tuple(_mended(node, by_node.get(node.id, [])) for node in graph.nodes))


def still_fitting(graph: Graph, repairs: tuple[Repair, ...]) -> tuple[Repair, ...]:
    """The repairs whose step the user has not touched since."""
    digests = {node.id: digest(node) for node in graph.nodes}
    return tuple(r for r in repairs if digests.get(r.node_id) == r.node_digest)


def object_name(spec: VersionSpec) -> str:
    """Name of the version's object."""
    return names.version_name(spec.workflow, spec.number)


def _mended(node: Node, repairs: list[Repair]) -> Node:
    for repair in repairs:
        if repair.wait_time is not None:
            node = node.with_(wait_time=repair.wait_time)
        if repair.selector is not None and node.target is not None:
            others = tuple(s for s in node.target.selectors if s != repair.selector)
            node = node.with_(target=node.target.with_(selectors=(repair.selector, *others)[:8]))
    return node
