"""Posting over HTTP: a name is looked up once, each of its addresses is judged, and one of those is connected to."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import httpx

from webmend.ports.notifier import Answer, NotSent

SECONDS = 15.0
"""From the look-up of the name to the last byte that is read."""
MOST_BYTES = 1024
"""What is read of an answer; the rest, however long, is not waited for."""
REFUSAL = "x-smokescreen-error"
"""Header of the egress proxy's own answers."""
Resolve = Callable[[str, int], Awaitable[list[str]]]


class Place(Protocol):
    """Where something is sent, read from an address."""

    @property
    def scheme(self) -> str: ...

    @property
    def host(self) -> str: ...

    @property
    def port(self) -> int: ...

    @property
    def path(self) -> str: ...


class Judge(Protocol):
    """Who says what may be reached. Each method raises a ValueError, with the reason, where it may not."""

    def place(self, url: str) -> Place:
        """What the address says."""
        ...

    def admit(self, place: Any, address: str) -> None:
        """Whether this address of the place may be connected to."""
        ...


async def system(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system knows it; search domains are not tried. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(f"{host}.", port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class HttpPoster:
    """Implements webmend.ports.notifier.Poster by connecting itself. `trust`: None for the system's authorities."""

    def __init__(
        self,
        judge: Judge,
        resolve: Resolve = system,
        seconds: float = SECONDS,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._judge = judge
        self._resolve = resolve
        self._seconds = seconds
        self._trust = trust or httpx.create_ssl_context()  # takes its time, and is the same for all

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """See Poster."""
        try:
            place = self._judge.place(url)
        except ValueError as refused:
            raise NotSent(str(refused)) from None
        return await _in_time(self._seconds, self._post(place, headers, body))

    async def _post(self, place: Place, headers: Mapping[str, str], body: bytes) -> Answer:
        address = await self._address(place)
        literal = ":" in place.host
        named = f"[{place.host}]" if literal else place.host
        # the certificate is that of the name, whatever address it has
        sni = {} if place.host == address else {"sni_hostname": place.host}
        target = httpx.URL(scheme=place.scheme, host=address, port=place.port, raw_path=place.path.encode())
        host = {"host": named if target.port is None else f"{named}:{target.port}"}
        # one connection a message: a connection that another name has opened to this address is not this name's
        async with httpx.AsyncClient(verify=self._trust, trust_env=False, timeout=self._seconds) as client:
            return await _answer(client, target, {**headers, **host}, body, sni)

    async def _address(self, place: Place) -> str:
        """The first of its addresses, all of which may be connected to."""
        addresses = [place.host] if _is_address(place.host) else await self._looked_up(place)
        for address in addresses:
            try:
                self._judge.admit(place, address)
            except ValueError as refused:
                raise NotSent(str(refused)) from None
        return addresses[0]

    async def _looked_up(self, place: Place) -> list[str]:
        try:
            found = await self._resolve(place.host, place.port)
        except OSError as error:
            raise NotSent(f"the name {place.host} cannot be looked up: {error.strerror or error}") from None
        if not found:
            raise NotSent(f"the name {place.host} has no address")
        return found


class ProxyPoster:
    """The same through the egress proxy of the installation, which judges and connects. `proxy`: its URL."""

    def __init__(self, proxy: str, seconds: float = SECONDS) -> None:
        self._proxy = proxy
        self._seconds = seconds

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """See Poster."""
        return await _in_time(self._seconds, self._post(url, headers, body))

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        async with httpx.AsyncClient(proxy=self._proxy, trust_env=False, timeout=self._seconds) as client:
            return await _answer(client, httpx.URL(url), dict(headers), body, {}, _check_proxy)


def _check_proxy(response: httpx.Response) -> None:
    if response.status_code == 403 and REFUSAL in response.headers:
        raise NotSent(REFUSED)


REFUSED = "the egress proxy of this installation refuses the receiver; it can be allowed with egress.allow"


async def _in_time(seconds: float, sending: Awaitable[Answer]) -> Answer:
    try:
        async with asyncio.timeout(seconds):
            return await sending
    except TimeoutError:
        raise NotSent(f"the receiver took longer than {seconds:g} s") from None
    except httpx.ProxyError as error:
        raise NotSent(REFUSED if str(error).startswith("403") else "the egress proxy does not answer") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise NotSent(f"the receiver does not answer: {_named(error)}") from None


def _named(error: Exception) -> str:
    """What went wrong, by its kind and, where TLS failed, its reason: others may hold addresses with secrets."""
    reason = next((e.verify_message for e in _chain(error) if isinstance(e, ssl.SSLCertVerificationError)), "")
    return f"{type(error).__name__}{f' ({reason})' if reason else ''}"


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


async def _answer(
    client: httpx.AsyncClient,
    url: httpx.URL,
    headers: Mapping[str, str],
    body: bytes,
    extensions: Mapping[str, Any],
    check: Callable[[httpx.Response], None] = lambda _: None,
) -> Answer:
    asked = {**headers, "accept-encoding": "identity"}
    async with client.stream("POST", url, content=body, headers=asked, extensions=dict(extensions)) as response:
        check(response)
        text = (await _beginning(response)).decode(errors="replace")
        return Answer(response.status_code, response.headers.get("retry-after", "")[:64], text)


async def _beginning(response: httpx.Response) -> bytes:
    """What comes first of its body; that it is cut off changes nothing of what the receiver has said before."""
    read = bytearray()
    try:
        async for chunk in response.aiter_raw():
            read += chunk
            if len(read) >= MOST_BYTES:
                break
    except (httpx.HTTPError, httpx.StreamError):
        pass
    return bytes(read[:MOST_BYTES])


def _is_address(host: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except OSError:
            continue
        return True
    return False
