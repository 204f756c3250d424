"""Acting only while the server has said, not long ago, that this attempt is still the one."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import TypeVar

from webmend.domain.fence import Lease
from webmend.ports.clock import Clock
from webmend.ports.session import ServerUnavailable, SessionRefused, SessionServer

T = TypeVar("T")


class Fenced(Exception):
    """The attempt may not act any more."""


class Fence:
    """The lease of one attempt, which begins with it."""

    def __init__(self, server: SessionServer, clock: Clock, lease: Lease):
        self._lease = lease
        self._server = server
        self._clock = clock
        self._until = clock.now() + timedelta(seconds=lease.seconds)
        self._refused = ""

    async def keep(self) -> None:
        """Renew the lease until it is refused."""
        while not self._refused:
            asked_at = self._clock.now()
            renewed = await self._renew(asked_at)
            await self._clock.sleep(self._lease.renew_every if renewed else self._lease.retry_every)

    async def open(self) -> None:
        """Wait until the attempt may begin a step; raises Fenced when it may not any more."""
        give_up = self._clock.now() + timedelta(seconds=self._lease.patience)
        while self._left() <= self._lease.margin:
            self._check()
            if self._clock.now() >= give_up:
                raise Fenced(f"the server was not reached for {self._lease.patience + self._lease.seconds:g} s")
            await self._clock.sleep(self._lease.retry_every)
        self._check()

    async def while_held(self, work: Awaitable[T]) -> T:
        """What the work gives; raises Fenced as soon as the lease is over, and gives the work up."""
        working, ending = asyncio.ensure_future(work), asyncio.ensure_future(self._over())
        try:
            await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise Fenced(self._refused or "the server was not reached, and the lease of the attempt is over")
            return await working
        finally:
            working.cancel()
            ending.cancel()

    async def _renew(self, asked_at: datetime) -> bool:
        try:
            await self._server.renew()
        except ServerUnavailable:
            return False
        except SessionRefused as refused:
            self._refused = str(refused) or "the server refused to renew the attempt"
            return False
        self._until = asked_at + timedelta(seconds=self._lease.seconds)
        return True

    async def _over(self) -> None:
        """Ends when the lease does."""
        while not self._refused and (left := self._left()) > 0:
            await self._clock.sleep(min(left, self._lease.retry_every))

    def _left(self) -> float:
        return (self._until - self._clock.now()).total_seconds()

    def _check(self) -> None:
        if self._refused:
            raise Fenced(self._refused)
