"""At which hours of the week runs are created, in the time zone of whoever asks."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from webmend.domain.peak_hours import PeakHours, Quarter
from webmend.policy.peak_hours import peak_hours


def quarter(begins: str, runs: int = 1, failed: int = 0) -> Quarter:
    return Quarter(begins=datetime.fromisoformat(begins).replace(tzinfo=UTC), runs=runs, failed=failed)


def busy(found: PeakHours) -> dict[tuple[int, int], tuple[int, int]]:
    return {(each.weekday, each.hour): (each.runs, each.failed) for each in found.items if each.runs}


def test_there_is_every_hour_of_a_week_in_its_order() -> None:
    found = peak_hours([], ZoneInfo("UTC"))
    assert [(each.weekday, each.hour) for each in found.items] == [(d, h) for d in range(1, 8) for h in range(24)]
    assert found.busiest is None


@pytest.mark.parametrize(
    ("zone", "want"),
    [
        ("UTC", {(3, 23): (3, 1)}),
        ("Europe/Vienna", {(4, 0): (3, 1)}),
        ("Asia/Kolkata", {(4, 4): (1, 1), (4, 5): (2, 0)}),
        ("Asia/Kathmandu", {(4, 4): (1, 1), (4, 5): (2, 0)}),
    ],
)
def test_hours_are_those_of_the_time_zone_also_where_it_is_off_by_half_an_hour(
    zone: str, want: dict[tuple[int, int], tuple[int, int]]
) -> None:
    quarters = [quarter("2026-11-25T23:00", 1, 1), quarter("2026-11-25T23:45", 2)]
    assert busy(peak_hours(quarters, ZoneInfo(zone))) == want


def test_weeks_are_added_up_and_the_busiest_hour_is_named() -> None:
    quarters = [quarter("2026-11-18T08:15", 2), quarter("2026-11-25T08:30", 3), quarter("2026-11-26T08:00", 4)]
    found = peak_hours(quarters, ZoneInfo("UTC"))
    assert busy(found) == {(3, 8): (5, 0), (4, 8): (4, 0)}
    assert found.busiest
    assert (found.busiest.weekday, found.busiest.hour, found.busiest.runs) == (3, 8, 5)


def test_an_hour_that_comes_twice_is_one_hour() -> None:
    put_back = [quarter("2026-10-25T00:30"), quarter("2026-10-25T01:30")]
    assert busy(peak_hours(put_back, ZoneInfo("Europe/Vienna"))) == {(7, 2): (2, 0)}
