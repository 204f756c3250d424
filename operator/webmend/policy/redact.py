"""Taking secrets out of texts: by value, in every form a browser or a log may give it, then by shape.

Redact first, cut afterwards: a secret that was cut in two is not found any more.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from urllib.parse import quote, quote_plus

MASK = "***"
"""What stands for a secret wherever something is shown."""
SHORT = 4
"""Shorter values occur in any text; they are taken out only where they stand as a word."""

_TYPED = re.compile(r"\b(fill|type|insertText|press_sequentially|pressSequentially)\((['\"`]).*\2\)")
"""A line of a driver's call log that repeats what was typed."""
_HEADER = re.compile(r"""(?ai)\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^\s"'][^\r\n"']*""")
_COOKIE = re.compile(r"""(?ai)\b((?:set-)?cookie["']?\s*[:=]\s*["']?)[^\s=;"']+=[^\r\n"']*""")
_TOKEN = re.compile(r"(?ai)\b(bearer|basic) [a-z0-9._~+/-]{16,}=*")
_JWT = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")
_USERINFO = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
_SHAPES: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    (("(",), _TYPED, rf'\1("{MASK}")'),
    (("authorization",), _HEADER, rf"\1{MASK}"),
    (("cookie",), _COOKIE, rf"\1{MASK}"),
    (("bearer ", "basic "), _TOKEN, rf"\1 {MASK}"),
    (("eyj",), _JWT, MASK),
    (("://",), _USERINFO, MASK),
)
"""What gives a secret away whoever's it is, and what to put in its place.

First what a text in which it occurs has in small letters: looked for before the shape is, since nearly all texts have
none of it.
"""


class Redactor:
    """Takes a set of secrets out of texts."""

    def __init__(self, values: Iterable[str] = ()):
        self._values = frozenset(value.strip() for value in values) - {""}

    def with_values(self, *values: str) -> "Redactor":
        """One that takes these out too."""
        return Redactor({*self._values, *values})

    def __call__(self, text: str) -> str:
        """The text without secrets; MASK stands for each."""
        text = _masked(text, self._spans(text))
        small = text.lower()
        for hints, shape, instead in _SHAPES:
            if any(hint in small for hint in hints):
                text = shape.sub(instead, text)
        return text

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = {form for value in self._values for form in _forms(value)}
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        # A look-ahead finds forms that overlap, which a plain search would leave half standing.
        return re.compile(f"(?=({'|'.join(longest_first)}))") if forms else None

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        return (match.span(1) for match in self._pattern.finditer(text)) if self._pattern else iter(())


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with each stretch of overlapping spans (in the order of their starts) masked once."""
    pieces, end = [], 0
    for start, stop in spans:
        if start >= end:
            pieces += [text[end:start], MASK]
        end = max(end, stop)
    return "".join((*pieces, text[end:]))


def _forms(value: str) -> Iterator[str]:
    """Regular expressions for the forms in which a value may stand in a text."""
    if len(value) < SHORT:
        yield rf"(?<!\w){re.escape(value)}(?!\w)"
        return
    for form in _spellings(value):
        yield f"(?i:{re.escape(form)})"
    for form in _base64(value.encode()):
        yield re.escape(form)


def _spellings(value: str) -> set[str]:
    """The value as texts write it; the case of letters is left open by the caller."""
    plain = {value, value.lower(), value.upper(), value.casefold()}
    escaped = {
        quote(value),
        quote(value, safe=""),
        quote_plus(value),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        html.escape(value),
        html.escape(value, quote=False),
        html.escape(value).replace("&#x27;", "&#39;"),
        html.escape(value).replace("&#x27;", "&apos;"),
        value.encode().hex(),
    }
    return plain | escaped


def _base64(value: bytes) -> set[str]:
    """What the base64 of anything around the value has in common: one text for each of the three alignments."""
    forms = set()
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + value)
        # The first and the last character may hold bits of what stands beside the value; they tell nothing.
        own = encoded[-(-8 * before // 6) : 8 * (before + len(value)) // 6].decode()
        forms |= {own, own.replace("+", "-").replace("/", "_")}
    return forms
