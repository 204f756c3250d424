"""Where the rules for consent banners lie: autoconsent, unmodified, as hack/autoconsent.py lays it out."""

import json
import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SCRIPT, RULES = "autoconsent.playwright.js", "compact-rules.json"


@dataclass(frozen=True)
class Rules:
    """The package's own files."""

    script: str
    """What runs in the page."""
    bundle: dict[str, Any]
    """What that script is answered when it asks for its rules."""


@cache
def installed() -> Rules | None:
    """The rules beside this installation (as in the image), else those in the user's cache; None without either."""
    return next((_read(folder) for folder in _folders() if (folder / SCRIPT).is_file()), None)


def _folders() -> tuple[Path, ...]:
    cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(sys.prefix) / "autoconsent", cache_home / "webmend" / "autoconsent"


def _read(folder: Path) -> Rules:
    compact = json.loads((folder / RULES).read_text())
    return Rules((folder / SCRIPT).read_text(), {"autoconsent": [], "compact": compact})
