"""How two graphs differ, step by step: what was added, taken out, moved, and which fields of a step changed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from pydantic.alias_generators import to_camel

from webmend.domain.graph import Graph, Node


class ChangeKind(StrEnum):
    ADDED = "Added"
    REMOVED = "Removed"
    MOVED = "Moved"
    CHANGED = "Changed"


@dataclass(frozen=True)
class FieldChange:
    """A field of a step, by its path; an empty text is a field that is not there."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class StepChange:
    """What has become of one step. One that has moved may have changed fields as well."""

    kind: ChangeKind
    node_id: str
    title: str
    fields: tuple[FieldChange, ...] = ()
    after: str = ""
    """For a step that was added or has moved: the id of the step before it; none: it is the first."""


def compare(old: Graph, new: Graph) -> tuple[StepChange, ...]:
    """The changes from old to new, in the order of the new graph, what was taken out last; none: they are equal."""
    before = {node.id: node for node in old.nodes}
    stayed = _in_place(old, new)
    found = [_change(before.get(node.id), node, stayed, _before(new, index)) for index, node in enumerate(new.nodes)]
    there = {node.id for node in new.nodes}
    removed = [StepChange(ChangeKind.REMOVED, node.id, node.title) for node in old.nodes if node.id not in there]
    return (*(change for change in found if change is not None), *removed)


def lines(changes: tuple[StepChange, ...]) -> Iterator[str]:
    """The changes as text, a line for each step and each field."""
    for change in changes:
        yield _headline(change)
        for field in change.fields:
            yield f"    {field.path}: {field.old or '(not set)'} -> {field.new or '(not set)'}"


_MARKS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.MOVED: ">", ChangeKind.CHANGED: "~"}


def _headline(change: StepChange) -> str:
    name = change.node_id if change.title == change.node_id else f'{change.node_id} "{change.title}"'
    where = f", {f'after {change.after}' if change.after else 'first'}"
    has_place = change.kind in (ChangeKind.ADDED, ChangeKind.MOVED)
    return f"{_MARKS[change.kind]} {name} {change.kind.lower()}{where if has_place else ''}"


def _change(old: Node | None, new: Node, stayed: frozenset[str], before: str) -> StepChange | None:
    if old is None:
        return StepChange(ChangeKind.ADDED, new.id, new.title, tuple(_fields({}, _flat(new))), before)
    fields = tuple(_fields(_flat(old), _flat(new)))
    if new.id not in stayed:
        return StepChange(ChangeKind.MOVED, new.id, new.title, fields, before)
    return StepChange(ChangeKind.CHANGED, new.id, new.title, fields) if fields else None


def _in_place(old: Graph, new: Graph) -> frozenset[str]:
    """The steps that both graphs have in the same order: the others have moved."""
    ids = [node.id for node in old.nodes], [node.id for node in new.nodes]
    blocks = SequenceMatcher(None, *ids, autojunk=False).get_matching_blocks()
    return frozenset(id_ for block in blocks for id_ in ids[0][block.a : block.a + block.size])


def _before(graph: Graph, index: int) -> str:
    return graph.nodes[index - 1].id if index else ""


def _fields(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[FieldChange]:
    for path in dict.fromkeys((*old, *new)):
        if old.get(path) != new.get(path):
            yield FieldChange(path, old.get(path, ""), new.get(path, ""))


def _flat(node: Node) -> dict[str, str]:
    """The fields that are set in a step, but for its id, by path."""
    stored = node.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    stored.setdefault(to_camel(node.action), {})
    if node.target is not None:
        stored["target"]["selectors"] = ", ".join(map(str, node.target.selectors))
    return {path: text for path, text in _leaves(stored, "") if path != "id"}


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """What a person would write for each field. Lists count as one field: their items have no names."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    else:
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
