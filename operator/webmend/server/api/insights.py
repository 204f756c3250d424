"""What stands out in the history: failures that are alike, busy hours, workflows that need attention; and what is to
do now."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from webmend.domain.capacity import Capacity
from webmend.domain.duration import seconds
from webmend.domain.failure_pattern import FailurePatternList
from webmend.domain.peak_hours import PeakHours
from webmend.domain.record import RunFilter
from webmend.domain.settings import Settings
from webmend.domain.standing import StandingList
from webmend.domain.workflow import Reliability
from webmend.policy import standing
from webmend.policy.capacity import capacity
from webmend.policy.peak_hours import peak_hours
from webmend.ports.clock import Clock
from webmend.ports.store import Store
from webmend.server.live_runs import LiveRuns
from webmend.server.people.users import User
from webmend.server.problems import Refused

from .scope import Scope

DEFAULT_SPAN = timedelta(days=30)


class Insights:
    """Reads the history, for those who may see runs. All refuse namespaces that the user may not see."""

    def __init__(self, store: Store | None, scope: Scope, live: LiveRuns, settings: Settings, clock: Clock):
        self._kept = store
        self._scope = scope
        self._live = live
        self._settings = settings
        self._clock = clock

    async def failures(self, user: User, asked: RunFilter, limit: int) -> FailurePatternList:
        """What failed runs have in common, the most frequent first, so many at most."""
        seen = await self._scope.of(user, self._recent(asked))
        return FailurePatternList(items=await self._store.failures(seen, limit))

    async def peak_hours(self, user: User, asked: RunFilter, zone: ZoneInfo) -> PeakHours:
        """At which hours of the week runs were created."""
        seen = await self._scope.of(user, self._recent(asked))
        return peak_hours(await self._store.quarters(seen), zone)

    async def standings(self, user: User, asked: RunFilter, wanted: tuple[Reliability, ...]) -> StandingList:
        """How reliable workflows are; only those that are as reliable as wanted (nothing: all)."""
        settings = self._settings.reliability
        seen = await self._scope.of(user, self._recent(asked, timedelta(seconds=seconds(settings.window))))
        return standing.standings(await self._store.workflows(seen), settings, wanted)

    async def capacity(self, user: User, namespaces: tuple[str, ...] | None) -> Capacity:
        """What there is to do in these namespaces (None: in all that the user may see), and room for."""
        seen = (await self._scope.of(user, RunFilter(namespaces=namespaces))).namespaces
        sees_all = seen is None or set(seen) >= set(self._settings.namespaces or (None,))
        return capacity(self._live.of(seen), self._settings.queue, sees_all)

    def _recent(self, asked: RunFilter, span: timedelta = DEFAULT_SPAN) -> RunFilter:
        """The question about the last days, unless it says a begin or an end."""
        return asked if asked.since or asked.until else asked.with_(since=self._clock.now() - span)

    @property
    def _store(self) -> Store:
        if self._kept is None:
            raise Refused(503, "this server keeps no history")
        return self._kept
