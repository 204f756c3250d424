"""Keeps a password from leaving by a web socket.

What a socket carries cannot be looked at once it is open. So in a session that types credentials every socket that a
page opens to another origin goes by way of the driver, from the first page on. Those that a worker opens do not.
"""

from collections.abc import Callable, Sequence

from playwright.async_api import BrowserContext, WebSocketRoute

from .leaks import elsewhere

WouldLeak = Callable[[str, str], bool]
"""Whether this text, on its way to that address, holds a password that a page has; it is taken note of then."""


async def look_at(context: BrowserContext, origins: Sequence[str], would_leak: WouldLeak) -> None:
    """Have every socket to an origin that is not among these looked at, from now on."""

    def opened(socket: WebSocketRoute) -> None:
        if not would_leak(socket.url, socket.url):  # else it stays without another end
            _carry(socket, would_leak)

    await context.route_web_socket(
        elsewhere([f"ws{origin.removeprefix('http')}" for origin in origins], "wss?"), opened
    )


def _carry(socket: WebSocketRoute, would_leak: WouldLeak) -> None:
    """Connect the socket, and hand on what the page sends as far as it may go."""
    server = socket.connect_to_server()

    def sent(message: str | bytes) -> None:
        text = message if isinstance(message, str) else message.decode("latin-1")
        if not would_leak(text, socket.url):
            server.send(message)

    socket.on_message(sent)
