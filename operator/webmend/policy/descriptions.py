"""Steps that nobody has described are described from good runs: what is done, where, and what shows that it worked.

Deterministic: the same steps and the same good runs give the same sentences. They help people, and they tell the
classifier what a step was meant to do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webmend.domain.comparison import Expectation
from webmend.domain.experience import Remembered
from webmend.domain.graph import Graph, Node
from webmend.domain.settings import EnrichmentSettings
from webmend.domain.target import Fingerprint, Target
from webmend.domain.version import Author, Repair, RepairKind, VersionSpec, WorkflowVersion
from webmend.domain.workflow import RepairPolicy, Workflow

from . import deciding, experience, versions

ENOUGH = EnrichmentSettings().min_length
"""Characters of a description that says something, if nothing else is set; a shorter one is a label."""
NAMED = 5
"""Steps that the description of a workflow names."""
HIGH = 0.2
"""Share of runs that fail, and of failures that are NOT_CONFIDENT, from which a workflow goes first."""
_SHOWN = 80


@dataclass(frozen=True)
class Record:
    """How the runs of a workflow have ended."""

    ended: int = 0
    failed: int = 0
    not_confident: int = 0
    """Failures whose kind nobody could tell."""

    @property
    def failing(self) -> float:
        """Share of the runs that failed."""
        return self.failed / self.ended if self.ended else 0.0

    @property
    def unclear(self) -> float:
        """Share of the failures whose kind nobody could tell."""
        return self.not_confident / self.failed if self.failed else 0.0


def urgency(record: Record) -> tuple[bool, float]:
    """For sorting, the greatest first: often failing and often unclear, then by how often both at once."""
    return record.failing >= HIGH and record.unclear >= HIGH, record.failing * record.unclear


def is_wanted(workflow: Workflow, existing: tuple[WorkflowVersion, ...], enough: int = ENOUGH) -> bool:
    """Whether the workflow has the switch on and anything that nobody has described, in `enough` characters."""
    active, spec = versions.active(existing), workflow.spec
    if not spec.error_handling.node_description_enrichment or spec.versions.repairs is RepairPolicy.OFF:
        return False
    waits = any(v.spec.number > active.spec.number for v in deciding.pending(spec.graph, existing)) if active else True
    return active is not None and not waits and any(_undescribed(active, existing, enough))


def version_from(
    workflow: Workflow, existing: tuple[WorkflowVersion, ...], known: Mapping[str, Remembered], enough: int = ENOUGH
) -> VersionSpec | None:
    """The version with descriptions of what good runs have shown; None where there is nothing to add."""
    in_force = versions.active(existing)
    if in_force is None or in_force.spec.graph is None or not is_wanted(workflow, existing, enough):
        return None
    shown = experience.holding_for(in_force.spec.graph, known)
    lacking = [node for node in _undescribed(in_force, existing, enough) if node.id in shown]
    made = ((node, _repair(node, in_force, shown)) for node in lacking)
    # What we have said of a step already, however short, is not said again in every cycle.
    repairs = tuple(repair for node, repair in made if repair.description != node.description)
    if not repairs:
        return None
    laid = versions.overlay(workflow.spec.graph, in_force, repairs)
    return VersionSpec(
        workflow=workflow.name,
        number=versions.next_number(existing),
        author=Author.WEBMEND,
        note=f"Described {len(repairs)} steps from good runs",
        source_digest=laid.source_digest,
        description="" if is_enough(workflow.spec.description, enough) else of_workflow(laid.graph),
        graph=laid.graph,
        repairs=laid.repairs,
        review=workflow.spec.versions.repairs is RepairPolicy.REVIEW,
    )


def is_enough(description: str | None, enough: int = ENOUGH) -> bool:
    """Whether a description says something: `enough` characters."""
    return len((description or "").strip()) >= enough


def of_step(node: Node, graph: Graph, known: Mapping[str, Remembered]) -> str:
    """Two or three sentences: what the step does, where, and what shows that it worked."""
    following = _following(node, graph)
    here, there = _page(known, node), _page(known, following)
    sentences = (_does(node, _element(known, node)), _where(here), _success(node, following, here, there))
    return " ".join(sentence for sentence in sentences if sentence)[:1024]


def of_workflow(graph: Graph) -> str:
    """What the workflow does, told from its steps."""
    titles = [f'"{node.title}"' for node in graph.nodes]
    named = ", ".join(titles[:NAMED]) + (f" and {len(titles) - NAMED} more" if len(titles) > NAMED else "")
    outputs = [node.title for node in graph.nodes if node.output is not None]
    brings = f" It brings what the steps {', '.join(outputs[:NAMED])} give." if outputs else ""
    once = [node.title for node in graph.nodes if node.acts_once]
    care = f" What must not happen twice: {', '.join(once[:NAMED])}." if once else ""
    return f"Goes through {len(titles)} steps: {named}.{brings}{care}"[:4096]


def _undescribed(in_force: WorkflowVersion, existing: tuple[WorkflowVersion, ...], enough: int) -> Iterator[Node]:
    """The steps without a description, but for those whose description a person has taken back."""
    refused = {r.node_id for r in deciding.reverted(existing) if r.kind is RepairKind.DESCRIPTION}
    nodes = in_force.spec.graph.nodes if in_force.spec.graph else ()
    return (node for node in nodes if not is_enough(node.description, enough) and node.id not in refused)


def _repair(node: Node, in_force: WorkflowVersion, known: Mapping[str, Remembered]) -> Repair:
    assert in_force.spec.graph is not None
    return Repair(
        kind=RepairKind.DESCRIPTION,
        node_id=node.id,
        node_digest=versions.own_digest(in_force, node.id),
        description=of_step(node, in_force.spec.graph, known),
        note=f'Described "{node.title}" from good runs',
    )


def _does(node: Node, element: str) -> str:
    """The action on its element, in the user's own words for the values: never a value that was typed."""
    match node.action:
        case "navigate" if node.navigate is not None:
            return f"Opens {node.navigate.url}."
        case "fill" if node.fill is not None:
            return f"Types {node.fill.value} into {element}."
        case "select" if node.select is not None:
            wanted = node.select.value or node.select.label or node.select.match
            return f"Chooses {wanted} in {element}."
        case "check" if node.check is not None:
            return f"{'Ticks' if node.check.checked else 'Unticks'} {element}."
        case "press" if node.press is not None:
            return f"Presses {', '.join(node.press.keys)} on {element}."
        case action if action in _ALONE:
            return f"{_ALONE[action]}."
        case action:
            return f"{_VERBS[action]} {element}."


_ALONE = {
    "condition": "Asks a question and goes on by its answer",
    "loop": "Repeats the steps of its body",
    "delay": "Pauses for a fixed time",
    "end": "Ends the workflow",
    "back": "Goes back to the page before",
    "reload": "Loads the page again",
    "screenshot": "Takes a picture of the page",
    "tab": "Opens, closes or switches to a tab",
    "dialog": "Decides how the next dialog of the browser is answered",
    "frame": "Looks inside a frame from here on",
    "request": "Makes an HTTP call inside the browser's session",
    "ask": "Stops for somebody's input",
    "call": "Runs another workflow",
}
_VERBS = {
    "click": "Clicks",
    "hover": "Moves the mouse over",
    "scroll": "Scrolls to",
    "extract": "Reads",
    "wait": "Waits for",
    "upload": "Gives files to",
    "download": "Downloads what is behind",
    "totp": "Types the current one-time code into",
    "code": "Types the code that was sent into",
}


def _element(known: Mapping[str, Remembered], node: Node) -> str:
    seen = known[node.id].fingerprint if node.id in known else None
    return _seen(seen) or _target(node.target) or "the page"


def _seen(seen: Fingerprint | None) -> str:
    if seen is None:
        return ""
    what, name = seen.role or seen.tag, seen.name or seen.text
    return f'the {what} "{_short(name)}"' if name else (f"the {what}" if what else "")


def _target(target: Target | None) -> str:
    return f"the element {_short(str(target.selectors[0]))}" if target is not None else ""


def _where(page: str) -> str:
    return f"It does so on {page}." if page else ""


def _success(node: Node, following: Node | None, here: str, there: str) -> str:
    wanted = [_expected(expectation) for expectation in node.expect]
    if wanted:
        return f"It has worked when {' and '.join(wanted)}."
    if following is None:
        return "It has worked when the step ends without an error."
    leads = f", on {there}" if there and there != here else ""
    return f'It has worked when the next step, "{following.title}", can begin{leads}.'


def _expected(expectation: Expectation) -> str:
    if expectation.url is not None:
        return f"the address is like {expectation.url}"
    if expectation.title is not None:
        return f'the title holds "{_short(expectation.title)}"'
    if expectation.text is not None:
        return f'the page shows "{_short(expectation.text)}"'
    if expectation.response is not None:
        return f"{expectation.response.url} has answered"
    if expectation.element is not None:
        return f"{_target(expectation.element)} is visible"
    return f"{_target(expectation.no_element)} is not visible"


def _following(node: Node, graph: Graph) -> Node | None:
    """The step that comes after it where no branch leads elsewhere."""
    index = next(i for i, n in enumerate(graph.nodes) if n.id == node.id)
    wanted = node.next or (graph.nodes[index + 1].id if index + 1 < len(graph.nodes) else None)
    return next((n for n in graph.nodes if n.id == wanted), None) if node.end is None else None


def _page(known: Mapping[str, Remembered], node: Node | None) -> str:
    """Address of the page on which good runs found the step's element."""
    seen = known[node.id].fingerprint if node is not None and node.id in known else None
    return seen.url if seen is not None else ""


def _short(text: str) -> str:
    """On one line, and no longer than people read."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
