"""Walking a graph: which step is next, from which earlier one a session can resume, what a step takes from a login."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from webmend.domain.duration import seconds
from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import DEFAULT_WAIT_TIME, Graph, Node

from . import template

MOST_SAFE_NODES = 8
LONGEST_PATH = 24

BEFORE_ACTING = frozenset(
    {
        ErrorKind.NO_MATCH,
        ErrorKind.AMBIGUOUS,
        ErrorKind.NOT_VISIBLE,
        ErrorKind.NOT_ENABLED,
        ErrorKind.NOT_EDITABLE,
        ErrorKind.NOT_STABLE,
        ErrorKind.INERT,
        ErrorKind.OUTSIDE_VIEWPORT,
        ErrorKind.COVERED,
        ErrorKind.WRONG_ELEMENT,
        ErrorKind.MISMATCH,
        ErrorKind.NO_OPTION,
        ErrorKind.EMPTY_VALUE,
        ErrorKind.UNRESOLVED_TEMPLATE,
        ErrorKind.DEFINITION,
        ErrorKind.ASKED,
        ErrorKind.BROWSER_LAUNCH,
    }
)
"""What stops a step before it has done anything at the site. After anything else it may have happened."""


def next_node(graph: Graph, node_id: str, answer: bool | None = None) -> str | None:
    """The step to go on with; None where the workflow is over.

    `answer`: what a condition found, or whether a loop goes round once more.
    """
    return following(graph, [node.id for node in graph.nodes].index(node_id), answer)


def following(graph: Graph, place: int, answer: bool | None = None) -> str | None:
    """The same for the step at that place in the list."""
    node = graph.nodes[place]
    if node.action == "end":
        return None
    straight = node.next or (graph.nodes[place + 1].id if place + 1 < len(graph.nodes) else None)
    if answer is None or node.branches is None:
        return straight
    named = node.branches.body or node.branches.when_true if answer else node.branches.when_false
    return named or straight


def edges(graph: Graph, index: int) -> tuple[str, ...]:
    """Ids of the steps that may follow the one at that place; empty where the workflow ends."""
    answers = (None,) if graph.nodes[index].branches is None else (True, False)
    targets = (following(graph, index, answer) for answer in answers)
    return tuple(dict.fromkeys(target for target in targets if target is not None))


def ceiling_of(node: Node) -> float:
    """Seconds that the step may take."""
    return seconds(node.wait_time or DEFAULT_WAIT_TIME)


def branch_name(node: Node, answer: bool) -> str:
    """The way that a condition or a loop goes, as a graph writes it."""
    if node.loop is not None or node.call is not None:
        return "body" if answer else "next"
    return "whenTrue" if answer else "whenFalse"


def credentials_of(node: Node) -> tuple[tuple[str, str], ...]:
    """The credential values that the step types, as (alias, key), each once."""
    if node.totp is not None:
        return ((node.totp.credential, "totp"),)
    if node.fill is None:
        return ()
    named = (ref.path for ref in _credential_references(node.fill.value))
    return tuple(dict.fromkeys((path[0], path[1]) for path in named))


def misplaced_credentials(node: Node) -> tuple[str, ...]:
    """Credentials named anywhere but in the value of a fill, where the origin of their frame cannot be vouched for."""
    typed = node.fill.value if node.fill else None
    return tuple(
        str(ref) for text in template.node_texts(node) if text != typed for ref in _credential_references(text)
    )


def types_password(node: Node) -> bool:
    """Whether it is a login step."""
    return any(key == "password" for _, key in credentials_of(node))


def inputs_of(node: Node) -> tuple[str, ...]:
    """Everything that feeds the step, by name, each once."""
    return tuple(dict.fromkeys(str(ref) for ref in template.node_references(node)))


def may_have_happened(node: Node, error: ErrorKind) -> bool:
    """Whether an irreversible step that failed so may have had its effect all the same."""
    return node.acts_once and error not in BEFORE_ACTING


def safe_nodes(graph: Graph, executed: tuple[str, ...], failed: str, happened: bool = False) -> tuple[str, ...]:
    """Steps from which the session can go on again, the latest first.

    `executed`: the steps done, in order, without the failed one. `happened`: the failed step was irreversible and may
    have had its effect. A step is safe when it opens an address that does not depend on the page, and when nothing
    irreversible lies between it and the failure. A login is not gone back over, since typing a password again may lock
    an account, unless the step is where everything began; nor the begin of a loop's round, whose steps before it
    would be left out.
    """
    if happened:
        return ()
    found = [id_ for id_ in _walk_back(graph, executed, failed) if _reaches_by_itself(graph.node(id_))]
    return tuple(dict.fromkeys(found))[:MOST_SAFE_NODES]


def repeatable(graph: Graph, executed: Sequence[str], happened: bool = False) -> tuple[str, ...]:
    """The last of the executed steps, in order, as far as they could be done again in this session.

    Nothing irreversible and no login is among them. `happened`: the failed step was irreversible and may have had its
    effect.
    """
    if happened:
        return ()
    back = takewhile(lambda id_: _may_be_repeated(graph.node(id_)), reversed(executed))
    return tuple(reversed(tuple(back)))[-LONGEST_PATH:]


def done_on_page(pages: Sequence[str], shown: str) -> int:
    """How many of the steps, counted from the end, were done on the page of the address `shown`.

    `pages`: the address after each step.
    """
    before = ("", *pages)[:-1]
    return sum(1 for _ in takewhile(lambda page: page == shown, reversed(before)))


def _may_be_repeated(node: Node) -> bool:
    return not (node.acts_once or node.loop is not None or credentials_of(node))


def _walk_back(graph: Graph, executed: tuple[str, ...], failed: str) -> Iterator[str]:
    """Executed steps that may be done again, the latest first."""
    over_login = bool(credentials_of(graph.node(failed)))
    for place in range(len(executed) - 1, -1, -1):
        node = graph.node(executed[place])
        if node.acts_once or node.loop is not None:
            return
        if not over_login or place == 0:
            yield node.id
        over_login = over_login or bool(credentials_of(node))


def _reaches_by_itself(node: Node) -> bool:
    """Whether it opens an address that is whole, or begins with a value (taken to hold the site)."""
    return node.navigate is not None and ("://" in node.navigate.url or node.navigate.url.lstrip().startswith("{{"))


def _credential_references(text: str) -> tuple[template.Reference, ...]:
    try:
        return tuple(ref for ref in template.references(text) if ref.root == "credentials")
    except template.BadTemplate:
        return ()
