"""Whether somebody may do something to a run, as the API server's own authorizers say."""

from datetime import datetime, timedelta

from webmend.domain.run import Run
from webmend.ports.clock import Clock
from webmend.ports.cluster import ACCESS_REVIEWS, RUNS, Cluster
from webmend.server.problems import Refused

from .users import User

GET = "get"
PROVIDE_INPUT = "provideinput"
STOP = "stop"
"""Verbs on workflowruns. The last two are our own: who holds them needs no right to change the object itself."""

REMEMBERED = timedelta(seconds=10)
MOST_REMEMBERED = 1_000
_Right = tuple[User, str, str, str]
"""Who, verb, namespace, name of the run."""


class Access:
    """Asks by a SubjectAccessReview each time, and remembers a yes for some seconds."""

    def __init__(self, cluster: Cluster, clock: Clock):
        self._cluster = cluster
        self._clock = clock
        self._granted: dict[_Right, datetime] = {}

    async def check(self, user: User, verb: str, run: Run) -> None:
        """Refuses a user who may not do that to the run."""
        right = (user, verb, run.namespace, run.name)
        until = self._granted.get(right)
        if until is not None and until > self._clock.now():
            return
        if not await self._is_allowed(user, verb, run):
            raise Refused(403, f"{user.name} may not {verb} {RUNS.plural}.{RUNS.group} in {run.namespace}")
        self._remember(right)

    async def _is_allowed(self, user: User, verb: str, run: Run) -> bool:
        asked = {
            "namespace": run.namespace,
            "verb": verb,
            "group": RUNS.group,
            "version": RUNS.version,
            "resource": RUNS.plural,
            "name": run.name,
        }
        review = {"spec": {**user.stored(), "resourceAttributes": asked}}
        status = (await self._cluster.create(ACCESS_REVIEWS, None, review)).get("status") or {}
        return bool(status.get("allowed")) and not status.get("denied")

    def _remember(self, right: _Right) -> None:
        now = self._clock.now()
        if len(self._granted) >= MOST_REMEMBERED:
            self._granted = {granted: until for granted, until in self._granted.items() if until > now}
        if len(self._granted) < MOST_REMEMBERED:
            self._granted[right] = now + REMEMBERED
