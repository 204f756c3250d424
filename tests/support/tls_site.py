"""A site over TLS that says who has come, on loopback."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.support.certificates import Issued

NOBODY = "nobody"
LONG = f"<!-- {'.' * 3_000_000} --><p>The end</p>"


class TlsSite:
    """Its address, and who has come."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"127.0.0.1:{port}"
        self.came: list[str] = []
        """Common names of the certificates shown, with each request."""
        self.bodies: list[str] = []


@contextmanager
def served(
    own: Issued,
    folder: Path,
    asks: ssl.VerifyMode = ssl.CERT_NONE,
    trusts: str = "",
    newest: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED,
) -> Iterator[TlsSite]:
    """The site with that certificate. `asks`: whether it asks for a client certificate, signed by whom it `trusts`.

    `newest`: up to 1.2 a site refuses whoever shows none within the handshake, from 1.3 on after it, when a browser may
    have noticed that the connection is gone before it reads why.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = newest
    context.load_cert_chain(own.write(folder / f"{id(own)}.pem"))
    context.verify_mode = asks
    if trusts:
        context.load_verify_locations(cadata=trusts)
    with _Server(("127.0.0.1", 0), _handler()) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.site = TlsSite(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.site
        server.shutdown()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: TlsSite

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A handshake that fails is what tests are about."""


def _handler() -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server: _Server

        def do_GET(self) -> None:
            who = _common_name(self.connection)
            self.server.site.came.append(who)
            rest = LONG if self.path == "/long" else ""
            self._answer(f"<title>Portal</title><h1>Hello {who}</h1>{rest}".encode(), "text/html")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            self.server.site.bodies.append(body.decode())
            self._answer(b'{"bytes": %d}' % len(body), "application/json")

        def _answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


def _common_name(connection: Any) -> str:
    subject = (connection.getpeercert() or {}).get("subject", ())
    return next((value for part in subject for name, value in part if name == "commonName"), NOBODY)
