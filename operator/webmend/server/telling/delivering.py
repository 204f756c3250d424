"""From what is to be delivered to receivers that have taken it: at least once, each under one id.

An attempt belongs to this server for LEASE. What becomes of it is written down afterwards; where that does not happen,
since the server was killed or the history is away, another one follows.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from webmend.domain.channel import Channel
from webmend.domain.delivery import Delivery, DeliveryState, Tried
from webmend.policy.telling import pausing, standing
from webmend.policy.telling.retrying import SCHEDULE, asked_delay, verdict
from webmend.ports.clock import Clock
from webmend.ports.cluster import ClusterError
from webmend.ports.notifier import Answer, NotSent
from webmend.ports.outbox import Outbox
from webmend.ports.store import Store, StoreFailed

from .bell import Bell
from .channels import Channels
from .standings import Standings
from .ways import Ways

LOOK = 60.0
"""Seconds after which it is looked at the latest for what has come due."""
AGAIN = 1.0
"""Seconds after which it is looked again where what is due cannot be sent yet."""
MOMENT = 0.05
"""Seconds that are waited at least."""
_log = structlog.get_logger()


@dataclass(frozen=True)
class Pace:
    """How long things take."""

    lease: float = 60.0
    """Seconds for which an attempt belongs to who has begun it: longer than any attempt takes."""
    schedule: Sequence[float] = SCHEDULE
    """Seconds from one attempt to the next."""
    pause: float = pausing.FIRST_PAUSE
    """Seconds for which a receiver that fails is left alone at first."""


USUAL = Pace()


class Deliverer:
    """Delivers what is due, a few messages at once for each channel."""

    def __init__(
        self,
        outbox: Outbox,
        store: Store,
        channels: Channels,
        ways: Ways,
        standings: Standings,
        clock: Clock,
        bell: Bell,
        pace: Pace = USUAL,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._outbox = outbox
        self._store = store
        self._channels = channels
        self._ways = ways
        self._standings = standings
        self._clock = clock
        self._bell = bell
        self._pace = pace
        self._chance = chance
        self._under_way: Counter[str] = Counter()
        self._pauses: dict[str, pausing.Pause] = {}

    async def run(self) -> None:
        """Deliver, for ever."""
        async with asyncio.TaskGroup() as sending:
            while True:
                wait = AGAIN
                try:
                    for channel, delivery in await self._taken():
                        self._under_way[channel.uid] += 1
                        sending.create_task(self._deliver(channel, delivery))
                    wait = await self._idle()
                except (StoreFailed, ClusterError, OSError) as error:
                    _log.warning("nothing is delivered now", error=str(error))
                await self._bell.wait(wait)

    async def _idle(self) -> float:
        """Seconds until there is something to do, unless the bell is rung."""
        now = self._clock.now()
        times = [await self._outbox.next_due(now), *(pause.until for pause in self._pauses.values())]
        later = [(time - now).total_seconds() for time in times if time is not None and time > now]
        return min([LOOK, *(max(seconds, MOMENT) for seconds in later)])

    async def _taken(self) -> list[tuple[Channel, Delivery]]:
        """What is to be sent now."""
        now = self._clock.now()
        free = {uid: count for uid in await self._outbox.due(now) if (count := self._free(uid, now))}
        if not free:
            return []
        channels = {channel.uid: channel for channel in await self._channels.all()}
        for uid in [uid for uid in free if uid not in channels or channels[uid].is_disabled]:
            del free[uid]
            await self._give_up(uid, channels.get(uid), now)
        until = now + timedelta(seconds=self._pace.lease)
        taken = await self._outbox.take(free, now, until) if free else ()
        return [(channels[delivery.recipient.uid], delivery) for delivery in taken]

    def _free(self, uid: str, now: datetime) -> int:
        return pausing.free(self._pauses.get(uid, pausing.Pause()), self._under_way[uid], now)

    async def _give_up(self, uid: str, channel: Channel | None, now: datetime) -> None:
        state = DeliveryState.DISABLED if channel else DeliveryState.DEAD
        why = "the receiver wants nothing more" if channel else "the channel is gone"
        many = await self._outbox.give_up(uid, state, why, now)
        _log.warning("messages are given up", channel=channel.name if channel else uid, messages=many, why=why)

    async def _deliver(self, channel: Channel, delivery: Delivery) -> None:
        try:
            await self._attempt(channel, delivery)
        except (StoreFailed, ClusterError, OSError) as error:  # it is due again once its time is over
            _log.warning("an attempt is not written down", delivery=str(delivery.id), error=str(error))
        except Exception:  # nothing that a receiver does may end the delivery to others
            _log.exception("an attempt broke", delivery=str(delivery.id))
        finally:
            self._under_way[channel.uid] -= 1
            self._bell.ring()

    async def _attempt(self, channel: Channel, delivery: Delivery) -> None:
        began, answer, error = self._clock.now(), None, ""
        try:
            answer = await self._ways.send(channel, delivery)
        except NotSent as failed:
            error = str(failed)
        now = self._clock.now()
        asked = asked_delay(answer.retry_after, now) if answer else None
        tried = self._tried(delivery, answer, error, asked, began, now)
        is_success = tried.state is DeliveryState.DELIVERED
        pause = pausing.after(self._pauses.get(channel.uid, pausing.Pause()), is_success, asked, now, self._pace.pause)
        self._pauses[channel.uid] = pause
        if tried.state is DeliveryState.DISABLED:
            await self._store.record((), [standing.was_disabled(channel, tried.error, now)])
        await self._outbox.finish(delivery, tried)
        await self._say(channel, tried, pause, now)

    def _tried(
        self,
        delivery: Delivery,
        answer: Answer | None,
        error: str,
        asked: float | None,
        began: datetime,
        now: datetime,
    ) -> Tried:
        status = answer.status if answer else None
        found = verdict(status, asked, delivery.attempt, now, self._chance(), self._pace.schedule)
        is_success = found.state is DeliveryState.DELIVERED
        return Tried(
            state=found.state,
            due_at=found.due_at,
            at=now,
            duration_ms=round((now - began).total_seconds() * 1000),
            status=status,
            error="" if is_success else (error or f"the receiver answers {status}")[:256],
            answer=answer.text if answer else "",
        )

    async def _say(self, channel: Channel, tried: Tried, pause: pausing.Pause, now: datetime) -> None:
        """Have the channel say how it stands, where that is another thing than before."""
        if tried.state is DeliveryState.DELIVERED:
            await self._standings.say(channel, lambda found: standing.took(found, now))
        elif tried.state is DeliveryState.DISABLED:
            await self._standings.say(channel, lambda found: standing.disabled(found, tried.error, now))
        elif pause.is_failing or tried.state is DeliveryState.DEAD:
            await self._standings.say(channel, lambda found: standing.failed(found, tried.error, now))
