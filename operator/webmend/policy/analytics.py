"""From counts to rates and percentiles, and the periods of a time zone."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from webmend.domain.analytics import BUCKETS, PERIODS, Counts, Durations, Grouping, Summary, SummaryList, Tally

MOST_PERIODS = 750
"""A month of hours, two years of days."""


class TooMany(ValueError):
    """More periods than anybody could look at: says how many at most."""


def bucket(duration_ms: int) -> int:
    """The bucket of a duration: they grow as a logarithm does, as those of Prometheus's native histograms."""
    return math.floor(math.log2(duration_ms) * BUCKETS) if duration_ms > 0 else 0


def middle(number: int) -> int:
    """The duration in the middle of a bucket."""
    return round(2 ** ((number + 0.5) / BUCKETS))


def periods(by: Grouping, since: datetime, until: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """When each period begins, the first at `since` or before; and when the last ends. Raises TooMany.

    An hour is an hour of the clock that passes, also where a clock is put back: 23 to 25 a day.
    """
    found = [_begin(by, since.astimezone(zone))]
    while found[-1] < until:
        if len(found) > MOST_PERIODS:
            raise TooMany(f"more than {MOST_PERIODS} periods: ask for longer ones, or for less time")
        found.append(_next(by, found[-1], zone))
    return tuple(found)


def summaries(tallies: Iterable[Tally], by: Grouping | None, begins: Sequence[datetime] = ()) -> SummaryList:
    """What the groups come to, and all of them together. `begins`: of the periods, where they are grouped by time."""
    found = tuple(tallies)
    if by is None:
        items: list[Summary] = []
    elif by in PERIODS:
        known = {int(tally.key): tally for tally in found}
        items = [_summary(known.get(number, Tally()), begin) for number, begin in enumerate(begins[:-1])]
    else:
        items = [_summary(tally) for tally in sorted(found, key=lambda tally: (-tally.runs, tally.key))]
    return SummaryList(total=_summary(_sum(found)), items=tuple(items))


def success_rate(counts: Counts) -> float | None:
    """The share that has succeeded of those that have succeeded or failed; None where there are none."""
    judged = counts.succeeded + counts.failed
    return counts.succeeded / judged if judged else None


def recovered_rate(counts: Counts) -> float | None:
    """The share of those that have succeeded in which something had to be mended; None where there are none."""
    return counts.recovered / counts.succeeded if counts.succeeded else None


def _begin(by: Grouping, time: datetime) -> datetime:
    hour = time.replace(minute=0, second=0, microsecond=0)
    if by is Grouping.HOUR:
        return hour
    day = hour.replace(hour=0, fold=0)
    if by is Grouping.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by is Grouping.MONTH else day


def _next(by: Grouping, begin: datetime, zone: ZoneInfo) -> datetime:
    if by is Grouping.HOUR:
        return (begin.astimezone(ZoneInfo("UTC")) + timedelta(hours=1)).astimezone(zone)
    if by is Grouping.MONTH:
        return (begin + timedelta(days=32)).replace(day=1)
    return begin + timedelta(days=7 if by is Grouping.WEEK else 1)  # of the wall clock


def _summary(tally: Tally, begins: datetime | None = None) -> Summary:
    return Summary(
        key=tally.key if begins is None else begins.isoformat(),
        begins=begins,
        **{name: getattr(tally, name) for name in Counts.model_fields},
        success_rate=success_rate(tally),
        recovered_rate=recovered_rate(tally),
        durations=durations(tally.duration_ms, tally.durations),
    )


def durations(duration_ms: int, counts: Mapping[int, int]) -> Durations:
    """What durations come to: all of them together, and how many are in each bucket."""
    count = sum(counts.values())
    if not count:
        return Durations()
    return Durations(
        average_ms=round(duration_ms / count),
        **{f"p{percent}_ms": percentile(counts, percent) for percent in (50, 90, 95, 99)},
    )


def percentile(counts: Mapping[int, int], percent: int) -> int:
    """The duration that so many per cent do not exceed (nearest rank), from counts by bucket that are not empty."""
    rank, seen = math.ceil(sum(counts.values()) * percent / 100), 0
    for number in sorted(counts):
        seen += counts[number]
        if seen >= rank:
            return middle(number)
    raise ValueError("there is none")


def _sum(tallies: Sequence[Tally]) -> Tally:
    durations: Counter[int] = Counter()
    for tally in tallies:
        durations.update(tally.durations)
    names = (*Counts.model_fields, "duration_ms")
    return Tally(**{name: sum(getattr(tally, name) for tally in tallies) for name in names}, durations=durations)
