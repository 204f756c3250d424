"""What the history lets go of."""

from datetime import datetime

from .base import Observed, StrEnum


class Outcome(StrEnum):
    """How a run has ended, as far as its record is kept for it."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    STOPPED = "stopped"


class Expired(Observed):
    """Runs that are kept no longer."""

    outcome: Outcome
    month: datetime
    """The month (UTC) in which they were created."""
    runs: int
