"""Loops: which steps belong to one, which round is under way, what its item is."""

import json
from dataclasses import dataclass, replace
from typing import Any

from webmend.domain.action import Loop
from webmend.domain.graph import Graph, Node

from .steps import edges, next_node

Rounds = tuple["Round", ...]
"""The loops under way, the outermost first."""
Key = tuple[tuple[str, int], ...]
"""What tells one round from every other: the loops under way and the number of their rounds."""


class NoList(ValueError):
    """What a loop was to go over is no list, or longer than it may be; the message says which."""


@dataclass(frozen=True)
class Round:
    """One round of a loop."""

    loop: str
    """Id of the loop's step."""
    items: tuple[Any, ...] | None = None
    """What it goes over; None for pages, of which nobody knows the number."""
    number: int = 1
    """Counted from 1."""

    @property
    def item(self) -> Any:
        """What templates see as `item`: the number of the round where it goes over pages."""
        return self.number if self.items is None else self.items[self.number - 1]

    @property
    def is_last(self) -> bool:
        """Whether no other follows; never so for pages."""
        return self.items is not None and self.number >= len(self.items)

    def next(self) -> "Round":
        """The round after this one."""
        return replace(self, number=self.number + 1)


def key(rounds: Rounds) -> Key:
    """The key of the round that these loops are in."""
    return tuple((each.loop, each.number) for each in rounds)


def still_under_way(graph: Graph, rounds: Rounds, node_id: str) -> Rounds:
    """The loops that are under way once that step begins: one is over when a step outside of its body does."""
    kept: list[Round] = []
    for each in rounds:
        if node_id != each.loop and node_id not in body(graph, graph.node(each.loop)):
            break
        kept.append(each)
        if node_id == each.loop:
            break
    return tuple(kept)


def body(graph: Graph, loop: Node) -> frozenset[str]:
    """Ids of the steps that belong to a loop: those its body leads to before it goes on after the loop."""
    after = next_node(graph, loop.id)
    inside = _body(graph, loop)
    return inside - _leads_to(graph, after, loop.id) if after else inside


def comes_back(graph: Graph, loop: Node) -> bool:
    """Whether at least one way through the body leads back to the loop."""
    return any(loop.id in _edges(graph, id_) for id_ in _body(graph, loop))


def things(loop: Loop, given: str = "", rows: list[Any] | None = None) -> tuple[Any, ...]:
    """What the loop goes over: a number of rounds, the list that its rendered template gave, or rows that were read.

    Raises NoList.
    """
    found = tuple(range(1, loop.times + 1)) if loop.times is not None else _listed(given) if rows is None else rows
    if len(found) > loop.limit:
        raise NoList(f"{len(found)} rounds: more than the loop's limit of {loop.limit}")
    return tuple(found)


def _listed(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise NoList("what the loop is to go over is no list: a JSON list, or the rows of an earlier step")
    return found


def _body(graph: Graph, loop: Node) -> frozenset[str]:
    """All that its body leads to without passing the loop again; its schema says that a loop has a body."""
    first = next_node(graph, loop.id, answer=True)
    return _leads_to(graph, first, loop.id) if first else frozenset()


def _leads_to(graph: Graph, start: str, loop: str) -> frozenset[str]:
    """The step, and all that it leads to without passing the loop's own step."""
    todo, reached = [start], set[str]()
    while todo:
        id_ = todo.pop()
        if id_ != loop and id_ not in reached:
            reached.add(id_)
            todo += _edges(graph, id_)
    return frozenset(reached)


def _edges(graph: Graph, id_: str) -> tuple[str, ...]:
    return edges(graph, [node.id for node in graph.nodes].index(id_))
