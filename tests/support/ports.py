"""Ports for programs that must be told theirs beforehand."""

import secrets
import socket
from pathlib import Path

LOWEST = 10_000
RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
"""Whence the kernel takes ports for outgoing connections."""


def free_port() -> int:
    """A port of the loopback interface that nobody listens on, below those of outgoing connections.

    One that the kernel gives (port 0) may be that of somebody's connection by the time the program binds it, also that
    of a test that looks whether the program is there yet: a connection to such a port can be with itself.
    """
    end = int(RANGE.read_text().split()[0])
    tried = (LOWEST + secrets.randbelow(end - LOWEST) for _ in range(1000))
    return next(filter(_is_free, tried))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
