"""What a number of runs come to."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from .base import Observed, StrEnum


class Grouping(StrEnum):
    """What runs are counted by."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    WORKFLOW = "workflow"
    TYPE = "type"
    SITE = "site"
    VERSION = "version"
    TRIGGER = "trigger"
    CATEGORY = "category"
    SUB_TYPE = "subType"
    NAMESPACE = "namespace"


PERIODS = (Grouping.HOUR, Grouping.DAY, Grouping.WEEK, Grouping.MONTH)
"""Groupings by time, in the caller's time zone."""

BUCKETS = 8
"""Buckets of durations between one and its double: the middle of a bucket is within 5 % of all that is in it."""


class Counts(Observed):
    """How many runs of a group there are."""

    runs: int = 0
    succeeded: int = 0
    failed: int = 0
    stopped: int = 0
    recovered: int = 0
    """Of those that have succeeded."""
    records: int = 0


class Tally(Counts):
    """Counts of the runs of one group, as the history has them."""

    key: str = ""
    """What the group has in common; of a period: its number, beginning with 0. Empty where there is one group only."""
    duration_ms: int = 0
    """All durations together."""
    durations: dict[int, int] = Field(default_factory=dict)
    """How many runs took how long, by the number of a bucket."""


class Durations(Observed):
    """How long runs took, in milliseconds; None where none has ended. Percentiles are within 5 % of the truth."""

    average_ms: int | None = None
    p50_ms: int | None = None
    p90_ms: int | None = None
    p95_ms: int | None = None
    p99_ms: int | None = None


Rate = Annotated[float, Field(ge=0, le=1)] | None
"""A share; None where there is nothing that it would be a share of."""


class Summary(Counts):
    """What the runs of one group come to."""

    key: str = ""
    """The value that they have in common; empty where there is one group only."""
    begins: datetime | None = None
    """Of a period: when it begins."""
    success_rate: Rate = None
    """Of those that have succeeded or failed: a run that was stopped tells nothing."""
    recovered_rate: Rate = None
    """Of those that have succeeded, those in which something had to be mended."""
    durations: Durations = Durations()


class SummaryList(Observed):
    """The groups, periods in their order, others with the most runs first."""

    total: Summary
    items: tuple[Summary, ...] = ()
