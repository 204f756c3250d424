"""The pages and the packages' files on a port of this machine, and what was pressed on each page."""

import mimetypes
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from npm_packages import CACHE

from .pages import HERE, Case

TEMPLATE = (HERE / "page.html").read_text()
mimetypes.add_type("text/javascript", ".mjs")


@dataclass
class Site:
    """What is served."""

    pages: Mapping[str, str]
    """By path, the fragment of each page."""
    port: int = 0
    pressed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By path, what was pressed there: names, keys, GO for the target."""

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str) -> tuple[bytes, str] | None:
        """Body and type of what is there; None: nothing is."""
        if path in self.pages:
            fragment = self.pages[path].replace("OTHER", f"http://localhost:{self.port}")
            return TEMPLATE.replace("FRAGMENT", fragment).encode(), "text/html; charset=utf-8"
        if path == "/payment":
            return b"<h1>Confirm payment</h1><button>Pay now</button><button>Close</button>", "text/html"
        file = HERE / "witness.js" if path == "/witness.js" else _file(path)
        if file is None or not file.is_file():
            return None
        return file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _file(path: str) -> Path | None:
    """A file of a package; nothing outside their folder."""
    file = (CACHE / path.removeprefix("/npm/")).resolve()
    return file if path.startswith("/npm/") and file.is_relative_to(CACHE.resolve()) else None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        answer = self.site.answer(unquote(urlsplit(self.path).path))
        body, kind = answer or (b"", "text/plain")
        self._send(200 if answer else 404, body, kind)

    def do_POST(self) -> None:
        told = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.site.pressed[unquote(urlsplit(self.path).path).removeprefix("/pressed")].append(told)
        self._send(204, b"", "text/plain")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(cases: Sequence[Case]) -> Iterator[Site]:
    """While this lasts, the pages are there."""
    site = Site({case.path: case.fragment for case in cases})
    handler = type("Handler", (_Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    site.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
