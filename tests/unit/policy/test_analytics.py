"""What runs come to: rates that are no lies, percentiles that are near enough, periods of a time zone."""

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmend.domain.analytics import Durations, Grouping, Tally
from webmend.policy import analytics

VIENNA = ZoneInfo("Europe/Vienna")
KOLKATA = ZoneInfo("Asia/Kolkata")


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("tally", "success", "recovered"),
    [
        (Tally(), None, None),
        (Tally(runs=2, stopped=2), None, None),
        (Tally(runs=4, succeeded=3, failed=1), 0.75, 0.0),
        (Tally(runs=5, succeeded=4, stopped=1, recovered=1), 1.0, 0.25),
        (Tally(runs=2, failed=2), 0.0, None),
    ],
)
def test_rates_are_none_where_there_is_nothing_to_share(
    tally: Tally, success: float | None, recovered: float | None
) -> None:
    total = analytics.summaries([tally], None).total
    assert (total.success_rate, total.recovered_rate) == (success, recovered)


def test_without_any_run_there_are_no_durations() -> None:
    total = analytics.summaries([], None).total
    assert (total.runs, total.durations) == (0, Durations())


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=200), st.sampled_from([50, 90, 95, 99]))
def test_a_percentile_is_within_five_per_cent_of_the_nearest_rank(durations: list[int], percent: int) -> None:
    rank = -(-len(durations) * percent // 100)
    exact = sorted(durations)[rank - 1]
    found = analytics.percentile(Counter(map(analytics.bucket, durations)), percent)
    assert abs(found - exact) <= max(1, exact * 0.05)


def test_the_average_is_exact() -> None:
    tally = Tally(runs=3, succeeded=3, duration_ms=3001, durations={79: 2, 80: 1})
    assert analytics.summaries([tally], None).total.durations.average_ms == 1000


def test_groups_with_the_most_runs_come_first() -> None:
    found = analytics.summaries(
        [Tally(key="b", runs=1), Tally(key="a", runs=1), Tally(key="c", runs=3)], Grouping.WORKFLOW
    )
    assert [item.key for item in found.items] == ["c", "a", "b"]
    assert found.total.runs == 5


def test_periods_without_runs_are_there_too() -> None:
    begins = analytics.periods(Grouping.DAY, day("2026-11-24T10:00"), day("2026-11-26T10:00"), VIENNA)
    found = analytics.summaries([Tally(key="1", runs=7)], Grouping.DAY, begins)
    assert [(item.key, item.runs) for item in found.items] == [
        ("2026-11-24T00:00:00+01:00", 0),
        ("2026-11-25T00:00:00+01:00", 7),
        ("2026-11-26T00:00:00+01:00", 0),
    ]


@pytest.mark.parametrize(
    ("asked", "want"),
    [
        (
            (Grouping.DAY, "2026-10-24T12:00", "2026-10-26T00:00", VIENNA),
            ["24T00:00+02:00", "25T00:00+02:00", "26T00:00+01:00", "27T00:00+01:00"],
        ),
        (
            (Grouping.HOUR, "2026-10-25T00:30", "2026-10-25T02:00", VIENNA),
            ["25T02:00+02:00", "25T02:00+01:00", "25T03:00+01:00"],
        ),
        (
            (Grouping.HOUR, "2026-03-29T00:30", "2026-03-29T02:00", VIENNA),
            ["29T01:00+01:00", "29T03:00+02:00", "29T04:00+02:00"],
        ),
        ((Grouping.DAY, "2026-11-25T20:00", "2026-11-25T21:00", KOLKATA), ["26T00:00+05:30", "27T00:00+05:30"]),
    ],
)
def test_days_and_hours_are_those_of_the_time_zone_also_when_clocks_change(
    asked: tuple[Grouping, str, str, ZoneInfo], want: list[str]
) -> None:
    by, since, until, zone = asked
    found = analytics.periods(by, day(since), day(until), zone)
    assert [begin.isoformat(timespec="minutes")[8:] for begin in found] == want


@pytest.mark.parametrize(
    ("by", "want"),
    [
        (Grouping.WEEK, ["2026-11-23", "2026-11-30", "2026-12-07"]),
        (Grouping.MONTH, ["2026-11-01", "2026-12-01", "2027-01-01"]),
    ],
)
def test_weeks_begin_on_monday_and_months_with_their_first_day(by: Grouping, want: list[str]) -> None:
    found = analytics.periods(by, day("2026-11-25"), day("2026-12-01T12:00"), ZoneInfo("UTC"))
    assert [begin.date().isoformat() for begin in found] == want


def test_more_periods_than_anybody_could_look_at_are_refused() -> None:
    with pytest.raises(analytics.TooMany, match="750"):
        analytics.periods(Grouping.HOUR, day("2026-01-01"), day("2026-12-01"), VIENNA)
