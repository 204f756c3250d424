"""Whether somebody may do something to an object, as the API server's own authorizers say."""

from datetime import datetime, timedelta

from webmend.ports.clock import Clock
from webmend.ports.cluster import ACCESS_REVIEWS, RUNS, Cluster, Kind
from webmend.server.problems import Refused

from .users import User

GET = "get"
LIST = "list"
CREATE = "create"
PATCH = "patch"
"""Verbs of Kubernetes."""
EXPORT = "export"
PROVIDE_INPUT = "provideinput"
STOP = "stop"
REPLAY = "replay"
"""Verbs of ours on workflowruns: who holds them needs no right to change the object itself."""
APPROVE = "approve"
REVERT = "revert"
"""Verbs of ours on workflows: a word on repairs and error codes, and on which version is in force."""

REMEMBERED = timedelta(seconds=10)
MOST_REMEMBERED = 1_000
_Right = tuple[User, str, str, str, Kind]
"""Who, verb, namespace, name, kind of the object."""


class Access:
    """Asks by a SubjectAccessReview each time, and remembers a yes for some seconds."""

    def __init__(self, cluster: Cluster, clock: Clock):
        self._cluster = cluster
        self._clock = clock
        self._granted: dict[_Right, datetime] = {}

    async def check(self, user: User, verb: str, namespace: str, name: str, kind: Kind = RUNS) -> None:
        """Refuses a user who may not do that to the object of this name; an empty one: to every one."""
        if not await self.is_granted(user, verb, namespace, name, kind):
            raise Refused(403, f"{user.name} may not {verb} {kind.plural}.{kind.group} in {namespace}")

    async def is_granted(self, user: User, verb: str, namespace: str, name: str, kind: Kind = RUNS) -> bool:
        """Whether a user may do that; an empty namespace: in all of them."""
        right = (user, verb, namespace, name, kind)
        until = self._granted.get(right)
        if until is not None and until > self._clock.now():
            return True
        if not await self._is_allowed(*right):
            return False
        self._remember(right)
        return True

    async def _is_allowed(self, user: User, verb: str, namespace: str, name: str, kind: Kind) -> bool:
        asked = {
            "namespace": namespace,
            "verb": verb,
            "group": kind.group,
            "version": kind.version,
            "resource": kind.plural,
            "name": name,
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
