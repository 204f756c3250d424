"""Which workflows call which: a component that changes concerns all that have its steps laid out in theirs."""

from collections.abc import Iterator
from typing import Any

from webmend.ports.cluster import Object

Name = tuple[str, str]
"""Namespace and name of a workflow."""


class Callers:
    """Kept by the raw objects, so that a workflow which cannot be read harms nobody."""

    def __init__(self) -> None:
        self._calls: dict[Name, frozenset[Name]] = {}
        self._callers: dict[Name, set[Name]] = {}

    def note(self, workflow: Object) -> None:
        """A workflow is there, as it is now."""
        name = _name(workflow)
        self.forget(workflow)
        called = frozenset(_called(workflow))
        if called:
            self._calls[name] = called
            for each in called:
                self._callers.setdefault(each, set()).add(name)

    def forget(self, workflow: Object) -> None:
        """It is gone."""
        name = _name(workflow)
        for each in self._calls.pop(name, ()):
            self._callers[each].discard(name)

    def of(self, name: Name) -> tuple[Name, ...]:
        """Those that call this workflow, themselves or by way of others."""
        return _reached(name, self._callers)

    def called_by(self, name: Name) -> tuple[Name, ...]:
        """Those that this workflow calls, itself or by way of others."""
        return _reached(name, self._calls)


def _reached(start: Name, ways: dict[Name, set[Name]] | dict[Name, frozenset[Name]]) -> tuple[Name, ...]:
    todo, reached = [*ways.get(start, ())], dict[Name, None]()
    while todo:
        name = todo.pop()
        if name not in reached:
            reached[name] = None
            todo += ways.get(name, ())
    return tuple(reached)


def _name(workflow: Object) -> Name:
    return workflow["metadata"].get("namespace", ""), workflow["metadata"]["name"]


def _called(workflow: Object) -> Iterator[Name]:
    namespace = workflow["metadata"].get("namespace", "")
    nodes = _at(workflow, "spec", "graph", "nodes")
    for node in nodes if isinstance(nodes, list) else ():
        if isinstance(called := _at(node, "call", "workflow"), str):
            yield namespace, called


def _at(value: Any, *path: str) -> Any:
    """What is there in an object that may be of any shape; None where there is nothing."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
