"""Ports for programs that must be told theirs beforehand.

usage: ports.py N     prints N different free ones of the loopback interface
"""

import secrets
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

LOWEST = 10_000
TRIES = 1_000
RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
"""Whence the kernel takes ports for outgoing connections."""


def free_port() -> int:
    """A port of the loopback interface that nobody listens on, below those of outgoing connections.

    One that the kernel gives (port 0) may be that of somebody's connection by the time the program binds it, also that
    of a test that looks whether the program is there yet: a connection to such a port can be with itself.
    """
    return next(_free())


def _free() -> Iterator[int]:
    end = int(RANGE.read_text().split()[0])
    return filter(_is_free, (LOWEST + secrets.randbelow(end - LOWEST) for _ in range(TRIES)))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def main() -> None:
    """Print so many."""
    found: dict[int, None] = {}
    while len(found) < int(sys.argv[1]):
        found[free_port()] = None
    print(*found)


if __name__ == "__main__":
    main()
