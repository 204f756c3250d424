"""Who a person is, or a program that calls for one: whoever the API server takes the bearer token for."""

import hashlib
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webmend.domain.names import TOKEN_AUDIENCE
from webmend.ports.clock import Clock
from webmend.ports.cluster import TOKEN_REVIEWS, Cluster, Object
from webmend.server.problems import Refused
from webmend.server.tokens import bearer, unknown

REMEMBERED = timedelta(seconds=20)
"""No longer: a person who was shut out must not stay in."""
MOST_REMEMBERED = 1_000
MOST_REVIEWS = 300
"""In a minute, whoever calls: made-up tokens cannot keep the API server busy."""
PERIOD = timedelta(minutes=1)


@dataclass(frozen=True)
class User:
    """Somebody, as the API server knows them."""

    name: str
    uid: str = ""
    groups: tuple[str, ...] = ()
    extra: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def stored(self) -> dict[str, Any]:
        """As a SubjectAccessReview names them."""
        extra = {key: list(values) for key, values in self.extra}
        return {"user": self.name, "uid": self.uid, "groups": list(self.groups), "extra": extra}


class Users:
    """Asks the API server, and remembers its yes for some seconds."""

    def __init__(self, cluster: Cluster, clock: Clock):
        self._cluster = cluster
        self._clock = clock
        self._known: dict[bytes, tuple[datetime, User]] = {}
        self._reviews: deque[datetime] = deque()

    async def user(self, authorization: str | None) -> User:
        """Who sends this Authorization header; refuses tokens that are neither for this server nor for the API's."""
        token = bearer(authorization)
        digest = hashlib.sha256(token.encode()).digest()
        known = self._known.get(digest)
        if known is not None and known[0] > self._clock.now():
            return known[1]
        user = await self._reviewed(token)
        self._remember(digest, user)
        return user

    async def _reviewed(self, token: str) -> User:
        for spec in ({"token": token, "audiences": [TOKEN_AUDIENCE]}, {"token": token}):
            self._count()
            status = (await self._cluster.create(TOKEN_REVIEWS, None, {"spec": spec})).get("status") or {}
            if _is_meant(status, spec):
                return _user(status.get("user") or {})
        raise unknown("the token is not valid for this server")

    def _count(self) -> None:
        """Refuses more than MOST_REVIEWS in a PERIOD."""
        now = self._clock.now()
        while self._reviews and self._reviews[0] <= now - PERIOD:
            self._reviews.popleft()
        if len(self._reviews) >= MOST_REVIEWS:
            raise Refused(429, "too many unknown tokens in a minute", {"Retry-After": "10"})
        self._reviews.append(now)

    def _remember(self, digest: bytes, user: User) -> None:
        now = self._clock.now()
        if len(self._known) >= MOST_REMEMBERED:
            self._known = {key: known for key, known in self._known.items() if known[0] > now}
        if len(self._known) < MOST_REMEMBERED:
            self._known[digest] = (now + REMEMBERED, user)


def _is_meant(status: Mapping[str, Any], spec: Mapping[str, Any]) -> bool:
    """Whether the token is good, and for whom was asked: an API server that knows no audiences leaves them out."""
    asked = spec.get("audiences")
    return bool(status.get("authenticated")) and (asked is None or TOKEN_AUDIENCE in status.get("audiences", ()))


def _user(stored: Object) -> User:
    extra = {key: tuple(values) for key, values in (stored.get("extra") or {}).items()}
    if not stored.get("username"):
        raise unknown("the token names nobody")
    return User(
        name=stored["username"],
        uid=stored.get("uid", ""),
        groups=tuple(stored.get("groups") or ()),
        extra=tuple(sorted(extra.items())),
    )
