"""Which frame each step looks in: what `frame` steps say is put into the targets before a session begins.

So a step looks in the same frame wherever the session resumes, and a repair keeps the frame with the target.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from webmend.domain.action import ListShape
from webmend.domain.graph import Graph, Node
from webmend.domain.target import Target

from .rebuilding import rebuilt
from .steps import edges

Path = tuple[str, ...]
"""CSS selectors of iframes, outermost first; empty is the page itself."""
LEAVING = frozenset({"navigate", "back", "reload", "tab"})
"""Actions after which steps look in the page itself again, as in WebDriver (https://w3c.github.io/webdriver)."""


def framed(graph: Graph) -> Graph:
    """The graph with the frame in force in every target that names none itself."""
    if not any(node.frame for node in graph.nodes):
        return graph
    ways = _ways(graph)
    return graph.with_(nodes=tuple(_within(node, min(ways[node.id], default=())) for node in graph.nodes))


def unsettled(graph: Graph) -> tuple[Node, ...]:
    """Steps that would look in one frame or in another, by the way that led to them."""
    ways = _ways(graph)
    return tuple(node for node in graph.nodes if _differs(_within(node, path) for path in ways[node.id]))


def _differs(values: Iterable[Any]) -> bool:
    first, *others = [*values] or [None]
    return any(other != first for other in others)


def _ways(graph: Graph) -> Mapping[str, set[Path]]:
    """By step the frames that are in force when it begins, over all ways that lead to it."""
    index = {node.id: place for place, node in enumerate(graph.nodes)}
    ways: dict[str, set[Path]] = {id_: set() for id_ in index}
    todo: list[tuple[str, Path]] = [(graph.nodes[0].id, ())]
    while todo:
        id_, path = todo.pop()
        if path not in ways[id_]:
            ways[id_].add(path)
            todo += [(to, _after(graph.node(id_), path)) for to in edges(graph, index[id_])]
    return ways


def _after(node: Node, path: Path) -> Path:
    if node.frame is not None:
        return node.frame.path
    return () if node.action in LEAVING else path


def _within(node: Node, path: Path) -> Node:
    """The step in that frame; what it expects is looked for where it has led to."""
    after = _after(node, path)
    expect = tuple(_put(after, each) for each in node.expect)
    inside: Node = _put(path, node.with_(expect=()))
    return inside.with_(expect=expect)


def _put(path: Path, value: Any) -> Any:
    if isinstance(value, Target):
        return value if value.frame or not path else value.with_(frame=path)
    if isinstance(value, ListShape):  # the targets of its fields are looked for inside an item
        return value.with_(pages=_put(path, value.pages)) if value.pages else value
    return rebuilt(value, lambda part: _put(path, part))
