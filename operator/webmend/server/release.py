"""Whether a value of a credential may be handed out: an ordered list of rules, each with what it says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from webmend.domain.graph import Graph, Node
from webmend.domain.run import Run
from webmend.domain.session import CredentialRequest
from webmend.domain.workflow import Credential, Workflow
from webmend.policy.template import node_references

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Wish:
    """A request, and what it is judged by."""

    request: CredentialRequest
    run: Run
    workflow: Workflow
    graph: Graph

    @property
    def node(self) -> Node | None:
        """The step that it names."""
        return next((node for node in self.graph.nodes if node.id == self.request.node_id), None)

    @property
    def credential(self) -> Credential | None:
        """The credential that it names."""
        return next((c for c in self.workflow.spec.credentials if c.alias == self.request.alias), None)


def refusal(wish: Wish) -> str:
    """Why the value may not be handed out; empty when it may."""
    return next((reason for rule in RULES if (reason := rule(wish))), "")


def _stopped(wish: Wish) -> str:
    over = wish.run.spec.stop or wish.run.deleting
    return "somebody asked the run to stop" if over else ""


def _no_such_step(wish: Wish) -> str:
    return "" if wish.node else f"the version that runs has no step {wish.request.node_id}"


def _not_named_by_the_step(wish: Wish) -> str:
    named = wish.node is not None and _names(wish.node, wish.request.alias, wish.request.key)
    return "" if named else f"the step {wish.request.node_id} names no {wish.request.alias}.{wish.request.key}"


def _not_declared(wish: Wish) -> str:
    return "" if wish.credential else f"the workflow declares no credential {wish.request.alias}"


def _foreign_origin(wish: Wish) -> str:
    declared = wish.credential.origins if wish.credential else ()
    allowed = is_declared(wish.request.origin, declared)
    return "" if allowed else f"{wish.request.alias} may not be typed on that origin"


RULES: tuple[Callable[[Wish], str], ...] = (
    _stopped,
    _no_such_step,
    _not_named_by_the_step,
    _not_declared,
    _foreign_origin,
)


def is_declared(origin: str, declared: Iterable[str]) -> bool:
    """Whether an origin is one of those declared, as browsers compare them."""
    return _normal(origin) in {_normal(each) for each in declared} - {None}


def _names(node: Node, alias: str, key: str) -> bool:
    if node.totp is not None and (node.totp.credential, "totp") == (alias, key):
        return True
    return any(r.root == "credentials" and r.path == (alias, key) for r in node_references(node))


def _normal(origin: str) -> tuple[str, str, int] | None:
    """Scheme, host and port as browsers compare them; None for what is no plain origin."""
    try:
        parts = urlsplit(origin)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or port is None or "@" in parts.netloc or parts.path or parts.query or parts.fragment:
        return None
    return parts.scheme, parts.hostname.rstrip("."), port
