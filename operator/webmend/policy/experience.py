"""What is kept of good runs, and what of it holds for a graph."""

from collections.abc import Mapping, Sequence

from webmend.domain.experience import Remembered
from webmend.domain.graph import Graph
from webmend.domain.report import StepOutcome, StepReport
from webmend.domain.target import Target

WAITS = 10
"""Waits kept of each step, the latest ones."""


def with_steps(known: Mapping[str, Remembered], steps: Sequence[StepReport], graph: Graph) -> dict[str, Remembered]:
    """What is known of each node once the steps of a good run of `graph` are added."""
    targets = {node.id: node.target for node in graph.nodes}
    nodes = dict(known)
    troubled = {step.node_id for step in steps if step.outcome is StepOutcome.FAILED}
    for step in steps:
        if step.outcome is StepOutcome.DONE and step.node_id in targets:
            before = nodes.get(step.node_id, Remembered())
            nodes[step.node_id] = _with(before, step, targets[step.node_id], step.node_id not in troubled)
    return nodes


def holding_for(graph: Graph, known: Mapping[str, Remembered]) -> dict[str, Remembered]:
    """What of it says something of this graph: of steps whose target is the same."""
    return {n.id: known[n.id] for n in graph.nodes if n.id in known and known[n.id].target == n.target}


def _with(before: Remembered, step: StepReport, target: Target | None, is_timed: bool) -> Remembered:
    """`is_timed`: its wait is all of it. After a failure in the same run it is only what was left to wait for."""
    same = target == before.target
    return Remembered(
        target=target,
        fingerprint=step.fingerprint or (before.fingerprint if same else None),
        waits=(*before.waits, step.waited)[-WAITS:] if is_timed else before.waits,
    )
