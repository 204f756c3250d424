"""At which hours of the week runs are created."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from .base import Observed


class Quarter(Observed):
    """A quarter of an hour, in which every hour of every time zone begins, and the runs that were created in it."""

    begins: datetime
    runs: int
    failed: int = 0


class PeakHour(Observed):
    """An hour of the week, over all weeks that were asked for."""

    weekday: Annotated[int, Field(ge=1, le=7)]
    """1 for Monday (ISO 8601)."""
    hour: Annotated[int, Field(ge=0, le=23)]
    """Of the caller's time zone."""
    runs: int = 0
    failed: int = 0


class PeakHours(Observed):
    """The week."""

    busiest: PeakHour | None = None
    """The hour with the most runs; of several, the first. None without runs."""
    items: tuple[PeakHour, ...]
    """All 168 of them, in their order."""
