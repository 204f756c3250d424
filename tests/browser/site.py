"""A small web server whose pages are what a test says, on two origins: 127.0.0.1 and localhost."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """What a path answers."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    until: threading.Event | None = None
    """Answer only once this is set."""
    takes: float = 0.0
    """Answer after so many seconds."""
    on_ask: Callable[[], None] | None = None
    """Called when it is asked for."""


@dataclass(frozen=True)
class Sent:
    """What a page has sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: str


class Site:
    """The pages of one test."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.other_origin = f"http://localhost:{port}"
        self.dead_url = f"http://127.0.0.1:{_closed_port()}/"
        """Nobody listens there."""
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[str] = []
        self.sent: list[Sent] = []
        """What came with a body."""
        self._held: list[threading.Event] = []

    def put(self, path: str, body: str = "", **how: Any) -> str:
        """Let the path answer so, from now on; its address."""
        self.answers[path] = [Answer(body, **how)]
        return self.url + path

    def then(self, path: str, body: str = "", **how: Any) -> None:
        """Let the path answer so once the answers before have been given."""
        self.answers[path].append(Answer(body, **how))

    def hold(self, path: str, body: str = "", **how: Any) -> threading.Event:
        """Let the path answer only once the event is set."""
        event = threading.Event()
        self._held.append(event)
        self.answers[path] = [Answer(body, until=event, **how)]
        return event

    def next_answer(self, path: str) -> Answer:
        """The answer to a request."""
        self.asked.append(path)
        answers = self.answers.get(path, [Answer("<h1>Not found</h1>", 404)])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def clear(self) -> None:
        """Forget everything; whoever still waits is answered."""
        for event in self._held:
            event.set()
        self._held.clear()
        self.answers.clear()
        self.asked.clear()
        self.sent.clear()


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self._answer(self.site.next_answer(urlsplit(self.path).path))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self.site.sent.append(
            Sent(
                self.command,
                urlsplit(self.path).path,
                {name.lower(): value for name, value in self.headers.items()},
                body,
            )
        )
        self.do_GET()

    do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815 - the names that the library looks for
    do_HEAD = do_OPTIONS = do_GET  # noqa: N815

    def _answer(self, answer: Answer) -> None:
        if answer.on_ask:
            answer.on_ask()
        if answer.until:
            answer.until.wait(30)
        time.sleep(answer.takes)
        body = answer.body.encode()
        self.send_response(answer.status)
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            with suppress(ConnectionError):
                self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests look at `asked`."""


@contextmanager
def serve(address: str = "127.0.0.1") -> Iterator[Site]:
    """A site on a port of its own, at that address of this machine."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer((address, 0), handler)
    server.daemon_threads = True
    handler.site = site = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.clear()
        server.shutdown()
        server.server_close()
