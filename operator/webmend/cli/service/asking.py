"""From the command line to the server's API."""

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from webmend.adapters.api import ApiClient, ApiRefused, ApiUnreachable
from webmend.cli.cluster import Where, where
from webmend.cli.commands.server_options import SERVER
from webmend.cli.errors import Usage
from webmend.ports.cluster import ClusterError

NOBODY = (
    "the kubeconfig's user has no bearer token, and a server takes no client certificate: give --token-file, or "
    "WEBMEND_TOKEN=$(kubectl create token NAME -n NAMESPACE --audience webmend-server)"
)

OPEN = (
    "what goes to this address can be read on the way, so the kubeconfig's token is not sent there: use https, or give "
    "a token of its own in WEBMEND_TOKEN or --token-file"
)
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Unasked(Usage):
    """The server is not asked, since nobody says who asks."""


@dataclass(frozen=True)
class Wish:
    """What the command line and the environment say of the server."""

    server: str
    """An address, or NAMESPACE/NAME of a Service."""
    token: str
    """Empty: that of the kubeconfig."""
    where: Where
    """The cluster; its kubeconfig gives what nothing else says."""

    @property
    def is_address(self) -> bool:
        """Whether the server is named by an address."""
        return "://" in self.server

    @property
    def is_open(self) -> bool:
        """Whether others can read what is sent there."""
        address = urlsplit(self.server)
        return self.is_address and address.scheme != "https" and address.hostname not in LOOPBACK


def asking_server(arguments: argparse.Namespace, act: Callable[[ApiClient], Awaitable[int]]) -> int:
    """Act with the server that the command line names; the exit status. Raises Usage, also for what it refuses."""

    async def acted() -> int:
        async with _client(wish(arguments, os.environ)) as client:
            return await act(client)

    try:
        return asyncio.run(acted())
    except (ClusterError, ApiRefused) as error:
        raise Usage(str(error)) from None
    except ApiUnreachable as error:
        raise Usage(f"the server cannot be asked: {error}") from None


@asynccontextmanager
async def opened(arguments: argparse.Namespace) -> AsyncIterator[Callable[[], Awaitable[ApiClient]]]:
    """What gives a client of the server that the command line names, reached when it is first wanted.

    Giving one raises Usage, a ClusterError, ApiRefused or ApiUnreachable.
    """
    async with AsyncExitStack() as stack:
        known: list[ApiClient] = []

        async def server() -> ApiClient:
            if not known:
                known.append(await stack.enter_async_context(_client(wish(arguments, os.environ))))
            return known[0]

        yield server


def wish(arguments: argparse.Namespace, environment: Mapping[str, str]) -> Wish:
    """What is said; an option goes before its variable. Raises Usage where the token's file cannot be read."""
    token = _read(arguments.token_file) if arguments.token_file else environment.get("WEBMEND_TOKEN", "")
    return Wish(
        server=arguments.server or environment.get("WEBMEND_SERVER") or SERVER,
        token=token.strip(),
        where=where(arguments),
    )


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise Usage(f"--token-file {file}: {error}") from None


@asynccontextmanager
async def _client(wish: Wish) -> AsyncIterator[ApiClient]:
    from webmend.adapters import kubernetes  # takes a second to load

    kubeconfig, context = wish.where.kubeconfig, wish.where.context
    token = wish.token or ("" if wish.is_open else await kubernetes.bearer_token(kubeconfig, context))
    if not token:
        raise Unasked(OPEN if wish.is_open else NOBODY)
    namespace = wish.where.namespace or kubernetes.namespace(kubeconfig, context)
    async with _address(wish) as url, ApiClient(url, token, namespace) as client:
        yield client


@asynccontextmanager
async def _address(wish: Wish) -> AsyncIterator[str]:
    if wish.is_address:
        yield wish.server
        return
    from webmend.adapters import kubernetes

    namespace, slash, service = wish.server.partition("/")
    if not slash:
        raise Usage(f"--server {wish.server} is neither an address nor NAMESPACE/NAME of a Service")
    async with kubernetes.forwarded(namespace, service, wish.where.kubeconfig, wish.where.context) as url:
        yield url
