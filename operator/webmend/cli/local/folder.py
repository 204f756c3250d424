"""Where the results of a run are put."""

import json
from pathlib import Path
from typing import Any

import yaml


class Folder:
    """A folder that is made with its first file."""

    def __init__(self, path: Path):
        self.path = path

    def contents(self) -> list[str]:
        """Names of the files and folders in it."""
        return sorted(entry.name + ("/" if entry.is_dir() else "") for entry in self.path.glob("*"))

    def write(self, name: str, body: bytes) -> Path:
        """Put a body under this name; where it is."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        return path

    def append(self, name: str, entry: dict[str, Any]) -> None:
        """Add a line of JSON."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as lines:
            lines.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def write_json(self, name: str, value: Any) -> Path:
        """Put a value as JSON."""
        return self.write(name, json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")

    def write_yaml(self, name: str, value: Any, comment: str = "") -> Path:
        """Put a value as YAML, with a line of comment above it."""
        text = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=120)
        return self.write(name, (f"# {comment}\n" if comment else "").encode() + text.encode())
