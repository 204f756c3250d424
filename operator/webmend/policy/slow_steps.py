"""From counts of steps to their shares, rates and percentiles."""

from collections.abc import Iterable

from webmend.domain.slow_steps import StepCounts, StepList, StepSummary, StepTally

from .analytics import durations


def summaries(tallies: Iterable[StepTally]) -> StepList:
    """What these steps come to, in the same order."""
    return StepList(items=tuple(map(_summary, tallies)))


def _summary(tally: StepTally) -> StepSummary:
    return StepSummary(
        **{name: getattr(tally, name) for name in StepCounts.model_fields},
        failure_rate=tally.failed / tally.executions if tally.executions else None,
        share=tally.duration_ms / tally.workflow_ms if tally.workflow_ms else 0,
        durations=durations(tally.duration_ms, tally.durations),
    )
