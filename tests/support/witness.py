"""What watches an attempt and remembers it."""

from webmend.domain.directive import Directive
from webmend.domain.graph import Node
from webmend.domain.report import FailureReport, RecoveryReport, StepReport


class Witness:
    """A watcher that keeps what it is told."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.steps: list[StepReport] = []
        self.failures: list[FailureReport] = []
        self.directives: list[Directive | None] = []
        self.waits: list[tuple[float, str]] = []
        self.recoveries: list[RecoveryReport] = []
        self.lost: list[str] = []
        """Why sessions were not kept."""
        self.unrecorded: list[tuple[str, str]] = []
        """What was not recorded, and why."""
        self.faults: list[str] = []

    def step_started(self, node: Node, ceiling: float) -> None:
        self.started.append(node.id)

    def step_ended(self, report: StepReport) -> None:
        self.steps.append(report)

    def failed(self, report: FailureReport) -> None:
        self.failures.append(report)

    def told(self, directive: Directive | None) -> None:
        self.directives.append(directive)

    def waiting(self, seconds: float, why: str) -> None:
        self.waits.append((seconds, why))

    def recovered(self, report: RecoveryReport) -> None:
        self.recoveries.append(report)

    def not_kept(self, why: str) -> None:
        self.lost.append(why)

    def not_recorded(self, name: str, why: str) -> None:
        self.unrecorded.append((name, why))

    def fault(self, text: str) -> None:
        self.faults.append(text)
