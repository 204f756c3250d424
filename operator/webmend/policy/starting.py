"""Where a run begins, and where a dry run ends."""

from webmend.domain.graph import Graph, Node

from .inserting import begins_with
from .looping import body

DRY_RUN = "DryRun"
"""The reason of an attempt that has ended well before its first irreversible step."""


def first(graph: Graph, start_from: str | None) -> str:
    """Id of the step to begin with: also of what brings its element into sight, where that is a step of its own."""
    return begins_with(graph, start_from) if start_from else graph.nodes[0].id


def problem(graph: Graph, start_from: str | None) -> str:
    """Why a run cannot begin with that step, in a sentence; empty when it can."""
    if start_from is None:
        return ""
    if all(node.id != start_from for node in graph.nodes):
        return f"startFrom: there is no step {start_from}"
    around = [loop.id for loop in graph.nodes if loop.loop is not None and start_from in body(graph, loop)]
    return (
        f"startFrom: {start_from} is inside the loop {around[0]}, of which no round would be under way"
        if around
        else ""
    )


def is_held_back(node: Node, *, dry_run: bool) -> bool:
    """Whether a dry run ends before this step."""
    return dry_run and node.acts_once
