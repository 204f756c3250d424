"""Lengths of time as Kubernetes writes them (`15s`, `1m30s`, `500ms`) and as seconds."""

import re

_MILLISECONDS = {"h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
_PART = re.compile(r"(\d+)(ms|h|m|s)")


def seconds(duration: str) -> float:
    """Seconds of a duration in the form of `domain.base.Duration`; `""` is 0."""
    return sum(int(number) * _MILLISECONDS[unit] for number, unit in _PART.findall(duration)) / 1000


def duration(seconds_: float) -> str:
    """The shortest duration that says so many seconds, rounded to milliseconds: 90 -> `1m30s`, 0 -> `0s`."""
    rest = round(seconds_ * 1000)
    parts = []
    for unit, size in _MILLISECONDS.items():
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"
