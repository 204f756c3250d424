"""Where a client certificate is shown: one tunnel for each origin that it is declared for.

    browser ── TLS, certificate of the tunnel ──► tunnel, on loopback ── TLS, client certificate ──► site

The browser is told to find the origin's host and port at the tunnel, and trusts the tunnel's certificate for those
hosts alone. The tunnel checks the site's certificate itself, against the machine's authorities and the CA bundle, and
hands bytes on both ways. Every other origin is reached by the browser itself, and never sees the certificate.

Playwright has an option for client certificates. It is not used: its contexts overlook the errors of every other
site's certificate.
"""

import asyncio
import os
import ssl
import struct
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from webmend.adapters.browser.addresses import origin_of

from . import identity
from .identity import Identity
from .telling import net_error

LOOPBACK = "127.0.0.1"
CONNECTING = 30.0
"""Seconds that a connection to a site may take."""
CHUNK = 64 * 1024
REMEMBERED = 30.0
"""Seconds for which a trouble explains why the browser's own connection broke off."""
_BROKEN = frozenset(
    f"net::ERR_{word}"
    for word in (
        "CONNECTION_CLOSED",
        "CONNECTION_RESET",
        "CONNECTION_ABORTED",
        "SOCKET_NOT_CONNECTED",
        "EMPTY_RESPONSE",
        "SSL_PROTOCOL_ERROR",
    )
)
"""What the browser says of a tunnel that has no way on."""


@dataclass(frozen=True)
class Trouble:
    """Why a tunnel had no way on."""

    error: str
    """What the browser would have said itself: net::ERR_..."""
    at: float


class Tunnels:
    """The tunnels of one browser."""

    def __init__(self, authorities: str, chain: str, resolve: Mapping[str, str]) -> None:
        self._authorities = authorities
        self._resolve = resolve
        self._near = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        identity.load(self._near, chain)
        self._far: dict[str, ssl.SSLContext] = {}
        """By origin: how the site is spoken to, once it is known who we are."""
        self._servers: dict[str, asyncio.Server] = {}
        self._carrying: set[asyncio.Task[None]] = set()
        self._troubles: dict[str, Trouble] = {}

    @classmethod
    async def opened(cls, origins: Sequence[str], own: Identity, authorities: str, resolve: Mapping[str, str]) -> Self:
        """Tunnels to these origins. `authorities`: trusted besides those of the machine. `resolve`: where hosts are."""
        tunnels = cls(authorities, own.chain, resolve)
        for origin in dict.fromkeys(origins):
            tunnels._servers[origin] = await tunnels._listen(origin)
        return tunnels

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules of Chromium's resolver that lead to the tunnels."""
        return tuple(
            f"MAP {_pattern(origin)} {LOOPBACK}:{server.sockets[0].getsockname()[1]}"
            for origin, server in self._servers.items()
        )

    def identify(self, chain: str, origins: Sequence[str]) -> None:
        """From now on show this certificate, with its key, at those of the origins that have a tunnel.

        Raises ssl.SSLError where the certificate cannot be used.
        """
        context = ssl.create_default_context()
        if self._authorities:
            context.load_verify_locations(cadata=self._authorities)
        identity.load(context, chain)
        self._far = {origin: context for origin in self._servers if origin in origins}

    def called(self, error: str, url: str) -> str:
        """What the browser would call the error if it had gone to the address itself."""
        trouble = self._troubles.get(origin_of(url))
        is_told = error in _BROKEN and trouble is not None and monotonic() - trouble.at < REMEMBERED
        return trouble.error if is_told and trouble else error

    async def close(self) -> None:
        """End them all."""
        for server in self._servers.values():
            server.close()
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _listen(self, origin: str) -> asyncio.Server:
        async def arrived(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._carrying.add(task)
            try:
                await self._carry(origin, reader, writer)
            finally:
                self._carrying.discard(task)
                writer.close()

        return await asyncio.start_server(arrived, LOOPBACK, 0, ssl=self._near)

    async def _carry(self, origin: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection from its begin to its end."""
        if not is_ours(writer.get_extra_info("peername")[1], os.getuid()):
            return
        try:
            far_reader, far_writer = await asyncio.wait_for(self._connected(origin), CONNECTING)
        except OSError as error:  # also what TLS has against it, and a time-out
            self._troubles[origin] = Trouble(net_error(error), monotonic())
            return
        try:
            await _both_ways((reader, far_writer), (far_reader, writer))
        except OSError as error:
            self._troubles[origin] = Trouble(net_error(error), monotonic())
        finally:
            far_writer.close()

    async def _connected(self, origin: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        context = self._far.get(origin)
        if context is None:
            raise ConnectionRefusedError("nobody has said yet whose certificate is shown there")
        host, port = host_and_port(origin)
        address, _, other_port = self._resolve.get(host, host).partition(":")
        return await asyncio.open_connection(address, int(other_port or port), ssl=context, server_hostname=host)


Way = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _both_ways(there: Way, back: Way) -> None:
    """Hand bytes on until one side ends; raises what TLS says of the end."""
    ways = [asyncio.create_task(_one_way(*way)) for way in (there, back)]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        # A refusal comes with what is read, while what is written only finds the connection gone.
        await asyncio.wait(ways, timeout=0.1)
    finally:
        for way in ways:
            way.cancel()
        ended = await asyncio.gather(*ways, return_exceptions=True)
    errors = [error for error in ended if isinstance(error, OSError)]
    if errors:
        raise next((error for error in errors if isinstance(error, ssl.SSLError)), errors[0])


async def _one_way(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()


def host_and_port(origin: str) -> tuple[str, int]:
    """Of an https origin."""
    parts = urlsplit(origin)
    return parts.hostname or "", parts.port or 443


def _pattern(origin: str) -> str:
    """As the browser's resolver writes host and port."""
    host, port = host_and_port(origin)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_ours(port: int, uid: int, table: Path = Path("/proc/self/net/tcp")) -> bool:
    """Whether a connection to us from that port of loopback belongs to a process of that user.

    Another user of the machine must not be able to speak with a site in our name. Where the system does not say whose
    it is, it is nobody's.
    """
    end = f"{struct.unpack('<I', bytes([127, 0, 0, 1]))[0]:08X}:{port:04X}"
    with suppress(OSError, IndexError):
        for line in table.read_text().splitlines()[1:]:
            columns = line.split()
            if columns[1] == end and columns[2] != end:
                return int(columns[7]) == uid
    return False
