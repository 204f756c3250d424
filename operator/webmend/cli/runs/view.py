"""All that is known of one run, put together for somebody who looks at it."""

from dataclasses import dataclass

from webmend.domain.error_code import ErrorCode
from webmend.domain.failure import Failure
from webmend.domain.report import StepReport
from webmend.domain.run import Run
from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import Workflow


@dataclass(frozen=True)
class View:
    """One run with what it belongs to."""

    run: Run
    workflow: Workflow | None = None
    """As it is now; None where it has gone, or may not be seen."""
    versions: tuple[WorkflowVersion, ...] = ()
    """Those of the workflow."""
    suggestions: tuple[ErrorCode, ...] = ()
    """The codes that webmend suggests for this run's failure, and nobody has judged yet."""
    steps: tuple[StepReport, ...] = ()
    """The steps of its last attempt, where a server was asked."""
    is_kept: bool = False
    """Its object has gone: this is what the history has."""
    unseen: tuple[str, ...] = ()
    """What could not be looked at, and why."""

    @property
    def failure(self) -> Failure | None:
        """Why it failed, or why its last attempt did."""
        status = self.run.status
        tried = status.attempts[-1] if status.attempts else None
        return status.error or (tried.error if tried else None)

    def title(self, node_id: str) -> str:
        """A step as people know it."""
        number = self.run.status.version
        graphs = [each.spec.graph for each in self.versions if each.spec.number == number]
        graphs += [self.workflow.spec.graph] if self.workflow else []
        names = (node.name for graph in graphs if graph for node in graph.nodes if node.id == node_id and node.name)
        name = next(names, "")
        return f"{node_id} ({name})" if name else node_id
