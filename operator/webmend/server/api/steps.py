"""Steps as the history has them: which are slow, which fail."""

from datetime import timedelta

from webmend.domain.record import RunFilter
from webmend.domain.slow_steps import StepList, StepOrder
from webmend.policy import slow_steps
from webmend.ports.clock import Clock
from webmend.ports.store import Store
from webmend.server.people.users import User
from webmend.server.problems import Refused

from .scope import Scope

DEFAULT_SPAN = timedelta(days=30)


class StepHistory:
    """Reads the history, for those who may see runs."""

    def __init__(self, store: Store | None, scope: Scope, clock: Clock):
        self._kept = store
        self._scope = scope
        self._clock = clock

    async def slowest(self, user: User, asked: RunFilter, order: StepOrder, limit: int) -> StepList:
        """The steps of the runs that are meant and that the user may see, so many at most, the first in this order: of
        the last 30 days unless a begin or an end is said."""
        if asked.since is None and asked.until is None:
            midnight = self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
            asked = asked.with_(since=midnight - DEFAULT_SPAN)
        seen = await self._scope.of(user, asked)
        if self._kept is None:
            raise Refused(503, "this server keeps no history")
        return slow_steps.summaries(await self._kept.steps(seen, order, limit))
