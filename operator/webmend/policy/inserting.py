"""Steps that are put before a step, so that its element is in sight: what they are, and where they stand in a graph."""

from collections.abc import Sequence

from webmend.domain.comparison import Comparison, Operator
from webmend.domain.graph import Branches, Graph, Node
from webmend.domain.reveal import Gesture, Reveal
from webmend.domain.target import Target

MOST_NODES = 200
"""Steps that a graph may have."""
_LONGEST_ID, _LONGEST_NAME = 63, 128


def before(graph: Graph, node_id: str, reveals: Sequence[Reveal]) -> Graph:
    """The graph with a step for each control before the step of that id; whatever led to that one leads to the first.

    Each is skipped where what it would bring into sight is there to be seen, so that an open menu is not closed. A
    graph that would have too many steps stays as it is.
    """
    node = graph.node(node_id)
    if node.target is None or not reveals or len(graph.nodes) + len(reveals) > MOST_NODES:
        return graph
    inserted = _steps(node, node.target, reveals, {each.id for each in graph.nodes})
    led = tuple(_led(each, node_id, inserted[0].id) for each in graph.nodes)
    place = [each.id for each in graph.nodes].index(node_id)
    return graph.with_(nodes=(*led[:place], *inserted, *led[place:]))


def ids_before(graph: Graph, node_id: str, count: int) -> tuple[str, ...]:
    """The ids of as many steps right before that one, in their order."""
    ids = [node.id for node in graph.nodes]
    place = ids.index(node_id)
    return tuple(ids[max(0, place - count) : place])


def stand_before(graph: Graph, node_id: str, reveals: Sequence[Reveal]) -> bool:
    """Whether the steps for these controls stand before that step already, as in a manifest that was exported."""
    steps = [graph.node(id_) for id_ in ids_before(graph, node_id, len(reveals))]
    used = [(node.action, node.target.selectors) for node in steps if node.target]
    return used == [(each.gesture.action, each.selectors) for each in reveals]


def begins_with(graph: Graph, node_id: str) -> str:
    """The first of the steps that bring the element of that step into sight; itself where there are none."""
    place = [node.id for node in graph.nodes].index(node_id)
    while place > 0 and _shows(graph.nodes[place - 1], graph.nodes[place].target):
        place -= 1
    return graph.nodes[place].id


def _shows(node: Node, target: Target | None) -> bool:
    asked = node.run_if
    return (
        target is not None and asked is not None and asked.operator is Operator.NOT_VISIBLE and asked.element == target
    )


def _steps(node: Node, target: Target, reveals: Sequence[Reveal], taken: set[str]) -> tuple[Node, ...]:
    controls = [Target(selectors=reveal.selectors, frame=target.frame) for reveal in reveals]
    shown = [*controls[1:], target]
    ids = _free_ids(f"reveal-{node.id}", len(reveals), taken)
    return tuple(_step(*each, node) for each in zip(ids, reveals, controls, shown, strict=True))


def _step(id_: str, reveal: Reveal, control: Target, shows: Target, node: Node) -> Node:
    opens = "Point at the menu" if reveal.gesture is Gesture.HOVER else "Open the menu"
    return Node.model_validate(
        {
            "id": id_,
            "name": f'{opens} to reach "{node.title}"'[:_LONGEST_NAME],
            "target": control,
            "run_if": Comparison(element=shows, operator=Operator.NOT_VISIBLE),
            reveal.gesture.action: {},
        }
    )


def _free_ids(base: str, count: int, taken: set[str]) -> tuple[str, ...]:
    """So many ids that no step has: base, base-2, base-3, ..."""
    tails = ["", *(f"-{number}" for number in range(2, 2 + count + len(taken)))]
    named = (f"{base[: _LONGEST_ID - len(tail)]}{tail}" for tail in tails)
    return tuple([id_ for id_ in named if id_ not in taken][:count])


def _led(node: Node, old: str, new: str) -> Node:
    """The step with what led to one step led to another."""
    changed = node.with_(next=new) if node.next == old else node
    if node.branches is None:
        return changed
    branches = {name: new if value == old else value for name, value in node.branches.model_dump().items()}
    return changed.with_(branches=Branches(**branches))
