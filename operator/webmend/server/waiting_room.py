"""Where runners with a failed step wait until the operator has decided."""

import asyncio
from collections import defaultdict

from webmend.domain.directive import Directive
from webmend.ports.cluster import Change

from .identity import Caller
from .problems import Refused
from .runs import is_over, status_of, uid_of

LONGEST_WAIT = 60.0
"""Seconds; a runner that wants to wait for longer asks again."""
_Seats = set[asyncio.Event]


class WaitingRoom:
    """Hears of directives by the watch and wakes who waits for them."""

    def __init__(self) -> None:
        self._told: dict[str, Directive] = {}
        self._seats: defaultdict[str, _Seats] = defaultdict(set)
        self._over: set[str] = set()
        self._closed = False

    @property
    def waiting(self) -> int:
        """How many runners wait."""
        return sum(map(len, self._seats.values()))

    def hear(self, change: Change) -> None:
        """A run has changed."""
        uid = uid_of(change)
        self._told.pop(uid, None)
        if is_over(change):
            self._over |= {uid} & self._seats.keys()
        elif told := status_of(change.object).get("directive"):
            self._told[uid] = Directive.model_validate(told)
        self._wake(uid)

    def close(self) -> None:
        """The server ends: everybody is sent away without a directive, to ask again."""
        self._closed = True
        for uid in list(self._seats):
            self._wake(uid)

    async def directive(self, caller: Caller, sequence: int, wait: float, revision: int = 0) -> Directive | None:
        """The directive for that failure of the caller's attempt, of this revision or later.

        None after so many seconds without one. Refuses when the run ends meanwhile.
        """
        uid, deadline = caller.run.uid, asyncio.get_running_loop().time() + min(max(wait, 0.0), LONGEST_WAIT)
        seat = asyncio.Event()
        self._seats[uid].add(seat)
        try:
            async with asyncio.timeout_at(deadline):
                return await self._answer(caller, (sequence, revision), seat)
        except TimeoutError:
            return None
        finally:
            self._leave(uid, seat)

    async def _answer(self, caller: Caller, awaited: tuple[int, int], seat: asyncio.Event) -> Directive | None:
        while not self._closed:
            if caller.run.uid in self._over:
                raise Refused(409, "the run is over")
            # What the run said when the caller was looked up may be newer than what the watch has told.
            for told in (self._told.get(caller.run.uid), caller.run.status.directive):
                if told and told.attempt == caller.number and (told.sequence, told.revision) >= awaited:
                    return told
            seat.clear()
            await seat.wait()
        return None

    def _wake(self, uid: str) -> None:
        for seat in self._seats.get(uid, ()):
            seat.set()

    def _leave(self, uid: str, seat: asyncio.Event) -> None:
        self._seats[uid].discard(seat)
        if not self._seats[uid]:
            del self._seats[uid]
            self._over.discard(uid)
