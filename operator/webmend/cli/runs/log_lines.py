"""Lines of a runner's log, which are JSON, as people read them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rich.text import Text

from webmend.cli.output.plain import plain

STYLES = {"warning": "yellow", "error": "red", "critical": "bold red"}
_SAID = frozenset({"timestamp", "time", "level", "event"})
_OF_EVERY_LINE = frozenset({"run", "session", "attempt", "namespace"})
"""What each line of a runner says, and the command has said already."""


@dataclass(frozen=True)
class LogLine:
    """One line."""

    raw: str
    event: str
    """What happened; the whole line where it is no JSON."""
    at: datetime | None = None
    level: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def read(raw: str) -> LogLine:
    """A line, whatever it is."""
    try:
        said = json.loads(raw)
    except json.JSONDecodeError:
        return LogLine(raw, raw)
    if not isinstance(said, dict) or "event" not in said:
        return LogLine(raw, raw)
    facts = {name: value for name, value in said.items() if name not in _SAID}
    time = said.get("timestamp") or said.get("time")
    return LogLine(raw, str(said["event"]), _time(time), str(said.get("level", "")), facts)


def shown(line: LogLine) -> Text:
    """The line for people."""
    time = f"{line.at.astimezone():%H:%M:%S} " if line.at else ""
    facts = [f"{name}={_value(value)}" for name, value in line.facts.items() if name not in _OF_EVERY_LINE]
    told = f"  {plain(' '.join(facts))}".rstrip()
    return Text.assemble((time, "bright_black"), (plain(line.event), STYLES.get(line.level, "")), told)


def _value(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return json.dumps(text, ensure_ascii=False) if not text or " " in text else text


def _time(said: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(said))
    except ValueError:
        return None
