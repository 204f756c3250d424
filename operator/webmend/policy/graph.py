"""Whether a graph makes sense: what a schema cannot say."""

from collections.abc import Iterator
from dataclasses import dataclass

from webmend.domain.graph import Graph, Node
from webmend.domain.workflow import WorkflowSpec

from . import asking, frames, looping, steps, template
from .steps import edges


@dataclass(frozen=True)
class Problem:
    """Something wrong with a workflow: the path of the field and a sentence."""

    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


def problems(spec: WorkflowSpec) -> tuple[Problem, ...]:
    """All that is wrong with the workflow beyond its schema and its calls; empty when it can run."""
    graph = spec.graph
    found = [*_duplicates(graph), *_dangling(graph), *_bad_templates(graph), *_undeclared(spec), *_bad_asks(graph)]
    if not found:
        found = [*_unreachable(graph), *_endless(graph), *_one_way(graph), *_stray_items(graph), *_torn(graph)]
    return tuple(found)


def may_end_after(graph: Graph, index: int) -> bool:
    """Whether the workflow may be over after that step."""
    node = graph.nodes[index]
    return node.action == "end" or (node.next is None and index == len(graph.nodes) - 1)


def path(graph: Graph, node: Node) -> str:
    """Where the step stands in a manifest."""
    return f"spec.graph.nodes[{graph.nodes.index(node)}]"


def _duplicates(graph: Graph) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for node in graph.nodes:
        if node.id in seen:
            found.append(Problem(f"{path(graph, node)}.id", f"another step is called {node.id} too"))
        seen.add(node.id)
    return found


def _dangling(graph: Graph) -> list[Problem]:
    ids = {n.id for n in graph.nodes}
    return [
        Problem(f"{path(graph, node)}.{field}", f"there is no step {to}")
        for node in graph.nodes
        for field, to in _named_edges(node)
        if to not in ids
    ]


def _named_edges(node: Node) -> list[tuple[str, str]]:
    b = node.branches
    named = [("next", node.next)]
    if b is not None:
        named += [("branches.whenTrue", b.when_true), ("branches.whenFalse", b.when_false), ("branches.body", b.body)]
    return [(field, to) for field, to in named if to is not None]


def _unreachable(graph: Graph) -> list[Problem]:
    reached = reachable(graph)
    return [Problem(path(graph, n), f"step {n.id} is never reached") for n in graph.nodes if n.id not in reached]


def reachable(graph: Graph) -> set[str]:
    """Ids of the steps that the first one leads to; every edge leads to a step."""
    index = {n.id: i for i, n in enumerate(graph.nodes)}
    todo, reached = [graph.nodes[0].id], set()
    while todo:
        id_ = todo.pop()
        if id_ not in reached:
            reached.add(id_)
            todo += edges(graph, index[id_])
    return reached


def _endless(graph: Graph) -> list[Problem]:
    """Steps from which the workflow cannot end: cycles without exit."""
    ends = {n.id for i, n in enumerate(graph.nodes) if may_end_after(graph, i)}
    grown = True
    while grown:
        before = len(ends)
        ends |= {n.id for i, n in enumerate(graph.nodes) if any(to in ends for to in edges(graph, i))}
        grown = len(ends) > before
    stuck = [n for n in graph.nodes if n.id not in ends]
    if not stuck:
        return []
    names = ", ".join(n.id for n in stuck[:8])
    return [Problem(path(graph, stuck[0]), f"a cycle without exit: from {names} the workflow can never end")]


def _one_way(graph: Graph) -> list[Problem]:
    said = "never comes back to it: let its last step name the loop as its next"
    return [
        Problem(f"{path(graph, n)}.branches.body", f"the body of {n.id} {said}")
        for n in graph.nodes
        if n.loop is not None and not looping.comes_back(graph, n)
    ]


def _stray_items(graph: Graph) -> list[Problem]:
    inside = {id_ for n in graph.nodes if n.loop is not None for id_ in looping.body(graph, n)}
    return [
        Problem(path(graph, n), "item: the step belongs to no loop")
        for n in graph.nodes
        if n.id not in inside and any(reference.root == "item" for reference in template.node_references(n))
    ]


def _torn(graph: Graph) -> list[Problem]:
    said = "is reached in one frame and in another: a step with frame before it has to say where it looks"
    return [Problem(path(graph, node), f"step {node.id} {said}") for node in frames.unsettled(graph)]


def _bad_templates(graph: Graph) -> list[Problem]:
    return [
        Problem(path(graph, node), said)
        for node in graph.nodes
        for said in (
            *template.node_problems(node),
            *(f"{name} may only stand in the value of a fill" for name in steps.misplaced_credentials(node)),
        )
    ]


def _bad_asks(graph: Graph) -> list[Problem]:
    return [
        Problem(f"{path(graph, node)}.ask", said)
        for node in graph.nodes
        if node.ask is not None and (said := asking.problem(node.ask))
    ]


def _undeclared(spec: WorkflowSpec) -> list[Problem]:
    known = {
        "inputs": {i.name for i in spec.inputs},
        "credentials": {c.alias for c in spec.credentials},
        "codeSources": {c.alias for c in spec.code_sources},
        "steps": {n.id for n in spec.graph.nodes} | {n.output for n in spec.graph.nodes if n.output},
    }
    noun = {"inputs": "input", "credentials": "credential", "codeSources": "code source", "steps": "step"}
    return [
        Problem(path(spec.graph, node), f"{root}.{name}: no such {noun[root]} is declared")
        for node in spec.graph.nodes
        for root, name in _named(node)
        if root in known and name not in known[root]
    ]


def _named(node: Node) -> Iterator[tuple[str, str]]:
    """What a step names: the kind of thing, and which one."""
    yield from ((reference.root, reference.path[0]) for reference in template.node_references(node) if reference.path)
    if node.totp is not None:
        yield "credentials", node.totp.credential
    if node.code is not None:
        yield "codeSources", node.code.source
