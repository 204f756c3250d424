"""Objects that are told of once, versions and error codes, into the events: from what the watch tells of them."""

import asyncio
from collections.abc import Callable

import structlog

from webmend.domain.event import Event
from webmend.domain.resource import error_code_from, version_from
from webmend.policy.telling.object import of_error_code, of_version
from webmend.ports.clock import Clock
from webmend.ports.cluster import ERROR_CODES, VERSIONS, Change, Kind, Object
from webmend.ports.store import Store, StoreFailed

from .recorder import BUNDLE, GATHERING, PAUSE, Told

READ: dict[Kind, Callable[[Object], tuple[Event, ...]]] = {
    VERSIONS: lambda obj: of_version(version_from(obj)),
    ERROR_CODES: lambda obj: of_error_code(error_code_from(obj)),
}
"""The kinds that are told of, and what there is to tell of an object."""
_log = structlog.get_logger()


class Announcer:
    """Has the event of each object kept. After a start all are told again, and those that are kept change nothing."""

    def __init__(self, store: Store, clock: Clock, told: Told) -> None:
        self._store = store
        self._told = told
        self._clock = clock
        self._waiting: asyncio.Queue[Event] = asyncio.Queue()
        self._heard: set[str] = set()
        """UIDs of the objects that have been read."""

    def listener(self, kind: Kind) -> Callable[[Change], None]:
        """What hears of the objects of that kind; raises Malformed."""

        def hear(change: Change) -> None:
            uid = change.object["metadata"]["uid"]
            if change.type == "DELETED":
                self._heard.discard(uid)
            elif uid not in self._heard:
                for event in READ[kind](change.object):
                    self._waiting.put_nowait(event)
                self._heard.add(uid)

        return hear

    async def run(self) -> None:
        """Have events kept, for ever."""
        while True:
            events = [await self._waiting.get()]
            await self._clock.sleep(GATHERING)
            while len(events) < BUNDLE and not self._waiting.empty():
                events.append(self._waiting.get_nowait())
            await self._keep(events)

    async def _keep(self, events: list[Event]) -> None:
        while True:
            try:
                await self._store.record((), events)
                self._told()
                return
            except StoreFailed as failed:
                _log.warning("events not kept yet", events=len(events), error=str(failed))
                await self._clock.sleep(PAUSE)
