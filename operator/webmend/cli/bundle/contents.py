"""What is in a bundle, with an index that people read first."""

import io
import tarfile
from dataclasses import dataclass, field
from datetime import datetime

INDEX = "README.md"
PRIVATE = 0o600


@dataclass
class Bundle:
    """Files in a folder, and what could not be had."""

    folder: str
    """Its name."""
    about: str
    """What it is of, in a line."""
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By name: the text, and what it is."""
    missing: list[str] = field(default_factory=list)

    def add(self, name: str, text: str, what: str) -> None:
        """One more file; nothing where there is no text."""
        if text.strip():
            self.files[name] = (text, what)

    def lacks(self, what: str, why: object) -> None:
        """Something could not be had."""
        self.missing.append(f"{what}: {why}")

    def index(self, taken_out: str) -> str:
        """The first file."""
        lines = [
            f"# {self.about}",
            "",
            taken_out,
            "",
            "| file | |",
            "|---|---|",
            *(f"| `{name}` | {what} |" for name, (_, what) in sorted(self.files.items())),
            *(["", "Not here:", "", *(f"* {each}" for each in self.missing)] if self.missing else []),
        ]
        return "\n".join(lines) + "\n"

    def packed(self, now: datetime, taken_out: str) -> bytes:
        """All of it as a tar.gz."""
        body = io.BytesIO()
        with tarfile.open(fileobj=body, mode="w:gz") as archive:
            for name, text in ((INDEX, self.index(taken_out)), *((n, t) for n, (t, _) in sorted(self.files.items()))):
                data = text.encode(errors="replace")
                info = tarfile.TarInfo(f"{self.folder}/{name}")
                info.size, info.mtime, info.mode = len(data), int(now.timestamp()), PRIVATE
                archive.addfile(info, io.BytesIO(data))
        return body.getvalue()
