"""Workflows as components: a step that calls one is laid out as that workflow's own steps.

A version of the calling workflow holds the steps of its components as they were when it was made, so that one number
says all that a run does. When a component gets a new version, so does whoever calls it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from webmend.domain.action import Call, End, Outcome
from webmend.domain.graph import Branches, Graph, Node
from webmend.domain.version import Repair, VersionSpec
from webmend.domain.workflow import Input, WorkflowSpec

from . import graph as graph_policy
from . import inputs, steps, template, versions
from .graph import Problem, path
from .inserting import MOST_NODES
from .versions import Versions

DEEPEST = 5
"""Calls in calls."""
_LONGEST_ID, _LONGEST_NAME = 63, 128


@dataclass(frozen=True)
class Component:
    """A workflow that may be called."""

    spec: WorkflowSpec
    versions: Versions = ()

    def graph(self, number: int | None) -> Graph | None:
        """The steps of that version, or of the active one; its own components are laid out in them."""
        found = versions.active(self.versions) if number is None else versions.numbered(self.versions, number)
        return found.spec.graph if found else None

    def number(self, call: Call) -> int:
        """The version that is called."""
        found = versions.active(self.versions)
        return call.version or (found.spec.number if found else 0)


Components = Mapping[str, Component]
"""By name: the workflows that are called, and those that these call."""


def called(graph: Graph) -> tuple[str, ...]:
    """Names of the workflows that the steps call."""
    return tuple(dict.fromkeys(node.call.workflow for node in graph.nodes if node.call is not None))


def problems(name: str, spec: WorkflowSpec, components: Components) -> tuple[Problem, ...]:
    """What is wrong with the calls of the workflow of that name; empty when they can be laid out."""
    found = [problem for node in spec.graph.nodes if node.call for problem in _of_call(name, spec, node, components)]
    if found or not called(spec.graph):
        return tuple(found)
    return _of_whole(spec, composed(spec.graph, components))


def composed(graph: Graph, components: Components) -> Graph:
    """The graph with every call laid out; `problems` has found nothing."""
    calls = {node.id for node in graph.nodes if node.call is not None}
    nodes = [
        each
        for place, node in enumerate(graph.nodes)
        for each in ([_outside(node, calls)] if node.call is None else _laid_out(graph, place, calls, components))
    ]
    return graph.with_(nodes=tuple(nodes))


def with_versions(graph: Graph, components: Components) -> str:
    """Which versions the calls are laid out from, for people; empty without calls."""
    used = {(n.call.workflow, components[n.call.workflow].number(n.call)) for n in graph.nodes if n.call is not None}
    return ", ".join(f"{name} version {number}" for name, number in sorted(used))


def own(manifest: Graph, version: VersionSpec) -> Graph:
    """The manifest's graph as that version has it: calls stay calls, so repairs inside of components are not in it."""
    if not called(manifest):
        assert version.graph is not None
        return version.graph
    others = inside(manifest, version)
    return versions.patched(manifest, tuple(r for r in version.repairs if r not in others))


def inside(manifest: Graph, version: VersionSpec) -> tuple[Repair, ...]:
    """The version's repairs of steps that components have brought."""
    ids = {node.id for node in manifest.nodes}
    return tuple(r for r in version.repairs if r.node_id not in ids) if called(manifest) else ()


# --- what is wrong with a call ---------------------------------------------------------------------------------------
def _of_call(name: str, spec: WorkflowSpec, node: Node, components: Components) -> Iterator[Problem]:
    assert node.call is not None
    where = f"{path(spec.graph, node)}.call"
    if node.branches or node.expect or node.irreversible or node.on_interrupt:
        said = "branches, expect, irreversible and onInterrupt are of the component's own steps, not of a call"
        yield Problem(where, said)
    chain = _chain(name, node.call, components)
    component = components.get(node.call.workflow)
    if len(set(chain)) < len(chain):
        yield Problem(where, f"calls itself: {' calls '.join(chain)}")
    elif len(chain) > DEEPEST + 1:
        yield Problem(where, f"calls go {len(chain) - 1} deep, and {DEEPEST} are allowed: {' calls '.join(chain)}")
    elif component is None:
        yield Problem(where, f"there is no workflow {node.call.workflow}")
    elif component.graph(node.call.version) is None:
        yield Problem(where, f"{node.call.workflow} has {_no_version(node.call)}")
    else:
        yield from (Problem(where, said) for said in _of_inputs(spec, node.call, component.spec))
        yield from (Problem(where, said) for said in _of_logins(spec, node.call, component.spec))


def _no_version(call: Call) -> str:
    return f"no version {call.version}" if call.version else "no version yet: its condition Accepted says why"


def _chain(name: str, call: Call, components: Components) -> tuple[str, ...]:
    """The longest way down from the workflow, or one that comes back to where it was."""
    return _deepest((name, call.workflow), components)


def _deepest(chain: tuple[str, ...], components: Components) -> tuple[str, ...]:
    component = components.get(chain[-1])
    if component is None or chain[-1] in chain[:-1] or len(chain) > DEEPEST + 1:
        return chain
    ways = [_deepest((*chain, name), components) for name in called(component.spec.graph)]
    return max(ways, key=lambda way: (len(set(way)) < len(way), len(way)), default=chain)


def _of_inputs(spec: WorkflowSpec, call: Call, component: WorkflowSpec) -> Iterator[str]:
    written = {name: text for name, text in call.inputs.items() if "{{" not in text}
    unknown = {name: "" for name in call.inputs if all(i.name != name for i in component.inputs)}
    yield from (f"inputs.{said}" for said in inputs.wrong_values(component.inputs, {**written, **unknown}))
    for declared in component.inputs:
        if declared.name not in call.inputs and declared.required and declared.default is None:
            yield f"inputs.{declared.name}: {inputs.NOT_GIVEN}"
        if declared.secret and not _is_kept(call.inputs.get(declared.name, ""), spec.inputs):
            yield f"inputs.{declared.name}: it is secret, so it is given as {{{{ inputs.NAME }}}} of a secret input"
        if "{{" in (declared.default or "") and declared.name not in call.inputs:
            yield f"inputs.{declared.name}: its default holds braces, so it has to be given"


def _is_kept(text: str, declared: tuple[Input, ...]) -> bool:
    """Whether nobody gets to read the value."""
    secret = {each.name for each in declared if each.secret}
    pieces = template.parse(text) if not template.problem(text) else ("",)
    return all(not isinstance(p, str) and p.root == "inputs" and p.path[0] in secret for p in pieces)


def _of_logins(spec: WorkflowSpec, call: Call, component: WorkflowSpec) -> Iterator[str]:
    """Whoever calls says which Secret is used and where it may be typed: a component brings none of its own."""
    here = {each.alias for each in spec.credentials}
    for credential in component.credentials:
        if credential.alias not in here:
            yield f"{call.workflow} uses the credential {credential.alias}: declare it in spec.credentials"
    sources = {each.alias for each in spec.code_sources}
    for source in component.code_sources:
        if source.alias not in sources:
            yield f"{call.workflow} uses the code source {source.alias}: declare it in spec.codeSources"


def _of_whole(spec: WorkflowSpec, graph: Graph) -> tuple[Problem, ...]:
    where = "spec.graph"
    if len(graph.nodes) > MOST_NODES:
        return (Problem(where, f"with its components it has {len(graph.nodes)} steps, and {MOST_NODES} are allowed"),)
    long = next((node.id for node in graph.nodes if len(node.id) > _LONGEST_ID), None)
    if long is not None:
        return (Problem(where, f"{long} is longer than {_LONGEST_ID} letters: give the call a shorter id"),)
    return tuple(
        Problem(where, f"with its components: {found.sentence}")
        for found in graph_policy.problems(spec.with_(graph=graph))
    )


# --- laying a call out -----------------------------------------------------------------------------------------------
def _laid_out(graph: Graph, place: int, calls: set[str], components: Components) -> list[Node]:
    """The call, which takes its inputs, then the component's steps, which lead to what follows the call."""
    node = graph.nodes[place]
    assert node.call is not None
    component = components[node.call.workflow]
    inside = component.graph(node.call.version)
    assert inside is not None
    after = steps.following(graph, place)
    out = after or f"{node.id}--end"
    laid = _Layout(node, inside, out)
    last = [] if after else [Node(id=out, end=End())]
    return [laid.call(_outside(node, calls), component.spec.inputs), *laid.steps(), *last]


@dataclass(frozen=True)
class _Layout:
    """The steps of a component as those of one call."""

    node: Node
    inside: Graph
    out: str
    """The step that follows the call."""

    def call(self, node: Node, declared: tuple[Input, ...]) -> Node:
        assert node.call is not None
        given = inputs.with_defaults(declared, node.call.inputs)
        first = self._to(self.inside.nodes[0].id)
        ways = {"next": first} if node.run_if is None else {"next": self.out, "branches": Branches(body=first)}
        return node.with_(call=node.call.with_(inputs=given), **ways)

    def steps(self) -> list[Node]:
        nodes = self.inside.nodes
        return [self._step(place) for place, node in enumerate(nodes) if not _is_success(node)]

    def _step(self, place: int) -> Node:
        node = template.with_references(self.inside.nodes[place], self._reference)
        branches = node.branches
        changes = {
            "id": self._id(node.id),
            "name": f"{self.node.title}: {node.title}"[:_LONGEST_NAME],
            "next": None if node.end is not None else self._to(steps.following(self.inside, place)),
            "heal": node.heal and self.node.heal,
            "branches": branches and branches.with_(**{way: self._to(to) for way, to in branches if to}),
        }
        return self._with_own_output(node.with_(**changes))

    def _with_own_output(self, node: Node) -> Node:
        """Outputs that a component has named are told apart from those of other calls."""
        if node.extract is not None and node.extract.output:
            return node.with_(extract=node.extract.with_(output=self._id(node.extract.output)))
        if node.request is not None and node.request.output:
            return node.with_(request=node.request.with_(output=self._id(node.request.output)))
        return node

    def _id(self, id_: str) -> str:
        return f"{self.node.id}--{id_}"

    def _to(self, id_: str | None) -> str:
        """Where a way leads: out of the component where it ends well."""
        is_over = id_ is None or _is_success(self.inside.node(id_))
        return self.out if is_over else self._id(id_ or "")

    def _reference(self, reference: template.Reference) -> template.Reference:
        if reference.root == "inputs":
            return replace(reference, root="steps", path=(self.node.id, *reference.path))
        if reference.root == "steps":
            return replace(reference, path=(self._id(reference.path[0]), *reference.path[1:]))
        return reference


def _is_success(node: Node) -> bool:
    return node.end is not None and node.end.outcome is Outcome.SUCCESS


def _outside(node: Node, calls: set[str]) -> Node:
    """A step of the caller: what a component's step has given is named by the call and that step."""

    def named(reference: template.Reference) -> template.Reference:
        root, path_ = reference.root, reference.path
        if root != "steps" or path_[0] not in calls or len(path_) < 3:
            return reference
        return replace(reference, path=(f"{path_[0]}--{path_[1]}", *path_[2:]))

    return template.with_references(node, named)
