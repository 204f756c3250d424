"""What the recovery of a failure depends on."""

from dataclasses import dataclass
from datetime import datetime

from webmend.domain.failure import Failure
from webmend.domain.graph import Graph, Node
from webmend.domain.report import FailureReport
from webmend.domain.run import Attempt, Recovery, RecoveryKind
from webmend.domain.settings import RecoverySettings
from webmend.domain.target import Selector
from webmend.domain.workflow import Credential, ErrorCodeAction, ErrorHandling, RepairPolicy
from webmend.policy import steps


@dataclass(frozen=True)
class RecoveryFacts:
    """One failure and all that its recovery depends on."""

    failure: Failure
    report: FailureReport | None
    """None where the attempt ended without a word (node lost, out of memory)."""
    graph: Graph
    handling: ErrorHandling
    settings: RecoverySettings
    attempt: int
    attempts: tuple[Attempt, ...]
    recoveries: tuple[Recovery, ...]
    in_session: bool
    """A runner holds the browser open and waits for the answer."""
    now: datetime
    irreversible: bool = False
    """An irreversible step has run in this attempt, or may have."""
    under_way: str | None = None
    """The step that was under way when the attempt was cut off, as far as that is known."""
    unseen: bool = False
    """Nobody has seen the runner end: it may act until its lease is over."""
    repairs: RepairPolicy = RepairPolicy.APPLY
    """What becomes of repairs."""
    reverted: tuple[Selector, ...] = ()
    """Selectors of this step that a person has taken back."""
    credentials: tuple[Credential, ...] = ()
    """The logins of the workflow."""
    inputs: tuple[tuple[str, str], ...] = ()
    """The values of the run's inputs, secret ones masked."""
    code: ErrorCodeAction | None = None
    """What the user's own error code for this failure asks for."""

    @property
    def sequence(self) -> int:
        """Number of the failure; 0 for an attempt that ended without a word."""
        return self.report.sequence if self.report else 0

    @property
    def node_id(self) -> str | None:
        """The step that failed."""
        return self.report.node_id if self.report else self.failure.node_id

    @property
    def node(self) -> Node | None:
        """The same as it stands in the graph."""
        return next((n for n in self.graph.nodes if n.id == self.node_id), None)

    @property
    def title(self) -> str:
        """What to call the step in front of people."""
        return self.title_of(self.node_id)

    @property
    def why(self) -> str:
        """The failure in a word or two."""
        failure = self.failure
        return f"{failure.category}/{failure.sub_type}" if failure.sub_type else (failure.reason or failure.category)

    def title_of(self, node_id: str | None) -> str:
        """What to call a step in front of people."""
        return next((n.title for n in self.graph.nodes if n.id == node_id), node_id or "?")

    def has_tried(self, kind: RecoveryKind) -> bool:
        """Whether this was done for this step in this session before."""
        return any(r.kind is kind and r.node_id == self.node_id and r.attempt == self.attempt for r in self.recoveries)

    def may_have_happened(self) -> bool:
        """Whether the step is irreversible and may have had its effect although it failed."""
        node, report = self.node, self.report
        return bool(node and report and steps.may_have_happened(node, report.evidence.error.kind))
