"""Somebody who looks on while an attempt runs: a log in a pod, a terminal on one's own machine."""

from typing import Protocol

from webmend.domain.directive import Directive
from webmend.domain.graph import Node
from webmend.domain.report import FailureReport, RecoveryReport, StepReport


class Watcher(Protocol):
    """Told of everything as it happens. What it is given has been redacted."""

    def step_started(self, node: Node, ceiling: float) -> None:
        """A step begins; it may take `ceiling` seconds."""
        ...

    def step_ended(self, report: StepReport) -> None:
        """A step was done, was skipped, or failed."""
        ...

    def failed(self, report: FailureReport) -> None:
        """A failure has been looked into and is reported now."""
        ...

    def told(self, directive: Directive | None) -> None:
        """The answer to that failure; None: nobody answered."""
        ...

    def waiting(self, seconds: float, why: str) -> None:
        """A wait that was asked for begins."""
        ...

    def recovered(self, report: RecoveryReport) -> None:
        """It shows whether a recovery has helped."""
        ...

    def not_kept(self, why: str) -> None:
        """The browser's session could not be kept for the next run."""
        ...

    def not_recorded(self, name: str, why: str) -> None:
        """The trace or the film of the attempt is not kept, though it was asked for."""
        ...

    def fault(self, text: str) -> None:
        """A defect of ours has ended the attempt; the stack."""
        ...
