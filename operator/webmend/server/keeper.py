"""Versions and error codes into the history, from what the watch tells: after any outage it is told all of them."""

import asyncio
from collections.abc import Callable

import structlog

from webmend.domain.kept import KeptCode, VersionRecord
from webmend.domain.resource import error_code_from, version_from
from webmend.policy.kept import of_error_code, of_version
from webmend.ports.clock import Clock
from webmend.ports.cluster import ERROR_CODES, VERSIONS, Change, Kind, Object
from webmend.ports.store import Store, StoreFailed

from .recorder import BUNDLE, GATHERING, PAUSE

_Kept = VersionRecord | KeptCode
READ: dict[Kind, Callable[[Object], _Kept | None]] = {
    VERSIONS: lambda obj: of_version(version_from(obj), obj["metadata"]["resourceVersion"]),
    ERROR_CODES: lambda obj: of_error_code(error_code_from(obj)),
}
"""The kinds that are kept, and what is kept of an object."""
_log = structlog.get_logger()


class Keeper:
    """Keeps the latest of each object that has changed; what has gone stays as it was."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._waiting: dict[str, _Kept] = {}
        self._something = asyncio.Event()

    def listener(self, kind: Kind) -> Callable[[Change], None]:
        """What hears of the objects of that kind; raises Malformed."""

        def hear(change: Change) -> None:
            kept = None if change.type == "DELETED" else READ[kind](change.object)
            if kept:
                self._waiting[kept.uid] = kept
                self._something.set()

        return hear

    async def run(self) -> None:
        """Keep what changes, for ever."""
        while True:
            await self._something.wait()
            await self._clock.sleep(GATHERING)
            kept = self._taken()
            try:
                await self._keep(kept)
            except StoreFailed as failed:
                _log.warning("versions and error codes not kept yet", objects=len(kept), error=str(failed))
                self._waiting = {each.uid: each for each in kept} | self._waiting
                self._something.set()
                await self._clock.sleep(PAUSE)

    def _taken(self) -> list[_Kept]:
        kept = [self._waiting.pop(uid) for uid in list(self._waiting)[:BUNDLE]]
        if not self._waiting:
            self._something.clear()
        return kept

    async def _keep(self, kept: list[_Kept]) -> None:
        versions = [each for each in kept if isinstance(each, VersionRecord)]
        await self._store.keep(versions, [each for each in kept if isinstance(each, KeptCode)])
