"""Whose a bearer token is, as the API server says."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webmend.domain.names import TOKEN_AUDIENCE
from webmend.ports.clock import Clock
from webmend.ports.cluster import TOKEN_REVIEWS, Cluster

from .problems import Refused

REMEMBERED = timedelta(minutes=5)
"""Long enough that a runner's renewals cost no reviews. A token dies with its pod, and each call looks the pod up."""
MOST_REMEMBERED = 10_000
_ACCOUNT = "system:serviceaccount:"
_POD = "authentication.kubernetes.io/pod-"


@dataclass(frozen=True)
class Holder:
    """The service account and the pod that a token was given to."""

    namespace: str
    account: str
    pod: str
    pod_uid: str


class Tokens:
    """Asks the API server, and remembers its yes for a while."""

    def __init__(self, cluster: Cluster, clock: Clock):
        self._cluster = cluster
        self._clock = clock
        self._known: dict[bytes, tuple[datetime, Holder]] = {}

    async def holder(self, authorization: str | None) -> Holder:
        """Who sends this Authorization header; refuses all but tokens of pods, for our audience."""
        token = bearer(authorization)
        digest = hashlib.sha256(token.encode()).digest()
        known = self._known.get(digest)
        if known is not None and known[0] > self._clock.now():
            return known[1]
        holder = await self._reviewed(token)
        self._remember(digest, holder)
        return holder

    async def _reviewed(self, token: str) -> Holder:
        review = {"spec": {"token": token, "audiences": [TOKEN_AUDIENCE]}}
        status = (await self._cluster.create(TOKEN_REVIEWS, None, review)).get("status") or {}
        # The audiences are looked at here too: an API server that knows none says yes and leaves them out.
        if not status.get("authenticated") or TOKEN_AUDIENCE not in status.get("audiences", ()):
            raise unknown("the token is not valid for this server")
        return _holder(status.get("user") or {})

    def _remember(self, digest: bytes, holder: Holder) -> None:
        now = self._clock.now()
        if len(self._known) >= MOST_REMEMBERED:
            self._known = {key: known for key, known in self._known.items() if known[0] > now}
        if len(self._known) < MOST_REMEMBERED:
            self._known[digest] = (now + REMEMBERED, holder)


def bearer(authorization: str | None) -> str:
    """The token in an Authorization header; refuses one without."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unknown("a bearer token is needed")
    return token.strip()


def _holder(user: dict[str, Any]) -> Holder:
    extra = user.get("extra") or {}
    names, uids = extra.get(f"{_POD}name"), extra.get(f"{_POD}uid")
    name = str(user.get("username", ""))
    namespace, _, account = name.removeprefix(_ACCOUNT).partition(":")
    if not name.startswith(_ACCOUNT) or not account or not names or not uids:
        raise unknown("the token is not bound to a pod")
    return Holder(namespace, account, names[0], uids[0])


def unknown(detail: str) -> Refused:
    """The refusal of somebody who is not known."""
    return Refused(401, detail, {"WWW-Authenticate": "Bearer"})
