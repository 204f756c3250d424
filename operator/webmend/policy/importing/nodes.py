"""From steps to nodes of a graph. Each is checked by itself; what a workflow cannot hold is left out and told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from webmend.domain.base import Model
from webmend.domain.comparison import Expectation
from webmend.domain.duration import duration, seconds
from webmend.domain.graph import DEFAULT_WAIT_TIME, Graph, Node
from webmend.policy import graph as graphs
from webmend.policy import steps as walking
from webmend.policy import template

from . import naming
from .recording import MOST_EXPECTED, Note, Recording, Step, as_template
from .source import Unsupported

LONGEST_WAIT = 3600.0


@dataclass(frozen=True)
class _Built:
    """A node, and the keys it leads to."""

    node: Node
    step: Step


def nodes(recording: Recording) -> tuple[tuple[Node, ...], tuple[Note, ...]]:
    """The nodes in order, with their edges; what could not be carried."""
    notes: list[Note] = []
    built: list[_Built] = []
    skipped: dict[str, str | None] = dict(recording.skipped)
    taken: set[str] = set()
    for place, step in enumerate(recording.steps):
        try:
            node = _node(step, taken, notes)
        except Unsupported as why:
            notes.append(Note(step.line, f"{step.action}: {why}", is_loss=True))
            after = recording.steps[place + 1].key if place + 1 < len(recording.steps) else None
            skipped[step.key] = step.next or step.branches.get("whenTrue") or after
            continue
        taken.add(node.id)
        built.append(_Built(node, step))
    return _reached(_tied(built, skipped, taken), recording, notes), tuple(notes)


def _node(step: Step, taken: set[str], notes: list[Note]) -> Node:
    """The step as a node without edges; raises Unsupported."""
    title = naming.name(step)
    given: dict[str, Any] = {
        "id": naming.identifier(title, taken),
        "name": title,
        step.action: step.parameters,
        "expect": _expected(step, notes),
    }
    optional = {"description": step.description[:1024], "target": step.target, "runIf": step.run_if}
    given |= {name: value for name, value in optional.items() if value}
    if step.irreversible:
        given["irreversible"] = True
    if step.wait is not None and step.wait > seconds(DEFAULT_WAIT_TIME):
        given["waitTime"] = duration(min(step.wait, LONGEST_WAIT))
    if step.action == "condition":
        given["branches"] = {}
    if step.action == "loop":
        given["branches"] = {"body": given["id"]}
    return _checked(_validated(Node, given))


def _checked(node: Node) -> Node:
    if found := template.node_problems(node):
        raise Unsupported(found[0][:200])
    if found := walking.misplaced_credentials(node):
        raise Unsupported(f"{found[0]} may only be typed into a field")
    return node


def _expected(step: Step, notes: list[Note]) -> tuple[Expectation, ...]:
    found = []
    for wanted in step.expect:
        try:
            found.append(_validated(Expectation, wanted))
        except Unsupported as why:
            notes.append(Note(step.line, f"what was to hold after it is left out: {why}", is_loss=True))
    return tuple(found[:MOST_EXPECTED])


def _validated(model: type[Any], given: Mapping[str, Any]) -> Any:
    try:
        return model.model_validate(_plain(given))
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(map(str, found["loc"]))
        raise Unsupported(f"a workflow cannot hold it: {where}: {found['msg']}") from None


def _plain(value: Any) -> Any:
    """The JSON form, with look-ups as templates; raises Unsupported where the recording's own text would be one."""
    if isinstance(value, BaseModel):
        return _plain(value.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True))
    if isinstance(value, str):
        if "{{" in value:
            raise Unsupported("it holds double braces, which stand for a look-up in a workflow")
        return as_template(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _tied(built: list[_Built], skipped: Mapping[str, str | None], taken: set[str]) -> tuple[Node, ...]:
    """The nodes with their edges; an edge to nowhere leads to an end of its own."""
    ids = {each.step.key: each.node.id for each in built}
    end = naming.identifier("End", taken)
    needs_end = False

    def id_of(key: str) -> str:
        nonlocal needs_end
        seen: set[str] = set()
        while key not in ids and key in skipped and key not in seen:
            seen.add(key)
            key = skipped[key] or ""
        needs_end = needs_end or key not in ids
        return ids.get(key, end)

    tied = []
    for each in built:
        changes: dict[str, Any] = {}
        if each.step.next:
            changes["next"] = id_of(each.step.next)
        if each.step.branches and each.node.branches is not None:
            wanted = {name: id_of(key) for name, key in each.step.branches.items()}
            changes["branches"] = type(each.node.branches).model_validate(wanted)
        tied.append(each.node.with_(**changes))
    if needs_end:
        tied.append(Node.model_validate({"id": end, "name": "End", "end": {}}))
    return tuple(tied)


def _reached(found: tuple[Node, ...], recording: Recording, notes: list[Note]) -> tuple[Node, ...]:
    """Only the nodes that the first one leads to, each without an edge to the one that follows anyway."""
    if not found:
        return ()
    graph = Graph.model_construct(nodes=found)
    kept_ids = graphs.reachable(graph)
    for node in found:
        if node.id not in kept_ids:
            notes.append(Note(1, f'the step "{node.title}" is never reached', is_loss=True))
    kept = [node for node in found if node.id in kept_ids]
    following = [node.id for node in kept[1:]] + [""]
    return tuple(_shortest(node, after) for node, after in zip(kept, following, strict=True))


def _shortest(node: Node, after: str) -> Node:
    if node.next is not None and node.next == after:
        return _without(node, "next")
    if node.condition is not None and node.branches is not None and not node.branches.model_fields_set:
        return _without(node, "branches")
    return node


def _without(node: Node, name: str) -> Node:
    kept: Model = Node.model_construct(
        node.model_fields_set - {name}, **{f: getattr(node, f) for f in node.model_fields_set - {name}}
    )
    assert isinstance(kept, Node)
    return kept
