"""Whether an element that a selector still finds is another than the one of the last good run.

Of old selectors that still match something, one to six in a hundred match something else (M. Nass et al., arXiv
2208.00677: 1.4 to 6.1 % by kind of selector), and nothing fails. Pages change all the time, though: only what says
something else and is called otherwise is plainly another one. In between the page itself is asked: does the remembered
element stand elsewhere on it?
"""

import re
from enum import StrEnum

from webmend.domain.report import Band
from webmend.domain.survey import Survey
from webmend.domain.target import Fingerprint

from .attributes import TEST_IDS, likeness, said
from .emitting import LONGEST, MADE_UP
from .match import Lost, adjacent, match, words


class Suspicion(StrEnum):
    """What one look at the element says."""

    NONE = "None"
    """It may well be the one, or is data, which changes."""
    DOUBT = "Doubt"
    """It has changed: another one if the remembered element is elsewhere on the page."""
    PLAIN = "Plain"
    """Nothing names it as the one, and something says that it is not."""


class _Likeness(StrEnum):
    SAME = "Same"
    SIMILAR = "Similar"
    OTHER = "Other"
    UNKNOWN = "Unknown"
    """One of the two says nothing."""


_READS = frozenset({"extract", "wait", "screenshot", "scroll"})
"""What is read is data."""
_WRITES = frozenset({"fill", "totp", "code", "select"})
"""Many forms are laid out as tables and lists: a field is no entry of one."""
_ITEMS = re.compile(r"(?:tr|li|option|article)\b|.*\[role=(?:row|listitem|option|gridcell|article)\]")
_CONTROLS = re.compile(r"nav\b|.*\[role=(?:navigation|menu|menubar|toolbar|tablist)\]")
"""Lists of controls are no data."""
_CALLED = ("id", "name", "href", "for", *TEST_IDS)
"""What the page's authors call an element."""
_CALLED_OR_SAID = (*_CALLED, "aria-label", "alt", "placeholder", "title")
_NO_ADDRESS = re.compile(r"#.*|javascript:.*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w{3,}")
_SIMILAR = 0.5
_OPPOSITES = tuple(
    frozenset(pair.split("/"))
    for pair in ("play/pause", "start/stop", "open/close", "on/off", "connect/disconnect", "hide/show", "lock/unlock")
)
"""States of one control whose words have nothing in common."""


def suspect(known: Fingerprint, seen: Fingerprint, action: str) -> Suspicion:
    """What a comparison of the two alone says. `seen`: what the selector finds. `action`: of the step."""
    if action in _READS or _is_other_language(known, seen) or _are_entries(known, seen, action):
        return Suspicion.NONE
    speaks, named = _compared(said(known), said(seen)), _names(known, seen, _CALLED_OR_SAID)
    if speaks is _Likeness.SAME:
        return Suspicion.DOUBT if _names(known, seen, _CALLED) is _Likeness.OTHER else Suspicion.NONE
    if speaks is _Likeness.SIMILAR:
        return Suspicion.NONE if named is _Likeness.SAME else Suspicion.DOUBT
    if speaks is _Likeness.OTHER:
        return Suspicion.DOUBT if named is _Likeness.SAME else Suspicion.PLAIN
    return _of_silent(named, _is_other_kind(known, seen))


def plainly(known: Fingerprint, seen: Fingerprint) -> str:
    """A plain mismatch in a sentence."""
    return f"the selector finds {words(seen)}, and it was {words(known)} in the last good run"


def elsewhere(known: Fingerprint, seen: Fingerprint, action: str, survey: Survey) -> str:
    """That the remembered element is another one of the page, in a sentence; empty where it is not, or may not be."""
    found = match({"step": Lost(known, action)}, survey)["step"]
    if found.element is None or adjacent(found.element.xpath, seen.xpath):
        return ""
    is_called_otherwise = _names(known, seen, _CALLED) is _Likeness.OTHER
    is_sure = found.verdict.band is Band.APPLY or is_called_otherwise or _says_more(known, found.element.look, seen)
    if not is_sure:
        return ""
    return f"{plainly(known, seen)}; that one is {words(found.element.look)} now, elsewhere on the page"


def _says_more(known: Fingerprint, one: Fingerprint, other: Fingerprint) -> bool:
    """Whether the one says what was remembered, and the other does not."""
    speaks = [_compared(said(known), said(each)) for each in (one, other)]
    return speaks[0] is _Likeness.SAME and speaks[1] is not _Likeness.SAME


def _of_silent(named: _Likeness, is_other_kind: bool) -> Suspicion:
    """Of two of which one says nothing, as pictures and fields without a label do."""
    if named is _Likeness.SAME or (named is _Likeness.UNKNOWN and not is_other_kind):
        return Suspicion.NONE
    return Suspicion.PLAIN if is_other_kind else Suspicion.DOUBT


def _is_other_language(known: Fingerprint, seen: Fingerprint) -> bool:
    """Every text differs then, and says nothing."""
    one, other = (look.lang.partition("-")[0].casefold() for look in (known, seen))
    return bool(one and other) and one != other


def _are_entries(known: Fingerprint, seen: Fingerprint, action: str) -> bool:
    """Whether both are entries of a list, of which another one is in this place from day to day."""
    return (action not in _WRITES and _is_item(known) and _is_item(seen)) or _counts_only(known, seen)


def _is_item(look: Fingerprint) -> bool:
    """Whether it stands in a row of data."""
    return any(map(_ITEMS.match, look.path)) and not any(map(_CONTROLS.match, look.path))


def _counts_only(known: Fingerprint, seen: Fingerprint) -> bool:
    """Whether their addresses differ in numbers alone: another entry of the same list."""
    one, other = (look.attributes.get("href", "") for look in (known, seen))
    return one != other and _masked(one) == _masked(other)


def _compared(one: str, other: str) -> _Likeness:
    if not one or not other or max(len(one), len(other)) > LONGEST:
        return _Likeness.UNKNOWN
    mine, theirs = _masked(one), _masked(other)
    if mine == theirs:
        return _Likeness.SAME
    is_near = set(_WORD.findall(mine)) & set(_WORD.findall(theirs)) or frozenset({mine, theirs}) in _OPPOSITES
    return _Likeness.SIMILAR if is_near or likeness(mine, theirs) >= _SIMILAR else _Likeness.OTHER


def _names(known: Fingerprint, seen: Fingerprint, attributes: tuple[str, ...]) -> _Likeness:
    """Whether the page's authors call both the same, by any of the attributes that both have."""
    pairs = [(_value(known, name), _value(seen, name)) for name in attributes]
    if any(one and one == other for one, other in pairs):
        return _Likeness.SAME
    has_names = any(one for one, _ in pairs) and any(other for _, other in pairs)
    return _Likeness.OTHER if has_names else _Likeness.UNKNOWN


def _value(look: Fingerprint, attribute: str) -> str:
    """The attribute, where it says something; no id that a program made up, no address that leads nowhere."""
    value = look.attributes.get(attribute, "")
    says_nothing = {"href": _NO_ADDRESS.fullmatch, "id": MADE_UP.search}.get(attribute)
    return "" if says_nothing and says_nothing(value) else value


def _is_other_kind(known: Fingerprint, seen: Fingerprint) -> bool:
    one, other = ((look.tag, look.role, look.attributes.get("type", "")) for look in (known, seen))
    return (one[0] != other[0] and one[1] != other[1]) or (one[0] == other[0] == "input" and one[2] != other[2])


def _masked(text: str) -> str:
    """Without its numbers, its case and its signs: what counters and clocks change is no change."""
    return " ".join(_DIGITS.sub("", text).casefold().replace("(", " ").replace(")", " ").split())
