"""The cases on a port of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.site.states.app import States
from tests.support import loopback


@dataclass(frozen=True)
class Served:
    """The cases, and where they are."""

    states: States
    port: int

    @property
    def flags(self) -> tuple[str, ...]:
        """What makes Chromium find them."""
        return (loopback.resolving(self.port),)


@contextmanager
def served(states: States) -> Iterator[Served]:
    """While this lasts, the cases are served. Raises TimeoutError."""
    with loopback.in_thread(states.application()) as port:
        yield Served(states, port)
