"""Records of runs for tests."""

from datetime import datetime
from typing import Any

from tests.support.builders import NOW, at, attempt
from webmend.domain.phase import Phase
from webmend.domain.record import RecordedStep, RunRecord, RunSummary
from webmend.domain.report import StepOutcome
from webmend.domain.run import AttemptState
from webmend.policy.recording import place


def record(
    name: str,
    *,
    created: datetime = NOW,
    steps: tuple[RecordedStep, ...] = (),
    attempts: int = 1,
    status: dict[str, Any] | None = None,
    **summary: Any,
) -> RunRecord:
    """A run of portal that has succeeded."""
    facts = {
        "id": place(created, f"uid-{name}"),
        "uid": f"uid-{name}",
        "seen": 1,
        "namespace": "clinic",
        "name": name,
        "workflow": "portal",
        "site": "portal.test",
        "type": "claims",
        "version": 3,
        "phase": Phase.SUCCEEDED,
        "created_at": created,
        "started_at": created,
        "attempt": attempts,
        **summary,
    }
    made = [attempt(number, AttemptState.SUCCEEDED).stored() for number in range(1, attempts + 1)]
    return RunRecord(
        summary=RunSummary.model_validate(facts),
        inputs={"member": "4711"},
        status=status or {"phase": str(facts["phase"]), "attempts": made},
        steps=steps,
    )


def step(node_id: str, attempt: int = 1, sequence: int = 1, **facts: Any) -> RecordedStep:
    """A step that took two seconds."""
    return RecordedStep.model_validate(
        {
            "node_id": node_id,
            "title": node_id,
            "action": "click",
            "outcome": StepOutcome.DONE,
            "started_at": at(sequence),
            "finished_at": at(sequence + 2),
            "wait_time": 15.0,
            "waited": 0.1,
            "attempt": attempt,
            "sequence": sequence,
            **facts,
        }
    )
