"""When a schedule is due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webmend.domain.workflow import Schedule
from webmend.policy.schedule import times

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def schedule(*cron: str, zone: str = "UTC") -> Schedule:
    return Schedule(cron=cron, time_zone=zone)


def local(text: str, zone: str) -> datetime:
    """Such as `2026-10-25T02:30`; with a `*` behind it the second time that the clock shows this."""
    when = datetime.fromisoformat(text.removesuffix("*"))
    return when.replace(tzinfo=ZoneInfo(zone), fold=int(text.endswith("*")))


def shown(when: datetime, zone: str) -> str:
    there = when.astimezone(ZoneInfo(zone))
    return f"{there:%d %H:%M}{'*' if there.fold else ''}"


def due(of: Schedule, start: str, count: int) -> list[str]:
    """Day and time of the first times after the start, on the clock of the schedule's zone."""
    found: list[str] = []
    when: datetime | None = local(start, of.time_zone)
    while len(found) < count and when and (when := times.following(of, when)):
        found.append(shown(when, of.time_zone))
    return found


BERLIN, NEW_YORK, HAVANA = "Europe/Berlin", "America/New_York", "America/Havana"
LORD_HOWE, CAIRO = "Australia/Lord_Howe", "Africa/Cairo"


@pytest.mark.parametrize(
    ("zone", "cron", "start", "want"),
    [
        # the clock is put forward: Berlin 29 March 2026, 2:00 becomes 3:00
        pytest.param(BERLIN, "30 2 * * *", "2026-03-28T02:30", ["29 03:00", "30 02:30"], id="skipped: at the jump"),
        pytest.param(BERLIN, "0,30 2,3 * * *", "2026-03-28T04:00", ["29 03:00", "29 03:30", "30 02:00"], id="and once"),
        pytest.param(BERLIN, "0 3 * * *", "2026-03-28T03:00", ["29 03:00", "30 03:00"], id="what is not skipped stays"),
        pytest.param(BERLIN, "*/30 * * * *", "2026-03-29T01:00", ["29 01:30", "29 03:00", "29 03:30"], id="by minutes"),
        pytest.param(BERLIN, "5 * * * *", "2026-03-29T00:30", ["29 01:05", "29 03:05"], id="by hours"),
        pytest.param(BERLIN, "30 */2 * * *", "2026-03-29T00:00", ["29 00:30", "29 04:30"], id="skipped, by two hours"),
        # and back: Berlin 25 October 2026, 3:00 becomes 2:00
        pytest.param(BERLIN, "30 2 * * *", "2026-10-24T02:30", ["25 02:30", "26 02:30"], id="doubled: the first time"),
        pytest.param(BERLIN, "30 2 * * *", "2026-10-25T02:10*", ["26 02:30"], id="not again in the second pass"),
        pytest.param(
            *(BERLIN, "*/30 2 * * *", "2026-10-24T02:30"),
            ["25 02:00", "25 02:30", "25 02:00*", "25 02:30*", "26 02:00"],
            id="doubled, by minutes: both times",
        ),
        pytest.param(BERLIN, "5 * * * *", "2026-10-25T01:30", ["25 02:05", "25 02:05*", "25 03:05"], id="by hours too"),
        pytest.param(NEW_YORK, "30 1 * * *", "2026-10-31T12:00", ["01 01:30", "02 01:30"], id="New York"),
        # zones of their own kind
        pytest.param("Asia/Kathmandu", "0 6 * * *", "2026-11-25T00:00", ["25 06:00", "26 06:00"], id="5:45 from UTC"),
        pytest.param(LORD_HOWE, "15 2 * * *", "2026-10-03T02:15", ["04 02:30", "05 02:15"], id="half an hour skipped"),
        pytest.param(LORD_HOWE, "45 1 * * *", "2027-04-03T01:45", ["04 01:45", "05 01:45"], id="half an hour doubled"),
        pytest.param(CAIRO, "30 0 * * *", "2026-04-23T00:30", ["24 01:00", "25 00:30"], id="midnight skipped"),
        pytest.param(HAVANA, "@daily", "2026-10-31T00:00", ["01 00:00", "02 00:00"], id="midnight doubled"),
        # the calendar
        pytest.param("UTC", "0 0 29 2 *", "2026-01-01T00:00", ["29 00:00"], id="a leap day"),
        pytest.param("UTC", "0 6 13 * 5", "2026-11-10T00:00", ["13 06:00", "20 06:00"], id="day or weekday"),
        pytest.param("UTC", "0 6 * * 7", "2026-11-25T00:00", ["29 06:00"], id="7 is Sunday too"),
        pytest.param("UTC", "@hourly", "2026-11-25T11:59", ["25 12:00", "25 13:00"], id="a word"),
    ],
)
def test_a_time_is_due_as_its_zone_has_it(zone: str, cron: str, start: str, want: list[str]) -> None:
    assert due(schedule(cron, zone=zone), start, len(want)) == want


def test_several_expressions_are_one_schedule_and_a_time_that_two_name_is_due_once() -> None:
    assert due(schedule("0 6 * * *", "0 6,18 * * 3"), "2026-11-25T00:00", 3) == ["25 06:00", "25 18:00", "26 06:00"]


@pytest.mark.parametrize(
    ("cron", "zone", "want"),
    [
        ("0 6 * * *", "UTC", ()),
        ("@weekly", BERLIN, ()),
        ("61 6 * * *", "UTC", ("spec.schedule.cron[0]: 61 6 * * * is no cron expression: Bad minute",)),
        ("0 6 * * FUN", "UTC", ("spec.schedule.cron[0]: 0 6 * * FUN is no cron expression: Bad day-of-week",)),
        ("0 6 30 2 *", "UTC", ("spec.schedule.cron[0]: 0 6 30 2 * is no cron expression: Bad day-of-month",)),
        ("0 6 30,31 2 MON#5", "UTC", ()),
        ("0 6 * * *", "Mars/Base", ("spec.schedule.timeZone: there is no IANA time zone Mars/Base",)),
        ("0 6 * * *", "Europe", ("spec.schedule.timeZone: there is no IANA time zone Europe",)),
        ("0 6 * * *", "../../etc/passwd", ("spec.schedule.timeZone: there is no IANA time zone ../../etc/passwd",)),
        ("0 6 * * *", "localtime", ("spec.schedule.timeZone: there is no IANA time zone localtime",)),
        ("0 6 * * *", "", ("spec.schedule.timeZone: there is no IANA time zone ",)),
    ],
)
def test_a_schedule_that_makes_no_sense_says_where_and_why(cron: str, zone: str, want: tuple[str, ...]) -> None:
    assert tuple(map(str, times.problems(schedule(cron, zone=zone)))) == want


def test_no_schedule_has_no_problem() -> None:
    assert times.problems(None) == ()


@given(st.from_regex(r"\A[0-9A-Za-z*/,#?-]{1,6}( [0-9A-Za-z*/,#?-]{1,6}){4}\Z"))
def test_whatever_the_expression_says_it_is_judged_and_raises_nothing(cron: str) -> None:
    times.problems(schedule(cron))


@pytest.mark.parametrize(
    ("cron", "away", "want"),
    [
        ("0 * * * *", timedelta(0), None),
        ("30 * * * *", timedelta(minutes=30), None),
        ("0 * * * *", timedelta(seconds=1), times.Missed(NOON, 0)),
        ("0 * * * *", timedelta(hours=1), times.Missed(NOON, 0)),
        ("0 * * * *", timedelta(hours=3), times.Missed(NOON, 2)),
        ("0 * * * *", timedelta(hours=100), times.Missed(NOON, 99)),
        ("0 * * * *", timedelta(hours=101), times.Missed(NOON, 100)),
        ("0 * * * *", timedelta(days=365), times.Missed(NOON, 100)),
        ("* * * * *", timedelta(days=3650), times.Missed(NOON, 100)),
        ("* * * 7 *", timedelta(days=3650), times.Missed(datetime(2026, 7, 31, 23, 59, tzinfo=UTC), 100)),
        ("0 6 1 1 *", timedelta(days=80_000), times.Missed(datetime(2026, 1, 1, 6, tzinfo=UTC), 100)),
    ],
)
def test_what_was_missed_is_the_latest_and_how_many_there_were_before_it(
    cron: str, away: timedelta, want: times.Missed | None
) -> None:
    assert times.missed(schedule(cron), NOON - away, NOON) == want


CRONS = st.sampled_from(["*/20 * * * *", "30 1,2 * * *", "15 */3 * * *", "0 0 * * *", "10,50 1-3 * * *", "0 2 * * 0"])
ZONES = st.sampled_from(["UTC", BERLIN, NEW_YORK, LORD_HOWE, CAIRO, HAVANA, "Asia/Kathmandu", "America/St_Johns"])
STARTS = st.datetimes(datetime(2026, 3, 1), datetime(2027, 4, 30), timezones=st.just(UTC))
WHILE = st.timedeltas(timedelta(0), timedelta(days=4))


@settings(max_examples=60)
@given(CRONS, ZONES, STARTS, WHILE)
def test_it_does_not_matter_from_where_one_looks(cron: str, zone: str, start: datetime, later: timedelta) -> None:
    of = schedule(cron, zone=zone)
    steps, when = [], times.following(of, start)
    while when is not None and when <= start + later:
        steps.append(when)
        when = times.following(of, when)
    assert steps == sorted(set(steps))
    assert when == times.following(of, start + later)
    assert times.missed(of, start, start + later) == (
        times.Missed(steps[-1], min(len(steps) - 1, times.COUNTED)) if steps else None
    )
