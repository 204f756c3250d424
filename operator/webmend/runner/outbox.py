"""What is on its way to the server, in order. While the server is away it is kept, within bounds."""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Protocol

from webmend.domain.report import Outputs, RecoveryReport, StepReport
from webmend.domain.session import Announcement, Settlement
from webmend.ports.clock import Clock
from webmend.ports.session import ServerUnavailable, SessionRefused, SessionServer

RETRY_SECONDS = 1.0
GATHER_SECONDS = 0.2
"""Steps that follow one another sooner are told together: a request for each would cost as much as the step."""
MOST_STEPS = 50
"""Steps in one request."""
MOST_PARCELS = 4096
MOST_BYTES = 64 * 1024 * 1024
"""Bodies kept; they live in the pod's memory."""
OUTPUTS = "outputs"
"""Name under which `keys` holds that the outputs were sent."""


@dataclass(frozen=True)
class Artifact:
    """A body to be kept."""

    name: str
    body: bytes
    content_type: str = "image/png"

    @property
    def size(self) -> int:
        return len(self.body)

    async def send(self, server: SessionServer) -> str:
        """Hand it in; its key."""
        return await server.put_artifact(self.name, self.body, self.content_type)


@dataclass(frozen=True)
class Step:
    """A step, and the picture that goes with it."""

    report: StepReport
    picture: Artifact | None = None

    @property
    def name(self) -> str:
        return self.picture.name if self.picture else ""

    @property
    def size(self) -> int:
        return self.picture.size if self.picture else 0

    async def send(self, server: SessionServer) -> str:
        """Hand in the picture, then the step with the picture's key."""
        key = await self.picture.send(server) if self.picture else ""
        await server.report_steps((self.report.with_(screenshot=key),))
        return key


@dataclass(frozen=True)
class Outcome:
    """How a recovery ended."""

    report: RecoveryReport
    name: str = ""
    size: int = 0

    async def send(self, server: SessionServer) -> str:
        """Hand it in."""
        await server.report_recovery(self.report)
        return ""


@dataclass(frozen=True)
class Over:
    """An announced step was done."""

    announcement: Announcement
    name: str = ""
    size: int = 0

    async def send(self, server: SessionServer) -> str:
        """Hand it in."""
        await server.announce(self.announcement)
        return ""


@dataclass(frozen=True)
class Extracted:
    """What the attempt extracted."""

    outputs: Outputs
    name: str = OUTPUTS
    size: int = 0

    async def send(self, server: SessionServer) -> str:
        """Hand it in."""
        await server.put_outputs(self.outputs)
        return ""


@dataclass(frozen=True)
class Settled:
    """Which value of a credential has shown to be in force."""

    settlement: Settlement
    name: str = ""
    size: int = 0

    async def send(self, server: SessionServer) -> str:
        """Hand it in."""
        await server.settle(self.settlement)
        return ""


class Parcel(Protocol):
    """Something to be handed in."""

    @property
    def name(self) -> str:
        """Name of its artifact, if it has one."""
        ...

    @property
    def size(self) -> int:
        """Bytes of its body."""
        ...

    async def send(self, server: SessionServer) -> str:
        """Hand it in; the key of its artifact, if it has one. Raises ServerUnavailable or SessionRefused."""
        ...


def settle(box: "Outbox", settlements: Iterable[Settlement]) -> None:
    """Have it said which values are in force."""
    for settlement in settlements:
        box.add(Settled(settlement))


class Outbox:
    """Sends what it is given, while the steps go on."""

    def __init__(self, server: SessionServer, clock: Clock):
        self._server = server
        self._clock = clock
        self._waiting: deque[Parcel] = deque()
        self._something = asyncio.Event()
        self._nothing = asyncio.Event()
        self._nothing.set()
        self._urgent = asyncio.Event()
        """Something waits that more steps are not gathered for."""
        self.lost = 0
        """Parcels that were refused, did not fit, or could not be sent in the end."""
        self.keys: dict[str, str] = {}
        """Keys of what was sent, by name."""

    @property
    def has_sent_outputs(self) -> bool:
        """Whether what was extracted has reached the server."""
        return OUTPUTS in self.keys

    def add(self, parcel: Parcel) -> None:
        """Have it sent."""
        bytes_waiting = sum(waiting.size for waiting in self._waiting) + parcel.size
        if len(self._waiting) >= MOST_PARCELS or bytes_waiting > MOST_BYTES:
            self.lost += 1
            return
        self._waiting.append(parcel)
        if not _is_plain(parcel):
            self._urgent.set()
        self._something.set()
        self._nothing.clear()

    async def deliver(self) -> None:
        """Send what there is and what comes, for ever."""
        while True:
            await self._something.wait()
            await self._gather()
            await self._deliver_next()
            if not self._waiting:
                self._urgent.clear()
                self._something.clear()
                self._nothing.set()

    async def settled(self, seconds: float) -> bool:
        """Wait until all is sent, so many seconds at most; whether it is."""
        if self._waiting:
            self._urgent.set()
        try:
            async with asyncio.timeout(seconds):
                await self._nothing.wait()
        except TimeoutError:
            return False
        return True

    async def flush(self, seconds: float) -> None:
        """The last try: what is not sent after so many seconds is lost."""
        if not await self.settled(seconds):
            self.lost += len(self._waiting)

    async def _gather(self) -> None:
        """Wait for more steps, unless something else waits already."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GATHER_SECONDS):
                await self._urgent.wait()

    async def _deliver_next(self) -> None:
        parcels = self._next()
        try:
            key = await _send(parcels, self._server)
        except ServerUnavailable:
            await self._clock.sleep(RETRY_SECONDS)
            return
        except SessionRefused:
            self.lost += len(parcels)
            key = ""
        for parcel in parcels:
            self._waiting.popleft()
            self.keys[parcel.name] = key

    def _next(self) -> list[Parcel]:
        """What is sent with one request: a parcel, or as many plain steps as stand first."""
        steps = list(islice(takewhile(_is_plain, self._waiting), MOST_STEPS))
        return steps or [self._waiting[0]]


def _is_plain(parcel: Parcel) -> bool:
    """Whether it is a step without a picture."""
    return isinstance(parcel, Step) and parcel.picture is None


async def _send(parcels: Sequence[Parcel], server: SessionServer) -> str:
    """Hand them in; the key of the artifact, if there is one."""
    if len(parcels) == 1:
        return await parcels[0].send(server)
    await server.report_steps(tuple(parcel.report for parcel in parcels if isinstance(parcel, Step)))
    return ""
