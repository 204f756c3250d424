"""From the arguments of `webmend import` to a manifest on stdout."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from webmend.policy.importing.formats import FORMATS
from webmend.policy.importing.recording import Note
from webmend.policy.importing.source import MOST_BYTES, NotImportable
from webmend.policy.importing.workflow import Imported, import_recording

from . import status
from .errors import Usage
from .output.documents import as_yaml
from .output.plain import plain

_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")


def execute_import(arguments: argparse.Namespace) -> int:
    """Print the manifest, and on stderr what is not in it; raises Usage."""
    if arguments.form is not None and arguments.form not in FORMATS:
        raise Usage(f"--from {arguments.form}: there are {', '.join(FORMATS)}")
    if arguments.name is not None and not _NAME.fullmatch(arguments.name):
        raise Usage(f"--name {arguments.name}: lower case letters, digits, - and ., at most 253")
    text = _read(arguments.file)
    try:
        imported = import_recording(text, arguments.form, arguments.test, arguments.name, arguments.keep_values)
    except NotImportable as why:
        raise Usage(f"{arguments.file}: {why}") from None
    for note in imported.notes:
        print(plain(f"{arguments.file}: {_told(note)}"), file=sys.stderr)
    return _print(imported, arguments.unsupported)


def _read(file: Path) -> str:
    try:
        if str(file) == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with file.open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
        return content.decode()
    except OSError as error:
        raise Usage(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        if len(content) > MOST_BYTES:
            return content.decode(errors="replace")
        raise Usage(f"{file} is no text in UTF-8: byte {error.start}") from None


def _print(imported: Imported, policy: str) -> int:
    if imported.losses and policy == "refuse":
        print(f"nothing is imported: {len(imported.losses)} things cannot be (--unsupported refuse)", file=sys.stderr)
        return status.FAILED
    print(_head(imported.kind, imported.losses), end="")
    print(as_yaml(imported.manifest()), end="")
    return status.FAILED if imported.losses and policy == "report" else status.SUCCEEDED


def _head(kind: str, losses: Sequence[Note]) -> str:
    """Comments before the manifest: nothing is lost silently."""
    lines = [f"Imported from {kind}.", *(f"Not imported: {note}" for note in losses)]
    return "".join(f"# {plain(line)}\n" for line in lines)


def _told(note: Note) -> str:
    where = f"line {note.line}: " if note.line else ""
    return f"{where}{'not imported' if note.is_loss else 'note'}: {note.text}"
