"""Whether somebody is signed in, as far as the steps done so far show it."""

from dataclasses import dataclass, replace

from webmend.domain.evidence import SessionFacts
from webmend.domain.graph import Node
from webmend.policy.steps import types_password

SUBMITS = frozenset({"click", "press"})
"""Actions that send a form. On the login page itself they pass with a wrong password too."""


@dataclass(frozen=True)
class Login:
    """A login: typed, submitted, shown to have worked by a step behind it."""

    node: str = ""
    """The step that typed the password last."""
    pending: bool = False
    """The password was typed, and nothing has shown yet that the login worked."""
    submitted: bool = False
    authenticated: bool = False
    """A login of this session has worked."""

    def after(self, node: Node) -> "Login":
        """The same after that step has passed."""
        if types_password(node):
            return replace(self, node=node.id, pending=True, submitted=False)
        if not self.pending:
            return self
        submits = node.action in SUBMITS
        if (submits and node.expect) or (self.submitted and (node.target or node.expect)):
            return replace(self, pending=False, submitted=False, authenticated=True)
        return replace(self, submitted=True) if submits else self

    def facts(self) -> SessionFacts:
        """What evidence says of it."""
        return SessionFacts(was_authenticated=self.authenticated, login_node=self.node, login_pending=self.pending)
