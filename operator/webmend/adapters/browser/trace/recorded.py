"""From the file that the driver has written to one that may be kept."""

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from zipfile import ZIP_DEFLATED, ZipFile

from webmend.ports.trace import Hide, NoTrace

from .rewriting import is_text, rewritten

MOST_TEXT = 50 * 1024 * 1024
"""Bytes of text that are gone through: it is all in memory."""


class RecordedTrace:
    """Implements webmend.ports.trace.Recorded, on a folder that goes with it."""

    def __init__(self, file: Path, scratch: "TemporaryDirectory[str]") -> None:
        self._file = file
        self._scratch = scratch

    def without_secrets(self, hide: Hide, seconds: float) -> bytes:
        """See Recorded."""
        with self._scratch, ZipFile(self._file) as recorded:
            text = sum(entry.file_size for entry in recorded.infolist() if is_text(entry.filename))
            if text > MOST_TEXT:
                raise NoTrace(f"it has {text // 2**20} MiB of text; at most {MOST_TEXT // 2**20} are gone through")
            return _zipped(recorded, hide, _patience(seconds))


def _zipped(recorded: ZipFile, hide: Hide, tick: Callable[[], None]) -> bytes:
    body = io.BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED, compresslevel=6) as kept:
        for name, content in rewritten(recorded.namelist(), recorded.read, hide, tick):
            kept.writestr(name, content)
    return body.getvalue()


def _patience(seconds: float) -> Callable[[], None]:
    """What raises NoTrace once it is late."""
    until = monotonic() + seconds

    def tick() -> None:
        if monotonic() > until:
            raise NoTrace(f"taking the secrets out of it took longer than {seconds:g} s")

    return tick
