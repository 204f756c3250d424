"""Runs as the history has them: those whose objects have gone too."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from webmend.domain.analytics import PERIODS, Grouping, SummaryList
from webmend.domain.record import RunFilter, RunPage, RunRecord, RunSummary
from webmend.policy import analytics, csv_line, paging, run_table
from webmend.ports.clock import Clock
from webmend.ports.store import Store
from webmend.server.people.access import EXPORT
from webmend.server.people.users import User
from webmend.server.problems import Refused

from . import cursors
from .scope import Scope

PART = 1_000
"""Runs read at once for a long answer."""
DEFAULT_SPAN = timedelta(days=30)


class RunHistory:
    """Reads the history, for those who may see runs."""

    def __init__(self, store: Store | None, scope: Scope, clock: Clock):
        self._kept = store
        self._scope = scope
        self._clock = clock

    async def page(self, user: User, asked: RunFilter, limit: int, cursor: str) -> RunPage:
        """The runs that are meant and that the user may see, the latest first; refuses namespaces that they may not.

        Where none is named: those of every namespace in which they may list runs.
        """
        before = cursors.place(cursor, asked)
        seen = await self._scope.of(user, asked)
        found = await self._store.runs(seen, limit + 1, before)
        last = found[limit - 1].id if len(found) > limit else None
        return RunPage(items=found[:limit], next=paging.cursor(last, asked) if last else None)

    async def csv(self, user: User, asked: RunFilter) -> AsyncIterator[str]:
        """All the runs that are meant and that the user may export, in parts, the latest first; refuses as `page`."""
        seen = await self._scope.of(user, asked, EXPORT)
        first = await self._store.runs(seen, PART)
        return self._lines(seen, first)

    async def _lines(self, asked: RunFilter, part: tuple[RunSummary, ...]) -> AsyncIterator[str]:
        yield csv_line.lines([run_table.HEAD])
        while part:
            yield csv_line.lines(map(run_table.row, part))
            part = await self._store.runs(asked, PART, part[-1].id) if len(part) == PART else ()

    async def summary(self, user: User, asked: RunFilter, by: Grouping | None, zone: ZoneInfo) -> SummaryList:
        """What the runs come to that are meant and that the user may see: by time, those of the last 30 days unless
        another begin is said; refuses as `page` does."""
        begins: tuple[datetime, ...] = ()
        if by in PERIODS:
            until = asked.until or self._clock.now()
            since = asked.since or until - DEFAULT_SPAN
            begins = _periods(by, since, until, zone)
            asked = asked.with_(since=since, until=until)
        seen = await self._scope.of(user, asked)
        return analytics.summaries(await self._store.tallies(seen, by, begins), by, begins)

    async def run(self, namespace: str, name: str) -> RunRecord:
        """All that is kept of a run; refuses when nothing is."""
        found = await self._store.run(namespace, name)
        if found is None:
            raise Refused(404, f"the history has no run {name} in {namespace}")
        return found

    @property
    def _store(self) -> Store:
        if self._kept is None:
            raise Refused(503, "this server keeps no history")
        return self._kept


def _periods(by: Grouping, since: datetime, until: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    try:
        return analytics.periods(by, since, until, zone)
    except analytics.TooMany as many:
        raise Refused(422, f"groupBy: {many}") from None
