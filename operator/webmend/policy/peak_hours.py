"""From runs by the quarter of an hour to the hours of a week."""

from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from webmend.domain.peak_hours import PeakHour, PeakHours, Quarter


def peak_hours(quarters: Iterable[Quarter], zone: ZoneInfo) -> PeakHours:
    """The hours of the week in this time zone. An hour that comes twice, when a clock is put back, is one hour."""
    runs: Counter[tuple[int, int]] = Counter()
    failed: Counter[tuple[int, int]] = Counter()
    for quarter in quarters:
        there = quarter.begins.astimezone(zone)
        runs[there.isoweekday(), there.hour] += quarter.runs
        failed[there.isoweekday(), there.hour] += quarter.failed
    week = ((weekday, hour) for weekday in range(1, 8) for hour in range(24))
    items = tuple(PeakHour(weekday=at[0], hour=at[1], runs=runs[at], failed=failed[at]) for at in week)
    busiest = max(items, key=lambda hour: hour.runs)
    return PeakHours(busiest=busiest if busiest.runs else None, items=items)
