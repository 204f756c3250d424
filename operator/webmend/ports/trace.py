"""A trace: what the browser's driver has recorded of an attempt, for its own viewer."""

from collections.abc import Callable, Iterable
from typing import Protocol

Hide = Callable[[Iterable[str]], Callable[[str], str]]
"""Given further secrets: what takes them, and all that are known, out of a text."""


class NoTrace(Exception):
    """There is no trace, or none that may be kept; its text says why."""


class Recorded(Protocol):
    """A trace as it was recorded, with every secret in it. Nobody may have it so."""

    def without_secrets(self, hide: Hide, seconds: float) -> bytes:
        """The trace as a file that may be kept. Takes its time, so many seconds at most: called in a thread, once.

        Raises NoTrace.
        """
        ...


class Trace(Protocol):
    """A trace that is being recorded."""

    async def step(self, title: str) -> None:
        """A step begins: what follows is shown below its title. Raises NoTrace where it has grown too long."""
        ...

    async def drop(self) -> None:
        """The end of a recording that nobody wants; never raises."""
        ...

    async def stop(self) -> Recorded:
        """The end of the recording. Raises NoTrace: of a browser that is gone there is none."""
        ...
