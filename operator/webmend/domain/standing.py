"""How reliable workflows are, and why."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from .analytics import Counts, Rate
from .base import Identifier, Line, Name, Observed, Sentence, StrEnum
from .failure import Category, SubType
from .workflow import Reliability


class LastFailure(Observed):
    """The latest run of a workflow that has failed."""

    run: Line
    created_at: datetime
    category: Category | None = None
    sub_type: SubType | None = None
    code: Line = ""
    node_id: Identifier | None = None
    message: Annotated[str, Field(max_length=1024)] = ""


class WorkflowTally(Counts):
    """Counts of the runs of one workflow, as the history has them."""

    namespace: Name
    workflow: Name
    failed_in_a_row: int = 0
    """Runs that have failed since the last one that has succeeded."""
    last_failure: LastFailure | None = None


class StandingReason(StrEnum):
    """What the reliability of a workflow rests on."""

    FAILS_EACH_TIME = "FailsEachTime"
    """Its latest runs have failed, one after the other."""
    NEEDS_SOMEBODY = "NeedsSomebody"
    """Its last run has failed with what only a person can set right."""
    FAILS_OFTEN = "FailsOften"
    """Too few of its runs succeed."""
    FAILS_AT_TIMES = "FailsAtTimes"
    """Fewer of its runs succeed than should."""
    LAST_FAILED = "LastFailed"
    """Its last run has failed."""
    MENDED_OFTEN = "MendedOften"
    """It succeeds, but often only because something was mended."""
    NO_RUNS = "NoRuns"
    """None of its runs has succeeded or failed."""
    RELIABLE = "Reliable"
    """Its runs succeed."""


class Standing(Observed):
    """How reliable a workflow is."""

    reliability: Reliability
    reason: StandingReason
    message: Sentence
    """The reason in a sentence."""


class WorkflowStanding(WorkflowTally, Standing):
    """A workflow with its runs, and how reliable that makes it."""

    success_rate: Rate = None
    """Of the runs that have succeeded or failed."""
    recovered_rate: Rate = None
    """Of the runs that have succeeded, those in which something had to be mended."""


class StandingList(Observed):
    """Workflows: those that need attention most come first."""

    items: tuple[WorkflowStanding, ...] = ()
