"""What the steps of a number of runs come to."""

from typing import Annotated

from pydantic import Field

from .analytics import Durations, Rate
from .base import Identifier, Line, Name, Observed, StrEnum


class StepOrder(StrEnum):
    """Which steps come first."""

    TOTAL = "total"
    """Those that have taken the most time altogether: the bottlenecks."""
    AVERAGE = "average"
    """Those that take the longest."""
    FAILED = "failed"
    """Those that have failed most often."""


class StepCounts(Observed):
    """How often a step of a version of a workflow was executed. A loop executes a step several times in a run, and one
    that was skipped was not executed."""

    namespace: Name
    workflow: Name
    version: int
    """The version that the attempt ran."""
    node_id: Identifier
    title: Line = ""
    action: Line = ""
    executions: int = 0
    failed: int = 0
    """Executions that have failed, those that were mended afterwards too."""
    duration_ms: int = 0
    """All executions together."""


class StepTally(StepCounts):
    """Counts of one step, as the history has them."""

    workflow_ms: int = 0
    """All executions of all steps of the same version of the workflow, in the same runs."""
    durations: dict[int, int] = Field(default_factory=dict)
    """How many executions took how long, by the number of a bucket."""


class StepSummary(StepCounts):
    """What the executions of one step come to."""

    failure_rate: Rate = None
    share: Annotated[float, Field(ge=0, le=1)] = 0
    """Of the time that all steps of this version of the workflow have taken together."""
    durations: Durations = Durations()


class StepList(Observed):
    """Steps, in the order that was asked for."""

    items: tuple[StepSummary, ...] = ()
