"""The files of a run: what its downloads brought, and what inputs hold as data addresses. An upload names them."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_to_bytes

from webmend.domain.evidence import ErrorFacts, ErrorKind
from webmend.ports.browser import File, StepFailed

MOST_BYTES = 48 * 2**20
"""Bytes of downloads that are held for uploads: the driver hands over at most 50 MB at once. The oldest go first."""
DATA = "data:"


@dataclass
class Files:
    """What downloads have brought, by the names of their artifacts."""

    _held: dict[str, File] = field(default_factory=dict)

    def hold(self, artifact: str, file: File) -> None:
        """Hold a download for the uploads to come."""
        self._held[artifact] = file
        while sum(len(each.body) for each in self._held.values()) > MOST_BYTES:
            self._held.pop(next(iter(self._held)))

    def named(self, names: Iterable[str]) -> tuple[File, ...]:
        """The files that an upload names; raises StepFailed DEFINITION where one is not there."""
        return tuple(_of_address(name) if name.startswith(DATA) else self._of_download(name) for name in names)

    def _of_download(self, artifact: str) -> File:
        if artifact in self._held:
            return self._held[artifact]
        raise _refused(
            f"there is no file {artifact[:80]!r}: an upload takes what this attempt has downloaded, as "
            "{{ steps.ID.artifact }}, or a data: address"
        )


def _of_address(address: str) -> File:
    """The file in `data:TYPE;name=NAME;base64,BODY` (RFC 2397; the name is a parameter of the type)."""
    head, comma, body = address.removeprefix(DATA).partition(",")
    kind, *parameters = head.split(";")
    names = [each.removeprefix("name=") for each in parameters if each.startswith("name=")]
    if not comma:
        raise _refused("the data address has no comma before its content")
    try:
        content = base64.b64decode(unquote(body), validate=True) if "base64" in parameters else unquote_to_bytes(body)
    except binascii.Error as error:
        raise _refused(f"the content of the data address is not Base64: {error}") from None
    return File(unquote(names[0]) if names else f"file.{_ending(kind)}", content)


def _ending(kind: str) -> str:
    return "txt" if kind in ("", "text/plain") else kind.rpartition("/")[2] or "bin"


def _refused(message: str) -> StepFailed:
    return StepFailed(ErrorFacts(kind=ErrorKind.DEFINITION, type="NoSuchFile", message=message))
