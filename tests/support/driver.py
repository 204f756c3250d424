"""The driver's process, seen from outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from playwright._impl.transport import PipeTransport


@contextmanager
def journeys() -> Iterator[list[str]]:
    """The names of the calls that are sent to it meanwhile."""
    original, names = PipeTransport.send, []

    def send(transport: PipeTransport, message: dict[str, Any]) -> None:
        names.append(str(message.get("method")))
        original(transport, message)

    with patch.object(PipeTransport, "send", send):
        yield names
