"""When a schedule is due: its cron expressions in its time zone, as instants.

The rules are those of Debian's cron (man 8 cron, man 5 crontab), as cronsim keeps them. Where the clock is put forward
or back, it matters whether an expression names fixed times, that is, neither its minute nor its hour begins with `*`:

* fixed times: one that the clock skips is due when it has jumped; one that the clock shows twice is due the first time.
* others follow the clock: they are not due in what is skipped, and in both passes of what is shown twice.

The time zone database is a table like any other: reading it is no I/O that could end in more than one way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from heapq import merge
from itertools import islice, takewhile
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from webmend.domain.workflow import Schedule
from webmend.policy.graph import Problem

COUNTED = 100
"""Missed starts are counted up to this number, as Kubernetes' CronJob does; more are `more than 100`."""
WORDS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_CLOSEST = timedelta(minutes=1)
"""No two times are closer: cron counts in minutes."""


@dataclass(frozen=True)
class Missed:
    """Starts that are due and were not made."""

    latest: datetime
    others: int
    """How many were due before that one, counted up to COUNTED."""


def problems(schedule: Schedule | None) -> tuple[Problem, ...]:
    """What is wrong with the schedule beyond its schema."""
    if schedule is None:
        return ()
    judged = [(f"spec.schedule.cron[{i}]", _complaint(cron)) for i, cron in enumerate(schedule.cron)]
    if schedule.time_zone not in _zones():
        judged.append(("spec.schedule.timeZone", f"there is no IANA time zone {schedule.time_zone}"))
    return tuple(Problem(path, sentence) for path, sentence in judged if sentence)


def following(schedule: Schedule, after: datetime) -> datetime | None:
    """The first time later than `after` at which the schedule is due, in UTC; None: not in the next 50 years."""
    return next(_due(schedule, after), None)


def missed(schedule: Schedule, after: datetime, now: datetime) -> Missed | None:
    """What was due later than `after` and not later than `now`."""
    found = list(islice(takewhile(lambda when: when <= now, _due(schedule, after)), COUNTED + 1))
    if not found:
        return None
    return Missed(found[-1] if len(found) <= COUNTED else _latest(schedule, found[-1], now), len(found) - 1)


def _latest(schedule: Schedule, found: datetime, now: datetime) -> datetime:
    """The last of very many, by halves: what follows the middle is later than `found`, or too late."""
    end = now
    while end - found >= _CLOSEST:
        middle = found + (end - found) / 2
        next_ = following(schedule, middle)
        if next_ is not None and next_ <= now:
            found = next_
        else:
            end = middle
    return found


def _due(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """Every time at which any of the expressions is due, once and in order."""
    latest = after
    for when in merge(*(_instants(cron, schedule.time_zone, after) for cron in schedule.cron)):
        if when > latest:
            yield when
        latest = when


def _instants(cron: str, zone: str, after: datetime) -> Iterator[datetime]:
    """In UTC, and only onwards: in an hour that the clock shows twice, cronsim may begin with one of its first pass."""
    latest = after
    for local in CronSim(WORDS.get(cron, cron), after.astimezone(ZoneInfo(zone))):
        instant = local.astimezone(UTC)
        if instant > latest:
            yield instant
            latest = instant


@lru_cache(1024)
def _complaint(cron: str) -> str:
    try:
        return "" if next(CronSim(WORDS.get(cron, cron), _SOME_DAY), None) else f"{cron} is never due"
    except CronSimError as error:
        return f"{cron} is no cron expression: {error}"


@cache
def _zones() -> frozenset[str]:
    """The names of the IANA database; the machine's own zone is in its folder too, and means another one elsewhere."""
    return frozenset(available_timezones() - {"localtime"})
