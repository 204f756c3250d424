"""The evidence as lines for somebody who reads: what a model is shown, and what it may quote."""

from collections.abc import Callable, Iterable, Iterator

from webmend.domain.base import Model
from webmend.domain.evidence import Evidence

MOST_TOKENS = 5_000
"""Of 6,000 for the whole question."""
_LINE = 600
_GROUPS = ("error", "step", "document", "dom", "inputs", "session", "network", "browser", "history", "site")
"""The most telling first: what does not fit is left out from the end."""


def lines(evidence: Evidence, discreet: Callable[[str], str] = str) -> tuple[str, ...]:
    """One line a fact, such as `document.title: Sign in`, as many as fit. `discreet` goes over each uncut."""
    told = (line for group in _GROUPS for line in _told(group, getattr(evidence, group)))
    return tuple(_fitting(discreet(line)[:_LINE] for line in told))


def tokens(text: str) -> int:
    """An upper estimate of what a text costs: three characters of ASCII a token, and one of anything else."""
    plain = sum(char.isascii() for char in text)
    return plain // 3 + (len(text) - plain) + 1


def _told(path: str, value: object) -> Iterator[str]:
    """The leaves that say something."""
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _told(f"{path}.{name}", getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _told(path, each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _told(f"{path}.{name}", each)
    elif value not in (None, "", False):
        yield f"{path}: {' '.join(str(value).split())}"


def _fitting(told: Iterable[str]) -> Iterator[str]:
    left = MOST_TOKENS
    for line in told:
        left -= tokens(line)
        if left < 0:
            return
        yield line
