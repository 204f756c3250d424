"""The entries of a recorded trace as they may be kept.

Only what is known is taken over: of the entries those in `EVENTS`, line by line, and the bodies that `bodies.py` knows.
All else is left out: what was sent, pictures and fonts (a picture may be the QR code of a second factor), the frames of
our own code. Bodies get new names: the driver names them by a digest of what was in them, secrets and all.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from webmend.ports.trace import Hide

from . import bodies, fields
from .clean import Clean
from .events import Kept, event

TRACE, NETWORK = "trace.trace", "trace.network"
EVENTS = (TRACE, NETWORK)


def is_text(name: str) -> bool:
    """Whether an entry of this name may be gone through."""
    return name in EVENTS or bodies.is_known(name)


def rewritten(
    names: Sequence[str], read: Callable[[str], bytes], hide: Hide, tick: Callable[[], None]
) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the new entries. `read` gives an old one; `tick` is called often, and may raise."""
    texts = {name: read(name).decode(errors="replace") for name in EVENTS if name in names}
    clean = Clean(hide(fields.secrets_in(texts.get(TRACE, ""))), tick)
    answered = _answered(texts.get(NETWORK, ""))
    kept: Kept = {}
    for name in names:
        tick()
        if bodies.is_known(name) and (name in answered or bodies.is_style(name)):
            body = bodies.rewritten(name, read(name), clean)
            if body is not None:
                is_new = (entry := (bodies.new_name(name, body), len(body))) not in kept.values()
                kept[name] = entry
                if is_new:
                    yield entry[0], body
    for name, text in texts.items():
        yield name, "".join(_lines(text, clean, kept, tick)).encode(errors="replace")


def _lines(text: str, clean: Clean, kept: Kept, tick: Callable[[], None]) -> Iterator[str]:
    for line in text.split("\n"):
        tick()
        told = event(_object(line), clean, kept)
        if told is not None:
            yield json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def _answered(network: str) -> frozenset[str]:
    """The entries that hold what sites have answered; others hold what they were sent."""
    answers = (_object(line).get("snapshot", {}).get("response", {}) for line in network.split("\n"))
    return frozenset(str(answer.get("content", {}).get("_file", "")) for answer in answers)


def _object(line: str) -> dict[str, Any]:
    """The line's JSON object; an empty one where it is none, as the last line of a recording that was cut off."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
