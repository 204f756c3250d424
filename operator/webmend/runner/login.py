"""Whether somebody is signed in, as far as the steps done so far show it."""

from dataclasses import dataclass, replace

from webmend.domain.evidence import ErrorKind, SessionFacts
from webmend.domain.graph import Node
from webmend.policy.steps import BEFORE_ACTING, types_password

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
    """A form was sent after that."""
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
            return replace(self, pending=False, submitted=True, authenticated=True)
        return replace(self, submitted=self.submitted or submits)

    def facts(self, failed: Node, error: ErrorKind) -> SessionFacts:
        """What evidence says of it when that step has failed so."""
        sent_by_it = self.pending and failed.action in SUBMITS and error not in BEFORE_ACTING
        return SessionFacts(
            was_authenticated=self.authenticated,
            login_node=self.node,
            login_submitted=self.submitted or sent_by_it,
            login_pending=self.pending,
        )
