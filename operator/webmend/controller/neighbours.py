"""What else has failed on the same host lately: the operator sees what no single run can."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from webmend.domain.evidence import SiteFacts
from webmend.domain.report import FailureReport
from webmend.domain.run import Run
from webmend.policy.codes import site

LATELY = timedelta(minutes=30)
MOST = 5000
"""Failures remembered at most, the oldest forgotten first."""


@dataclass(frozen=True)
class _Seen:
    at: datetime
    host: str
    workflow: tuple[str, str]
    run: str


class Neighbours:
    """Failures that runners have told of since this process leads, waiting or at their end; a new leader has none."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._seen: dict[tuple[str, int, int], _Seen] = {}

    def look(self, run: Run, report: FailureReport | None) -> SiteFacts:
        """Take note of the run's failure, where it has one, and tell what other runs have met on its host.

        A step that asks for input has met none.
        """
        if report is None or report.asks or not (host := site(report.evidence)):
            return SiteFacts()
        self._note(run, report, host)
        others = [seen for seen in self._lately() if seen.host == host and seen.run != run.uid]
        workflows = {seen.workflow for seen in others} - {_workflow(run)}
        return SiteFacts(failures_last_30m=len(others), other_workflows=len(workflows))

    def _note(self, run: Run, report: FailureReport, host: str) -> None:
        key = run.uid, report.attempt, report.sequence
        if key not in self._seen:
            self._seen[key] = _Seen(self._now(), host, _workflow(run), run.uid)
            if len(self._seen) > MOST:
                del self._seen[next(iter(self._seen))]

    def _lately(self) -> list[_Seen]:
        since = self._now() - LATELY
        return [seen for seen in self._seen.values() if seen.at >= since]


def _workflow(run: Run) -> tuple[str, str]:
    return run.namespace, run.spec.workflow_ref.name
