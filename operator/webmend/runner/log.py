"""The log of a runner: JSON lines on standard output, without secrets."""

import structlog

from webmend.domain.directive import Directive
from webmend.domain.graph import Node
from webmend.domain.report import AttemptReport, FailureReport, RecoveryReport, StepReport


def logger(**bound: object) -> "structlog.typing.FilteringBoundLogger":
    """A logger whose every line says these things."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ]
    )
    made: structlog.typing.FilteringBoundLogger = structlog.get_logger().bind(**bound)
    return made


class LogWatcher:
    """Writes a line for everything that happens."""

    def __init__(self, log: "structlog.typing.FilteringBoundLogger"):
        self._log = log

    def step_started(self, node: Node, ceiling: float) -> None:
        self._log.info("step started", node=node.id, action=node.action, wait_time=ceiling)

    def step_ended(self, report: StepReport) -> None:
        facts = {"waited": report.waited, "selector": report.selector, "message": report.message}
        seconds = (report.finished_at - report.started_at).total_seconds()
        said = {name: fact for name, fact in facts.items() if fact}
        self._log.info("step ended", node=report.node_id, outcome=report.outcome, seconds=seconds, **said)

    def failed(self, report: FailureReport) -> None:
        error = report.evidence.error
        self._log.warning(
            "step failed", node=report.node_id, sequence=report.sequence, kind=error.kind, message=error.message
        )

    def told(self, directive: Directive | None) -> None:
        if directive is None:
            self._log.warning("nobody answered")
        else:
            self._log.info("told", kind=directive.kind, node=directive.node_id, reason=directive.reason)

    def waiting(self, seconds: float, why: str) -> None:
        self._log.info("waiting", seconds=seconds, why=why)

    def recovered(self, report: RecoveryReport) -> None:
        self._log.info("recovery ended", sequence=report.sequence, outcome=report.outcome)

    def not_kept(self, why: str) -> None:
        self._log.warning("session not kept", why=why)

    def not_recorded(self, name: str, why: str) -> None:
        self._log.warning("not recorded", name=name, why=why)

    def fault(self, text: str) -> None:
        self._log.error("a defect of ours", stack=text)

    def ended(self, report: AttemptReport) -> None:
        """The attempt is over."""
        self._log.info(
            "attempt ended",
            outcome=report.outcome,
            reason=report.reason,
            steps_done=report.steps_done,
            records=report.records,
            data_warnings=len(report.warnings),
            evidence=report.evidence,
        )
