"""A receiver of messages on a port of this machine, as good or as bad as a test wants it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum

GIGABYTE = 1 << 30
CHUNK = bytes(1 << 16)


@dataclass(frozen=True)
class Got:
    """A message that came whole."""

    headers: dict[str, str]
    body: bytes
    fault: "Fault"

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


class Fault(Enum):
    """What the receiver does with a message."""

    NONE = "200"
    ERROR = "500"
    BUSY = "429"
    GONE = "410"
    REDIRECT = "302"
    HANG = "nothing is answered"
    DRIP = "the answer comes byte by byte"
    HUGE = "500 with a gigabyte"
    HUGE_SUCCESS = "200 with a gigabyte"
    CUT = "the connection is cut before the answer"
    CUT_ANSWER = "the connection is cut in the answer"
    CUT_BODY = "the connection is cut in the body of a 200"
    GARBAGE = "what is answered is no HTTP"


@dataclass
class Receiver:
    """Takes messages. `judge`: what it does with the next one."""

    judge: Callable[[str], Fault] = lambda _: Fault.NONE
    location: str = ""
    """Where it redirects to."""
    port: int = 0
    got: list[Got] = field(default_factory=list)
    written: int = 0
    """Bytes of huge answers that somebody has read."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def taken(self) -> list[str]:
        """Ids of the messages that it has said that it takes."""
        return [each.id for each in self.got if each.fault in TAKEN]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            headers = await _headers(reader)
            body = await reader.readexactly(int(headers["content-length"]))
            fault = self.judge(headers.get("webhook-id", ""))
            self.got.append(Got(headers, body, fault))
            if fault is Fault.HANG:
                await reader.read()  # until the other side has given up
            else:
                await self._answer(fault, writer)
        writer.close()

    async def _answer(self, fault: Fault, writer: asyncio.StreamWriter) -> None:
        if fault is Fault.DRIP:
            await _drip(writer)
        elif fault in (Fault.HUGE, Fault.HUGE_SUCCESS):
            await self._pour(fault, writer)
        elif fault is Fault.CUT:
            writer.transport.abort()
        else:
            writer.write(_BROKEN.get(fault) or self._plain(fault))
            await writer.drain()

    async def _pour(self, fault: Fault, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 %s Huge\r\ncontent-length: %d\r\n\r\n" % (fault.value[:3].encode(), GIGABYTE))
        while self.written < GIGABYTE:
            writer.write(CHUNK)
            await writer.drain()
            self.written += len(CHUNK)

    def _plain(self, fault: Fault) -> bytes:
        more = {Fault.BUSY: "retry-after: 1\r\n", Fault.REDIRECT: f"location: {self.location}\r\n"}.get(fault, "")
        return f"HTTP/1.1 {fault.value} Said\r\n{more}content-length: 4\r\n\r\nsaid".encode()


_BROKEN = {
    Fault.CUT_ANSWER: b"HTTP/1.1 200 O",
    Fault.CUT_BODY: b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbegun",
    Fault.GARBAGE: b"SSH-2.0-OpenSSH_9.2\r\n" * 20,
}
TAKEN = frozenset({Fault.NONE, Fault.HUGE_SUCCESS, Fault.CUT_BODY})


@asynccontextmanager
async def receiving(
    judge: Callable[[str], Fault] = lambda _: Fault.NONE, port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    """One that listens while this lasts."""
    receiver = Receiver(judge)
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", port, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


async def _drip(writer: asyncio.StreamWriter) -> None:
    for byte in b"HTTP/1.1 200 OK" + b" " * 600:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.1)


async def _headers(reader: asyncio.StreamReader) -> dict[str, str]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines[1:] if line)
    found = {name.lower(): value.strip() for name, _, value in pairs}
    return {":request": lines[0], **found}
