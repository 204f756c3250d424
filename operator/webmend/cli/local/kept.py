"""The browser's session from one `webmend run` to the next, in a file that only its owner may read."""

import json
import os
from pathlib import Path


class KeptSession:
    """Reads and keeps it. A file that cannot be read is taken for none."""

    def __init__(self, path: Path):
        self.path = path

    def of(self, whose: str) -> str:
        """What was kept of this login; empty where there is nothing."""
        try:
            kept = json.loads(self.path.read_text())
            return str(kept["state"]) if kept["whose"] == whose else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def keep(self, whose: str, state: str) -> None:
        """Keep it in the place of what was there; an empty one: forget that."""
        self.path.unlink(missing_ok=True)
        if not state:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump({"whose": whose, "state": state}, file)
