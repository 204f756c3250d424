"""From steps to nodes of a graph. Each is checked by itself; what a workflow cannot hold is left out and told."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
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
            # What a question that is not asked would allow is not done.
            skipped[step.key] = step.branches.get("whenFalse") or step.next or after
            continue
        taken.add(node.id)
        built.append(_Built(node, step))
    lines = {each.node.id: each.step.line for each in built}
    following = {step.key: after.key for step, after in pairwise(recording.steps)}
    return _reached(_tied(built, following, skipped, taken), lines, notes), tuple(notes)


def _node(step: Step, taken: set[str], notes: list[Note]) -> Node:
    """The step as a node without edges; raises Unsupported."""
    title = as_template(naming.name(step))[: naming.MOST_NAME]
    given: dict[str, Any] = {
        "id": naming.identifier(title, taken),
        step.action: step.parameters,
        "expect": _expected(step, notes),
    }
    optional = {"target": step.target, "runIf": step.run_if}
    given |= {name: value for name, value in optional.items() if value}
    if step.irreversible:
        given["irreversible"] = True
    if step.wait is not None and step.wait > seconds(DEFAULT_WAIT_TIME):
        given["waitTime"] = duration(min(step.wait, LONGEST_WAIT))
    if step.action == "condition":
        given["branches"] = {}
    if step.action == "loop":
        given["branches"] = {"body": given["id"]}
    told = {"name": title, "description": as_template(step.description)[:1024]}
    return _checked(_validated(Node, given, {name: text for name, text in told.items() if text}))


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


def _validated(model: type[Any], given: Mapping[str, Any], told: Mapping[str, str] | None = None) -> Any:
    """The value, with texts for people that are no templates, whatever they hold; raises Unsupported."""
    try:
        return model.model_validate({**_plain(given), **(told or {})})
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


class _Ways:
    """From keys to the ids of nodes, past what was skipped."""

    def __init__(self, built: list[_Built], skipped: Mapping[str, str | None], end: str):
        self._ids = {each.step.key: each.node.id for each in built}
        self._skipped = skipped
        self._end = end
        self.needs_end = False
        """Whether an edge leads to nowhere, and so to an end of its own."""

    def found(self, key: str | None) -> str | None:
        """The id; None where nothing is there."""
        seen: set[str] = set()
        while key is not None and key not in self._ids and key not in seen:
            seen.add(key)
            key = self._skipped.get(key)
        return self._ids.get(key or "")

    def to(self, key: str) -> str:
        """The id; that of the end where nothing is there."""
        found = self.found(key)
        self.needs_end = self.needs_end or found is None
        return found or self._end


def _tied(
    built: list[_Built], following: Mapping[str, str], skipped: Mapping[str, str | None], taken: set[str]
) -> tuple[Node, ...]:
    """The nodes with their edges. `following`: the key of the step that was recorded after each."""
    end = naming.identifier("End", taken)
    ways = _Ways(built, skipped, end)
    tied = [each.node.with_(**_edges(each, ways, following.get(each.step.key))) for each in built]
    if ways.needs_end:
        tied.append(Node.model_validate({"id": end, "name": "End", "end": {}}))
    return tuple(tied)


def _edges(each: _Built, ways: _Ways, after: str | None) -> dict[str, Any]:
    """Where the node leads, by the name of the field; what is recorded last leads nowhere."""
    edges: dict[str, Any] = {}
    if each.step.next:
        edges["next"] = ways.to(each.step.next)
    elif each.node.end is None and (found := ways.found(after)):
        edges["next"] = found
    if each.step.branches and each.node.branches is not None:
        wanted = {name: ways.to(key) for name, key in each.step.branches.items()}
        edges["branches"] = type(each.node.branches).model_validate(wanted)
    return edges


def _reached(found: tuple[Node, ...], lines: Mapping[str, int], notes: list[Note]) -> tuple[Node, ...]:
    """Only the nodes that the first one leads to, each without an edge to the one that follows anyway."""
    if not found:
        return ()
    graph = Graph.model_construct(nodes=found)
    kept_ids = graphs.reachable(graph)
    for node in found:
        if node.id not in kept_ids:
            notes.append(Note(lines.get(node.id, 1), f'the step "{node.title}" is never reached', is_loss=True))
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
