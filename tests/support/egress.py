"""The real egress proxy, a name server that it asks, and a place inside that nobody may reach."""

import json
import os
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "hack/cluster/build.sh"
PUBLIC, INSIDE = "127.0.0.1", "127.0.0.66"
"""The address that the proxy of the tests allows, and one that it does not; both are this machine."""
A, CNAME, AAAA = 1, 5, 28


def built() -> Path:
    """The program, as pinned in egress/go.mod; without it the test is skipped, or fails where CI=true."""
    found = subprocess.run([BUILD, "--cached", "egress"], capture_output=True, text=True, check=False)
    if found.returncode:
        reason = f"no egress proxy; build it with {BUILD.relative_to(ROOT)} egress"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return Path(found.stdout.strip()) / "egress"


class Names:
    """A name server on loopback. A name with several answers gives one after the other, the last for ever."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self.address = "{}:{}".format(*listener.getsockname())
        self.records: dict[tuple[str, int], list[str]] = {}
        self.asked: list[str] = []

    def put(self, name: str, *answers: str) -> None:
        """Let the name have these addresses, or be another's (CNAME, ending in a dot)."""
        kind = AAAA if ":" in answers[0] else CNAME if answers[0].endswith(".") else A
        self.records[(name, kind)] = list(answers)

    def serve(self) -> None:
        """Answer until the socket is closed."""
        with suppress(OSError):
            while True:
                query, sender = self._listener.recvfrom(4096)
                if not query:  # the socket was shut down
                    return
                self._listener.sendto(self._answer(query), sender)

    def _answer(self, query: bytes) -> bytes:
        name, end = _name(query, 12)
        kind = struct.unpack(">H", query[end : end + 2])[0]
        self.asked.append(name)
        found = self._records(name, kind)
        flags = 0x8180 if found or any(n == name for n, _ in self.records) else 0x8183
        head = query[:2] + struct.pack(">HHHHH", flags, 1, len(found), 0, 0)
        return head + query[12 : end + 4] + b"".join(found)

    def _records(self, name: str, kind: int) -> list[bytes]:
        if alias := self.records.get((name, CNAME)):
            target = alias[0].rstrip(".")
            return [_record(name, CNAME, _wire(target)), *self._records(target, kind)]
        answers = self.records.get((name, kind), [])
        given = answers.pop(0) if len(answers) > 1 else answers[0] if answers else ""
        family = socket.AF_INET if kind == A else socket.AF_INET6
        return [_record(name, kind, socket.inet_pton(family, given))] if given else []


def _wire(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def _record(name: str, kind: int, data: bytes) -> bytes:
    return _wire(name) + struct.pack(">HHIH", kind, 1, 0, len(data)) + data


def _name(message: bytes, at: int) -> tuple[str, int]:
    labels = []
    while length := message[at]:
        labels.append(message[at + 1 : at + 1 + length].decode())
        at += 1 + length
    return ".".join(labels).lower(), at + 1


@contextmanager
def name_server() -> Iterator[Names]:
    """A name server that knows nothing yet."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind((PUBLIC, 0))
        names = Names(listener)
        threading.Thread(target=names.serve, daemon=True).start()
        yield names
        with suppress(OSError):  # wakes the thread
            listener.shutdown(socket.SHUT_RDWR)


@dataclass
class Trap:
    """A place inside: it remembers who came, by TCP and by UDP, and answers everybody who speaks HTTP."""

    host: str
    port: int
    came: list[str] = field(default_factory=list)


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\nin"


@contextmanager
def trap(port: int, host: str = INSIDE) -> Iterator[Trap]:
    """A trap on that port."""
    made = Trap(host, port)
    with socket.create_server((host, port)) as streams, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.bind((host, port))

        def accept() -> None:
            with suppress(OSError):
                while True:
                    peer, _ = streams.accept()
                    made.came.append("tcp")
                    with peer, suppress(OSError):
                        peer.settimeout(2)
                        peer.recv(65536)
                        peer.sendall(ANSWER)

        def receive() -> None:
            with suppress(OSError):
                while datagrams.recvfrom(4096):
                    made.came.append("udp")

        for work in (accept, receive):
            threading.Thread(target=work, daemon=True).start()
        yield made
        for listener in (streams, datagrams):
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs."""

    port: int
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"http://{PUBLIC}:{self.port}"

    def refused(self, within: float = 10.0, since: int = 0) -> str:
        """The next line of its log, from that offset on, in which it refuses something; empty if none comes."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            for line in self.log.read_text()[since:].splitlines():
                if '"allow":false' in line or '"msg":"refused"' in line:
                    return line
            time.sleep(0.05)
        return ""

    def said(self) -> int:
        """How long its log is by now."""
        return len(self.log.read_text())

    def ask(self, head: str, body: str = "") -> tuple[int, dict[str, str], str]:
        """Status, headers and body of the answer to a request that is written out, but for its empty line."""
        with socket.create_connection((PUBLIC, self.port), timeout=15) as stream:
            stream.sendall(f"{head}\r\nConnection: close\r\n\r\n{body}".encode())
            return _read(stream)

    @contextmanager
    def tunnel(self, authority: str) -> Iterator[socket.socket]:
        """A connection to there."""
        with socket.create_connection((PUBLIC, self.port), timeout=15) as stream:
            stream.sendall(f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n".encode())
            assert _read(stream)[0] == 200
            yield stream

    def connect(self, authority: str) -> tuple[int, str]:
        """Status and reason of its answer to CONNECT."""
        status, headers, _ = self.ask(f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}")
        return status, headers.get("x-smokescreen-error", "")

    def get(self, url: str, host: str, **headers: str) -> tuple[int, str, str]:
        """Status, reason and body of its answer to plain HTTP."""
        lines = "".join(f"\r\n{name.replace('_', '-')}: {value}" for name, value in headers.items())
        status, said, body = self.ask(f"GET {url} HTTP/1.1\r\nHost: {host}{lines}")
        return status, said.get("x-smokescreen-error", ""), body


def _read(stream: socket.socket) -> tuple[int, dict[str, str], str]:
    text = b""
    while b"\r\n\r\n" not in text and (part := stream.recv(65536)):
        text += part
    head, _, body = text.decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)) and (part := stream.recv(65536)):
        body += part.decode()
    return int(first.split()[1]), headers, body


@contextmanager
def proxy(folder: Path, names: Names, ports: Sequence[int], **rules: Any) -> Iterator[Proxy]:
    """A proxy with these rules, which asks that name server."""
    settings, log = folder / "egress.json", folder / "egress.log"
    settings.write_text(json.dumps({"ports": list(ports), "resolver": names.address, **rules}))
    with log.open("w") as out:
        command = [built(), "-settings", settings, "-listen", f"{PUBLIC}:0"]
        process = subprocess.Popen(command, stdout=out, stderr=out, env={"PATH": os.environ["PATH"]})
    try:
        yield Proxy(_port(log, process), log, process)
    finally:
        process.terminate()
        process.wait(30)


def _port(log: Path, process: subprocess.Popen[bytes], within: float = 15.0) -> int:
    until = time.monotonic() + within
    while time.monotonic() < until and process.poll() is None:
        said = log.read_text()
        if "listening on" in said:
            return int(said.split("listening on", 1)[1].split()[0].rpartition(":")[2])
        time.sleep(0.02)
    raise AssertionError(f"the proxy did not start: {log.read_text()}")
