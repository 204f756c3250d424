"""Versions and error codes as the history has them: those whose objects have gone too."""

from collections.abc import Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from webmend.domain.kept import KeptCodePage, KeptVersionPage, VersionRecord
from webmend.domain.record import RunFilter
from webmend.policy import paging
from webmend.ports.cluster import ERROR_CODES, VERSIONS
from webmend.ports.store import Store
from webmend.server.people.access import LIST
from webmend.server.people.users import User
from webmend.server.problems import Refused

from . import cursors
from .scope import Scope


class _Placed(Protocol):
    @property
    def id(self) -> UUID: ...


Item = TypeVar("Item", bound=_Placed)


class KeptObjects:
    """Reads the history, for those who may list objects of the kind; refuses as Scope does."""

    def __init__(self, store: Store | None, scope: Scope):
        self._kept = store
        self._scope = scope

    async def versions(self, user: User, asked: RunFilter, limit: int, cursor: str) -> KeptVersionPage:
        """The versions that are meant, the latest first."""
        before = cursors.place(cursor, asked)
        seen = asked.with_(namespaces=await self._scope.namespaces(user, LIST, asked.namespaces, VERSIONS))
        found = await self._store.kept_versions(seen, limit + 1, before)
        return KeptVersionPage(items=found[:limit], next=_next(found, limit, asked))

    async def version(self, namespace: str, workflow: str, number: int) -> VersionRecord:
        """The latest version with that number; refuses when none is kept."""
        found = await self._store.kept_version(namespace, workflow, number)
        if found is None:
            raise Refused(404, f"the history has no version {number} of {workflow} in {namespace}")
        return found

    async def codes(self, user: User, asked: RunFilter, limit: int, cursor: str) -> KeptCodePage:
        """The error codes that are meant, the latest first."""
        before = cursors.place(cursor, asked)
        seen = asked.with_(namespaces=await self._scope.namespaces(user, LIST, asked.namespaces, ERROR_CODES))
        found = await self._store.kept_codes(seen, limit + 1, before)
        return KeptCodePage(items=found[:limit], next=_next(found, limit, asked))

    @property
    def _store(self) -> Store:
        if self._kept is None:
            raise Refused(503, "this server keeps no history")
        return self._kept


def _next(found: Sequence[Item], limit: int, asked: RunFilter) -> str | None:
    return paging.cursor(found[limit - 1].id, asked) if len(found) > limit else None
