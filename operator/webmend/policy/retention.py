"""Which runs the history may let go of."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from webmend.domain.duration import seconds
from webmend.domain.phase import Phase
from webmend.domain.record import RunFilter
from webmend.domain.retention import Outcome
from webmend.domain.settings import RetentionSettings

PHASES: dict[Outcome, tuple[Phase, ...]] = {
    Outcome.SUCCEEDED: (Phase.SUCCEEDED,),
    Outcome.STOPPED: (Phase.STOPPED,),
    Outcome.FAILED: tuple(phase for phase in Phase if phase not in (Phase.SUCCEEDED, Phase.STOPPED)),
}
"""A run that was never seen to end, and whose object has gone, is kept as long as one that has failed."""


def beyond(settings: RetentionSettings, now: datetime) -> Iterator[tuple[Outcome, RunFilter]]:
    """By outcome, the runs that are kept no longer; an outcome that is kept for ever is left out."""
    for outcome, phases in PHASES.items():
        kept_for = seconds(getattr(settings, outcome.value))
        if kept_for:
            yield outcome, RunFilter(phases=phases, until=now - timedelta(seconds=kept_for))
