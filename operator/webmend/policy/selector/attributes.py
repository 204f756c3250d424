"""Comparing two looks, attribute by attribute: each comparison gives 0 to 1, or nothing where the lost one has none."""

import re
from collections.abc import Callable, Iterable
from math import exp, hypot
from statistics import mean

from webmend.domain.target import Fingerprint

from .weights import FAR

TEST_IDS = ("data-testid", "data-test", "data-qa", "data-cy")
_OWN = frozenset({"id", "name", "type", "class", "href", "alt", "aria-label", *TEST_IDS})
"""Attributes that are compared by themselves, or not at all (class)."""
_NUMBER = re.compile(r"\d+")
Compare = Callable[[Fingerprint, Fingerprint], float | None]


def said(look: Fingerprint) -> str:
    """What the element says: its text, else its accessible name."""
    return look.text or look.name


def test_id(look: Fingerprint) -> str:
    """Its test id, by whichever of the usual attributes."""
    return next((look.attributes[name] for name in TEST_IDS if look.attributes.get(name)), "")


def attribute(name: str) -> Callable[[Fingerprint], str]:
    """What reads an attribute."""
    return lambda look: look.attributes.get(name, "")


def _alike(read: Callable[[Fingerprint], str]) -> Compare:
    """Likeness of two texts, by edit distance."""
    return lambda lost, seen: likeness(read(lost), read(seen)) if read(lost) else None


def _called(read: Callable[[Fingerprint], str]) -> Compare:
    """The same of what authors call it, where another number is another one of a series: /user/1/ is not /user/2/."""

    def compare(lost: Fingerprint, seen: Fingerprint) -> float | None:
        mine, theirs = read(lost), read(seen)
        if not mine:
            return None
        return 0.0 if _are_of_a_series(mine, theirs) else likeness(mine, theirs)

    return compare


def _are_of_a_series(mine: str, theirs: str) -> bool:
    return mine != theirs and _NUMBER.sub("", mine) == _NUMBER.sub("", theirs)


def is_another_of_a_series(lost: Fingerprint, seen: Fingerprint) -> bool:
    """Whether what their authors call them differs by a number alone, as of one row and of the next."""
    return any(_are_of_a_series(read(lost), read(seen)) for read in _NUMBERED)


def _same(read: Callable[[Fingerprint], str]) -> Compare:
    return lambda lost, seen: float(read(lost) == read(seen)) if read(lost) else None


def likeness(one: str, other: str) -> float:
    """0 to 1 by edit distance, without regard to case; longer texts by the words that they share."""
    from rapidfuzz import fuzz, utils  # only repairs need it, and every start would pay for it

    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    if max(len(one), len(other)) > 50:
        return shared(one.casefold().split(), other.casefold().split())
    return fuzz.ratio(one, other, processor=utils.default_process) / 100


def shared(one: Iterable[str], other: Iterable[str]) -> float:
    """The share of what either has that both have (Jaccard)."""
    mine, theirs = set(one), set(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _kind(read: Callable[[Fingerprint], str]) -> Compare:
    """Links and buttons are half the same: pages turn one into the other, and whoever clicks sees no difference."""

    def compare(lost: Fingerprint, seen: Fingerprint) -> float | None:
        mine, theirs = read(lost), read(seen)
        if not mine:
            return None
        return 1.0 if mine == theirs else 0.5 * (is_pressed(lost) and is_pressed(seen))

    return compare


def is_pressed(look: Fingerprint) -> bool:
    """Whether it is a link or a button."""
    return look.role in ("link", "button")


def _href(lost: Fingerprint, seen: Fingerprint) -> float | None:
    """An address says something only of two links: what has become a button has none."""
    return _called(attribute("href"))(lost, seen) if lost.tag == seen.tag else None


def _type(lost: Fingerprint, seen: Fingerprint) -> float | None:
    """A type says something only of elements of one tag: a button that has become a link has none."""
    return _same(attribute("type"))(lost, seen) if lost.tag == seen.tag else None


def _neighbours(lost: Fingerprint, seen: Fingerprint) -> float | None:
    def words(look: Fingerprint) -> list[str]:
        return [word for text in look.neighbours for word in text.casefold().split()]

    return shared(words(lost), words(seen)) if lost.neighbours else None


def keeps_company(lost: Fingerprint, seen: Fingerprint) -> bool:
    """Whether every text that stood beside the lost one, and there was one, stands beside this; more may.

    Of a list or a table's head the entries before and after it are the same.
    """
    return (
        bool(lost.neighbours)
        and _folded(lost.neighbours) <= _folded(seen.neighbours)
        and [*map(str.casefold, lost.entries)] == [*map(str.casefold, seen.entries)]
    )


def _folded(texts: Iterable[str]) -> set[str]:
    return {text.casefold() for text in texts}


def _others(lost: Fingerprint, seen: Fingerprint) -> float | None:
    rest = [(name, value) for name, value in lost.attributes.items() if name not in _OWN]
    return mean(likeness(value, seen.attributes.get(name, "")) for name, value in rest) if rest else None


def _path(lost: Fingerprint, seen: Fingerprint) -> float | None:
    """How many of the nearest ancestors are the same, from the element upwards and as a whole."""
    if not lost.path:
        return None
    depth = max(len(lost.path), len(seen.path))
    return sum(mine == theirs for mine, theirs in zip(lost.path, seen.path, strict=False)) / depth


def _place(lost: Fingerprint, seen: Fingerprint) -> float | None:
    if lost.box is None:
        return None
    return exp(-hypot(seen.box[0] - lost.box[0], seen.box[1] - lost.box[1]) / FAR) if seen.box else 0.0


def _size(lost: Fingerprint, seen: Fingerprint) -> float | None:
    if lost.box is None or not lost.box[2] * lost.box[3]:
        return None
    areas = sorted(box[2] * box[3] for box in (lost.box, seen.box or (0.0, 0.0, 0.0, 0.0)))
    return areas[0] / areas[1]


_NUMBERED = (attribute("id"), attribute("name"), attribute("href"), test_id)
COMPARE: dict[str, Compare] = {
    "tag": _kind(lambda look: look.tag),
    "role": _kind(lambda look: look.role),
    "text": _alike(said),
    "name": _called(attribute("name")),
    "id": _called(attribute("id")),
    "test_id": _called(test_id),
    "type": _type,
    "aria_label": _alike(attribute("aria-label")),
    "alt": _alike(attribute("alt")),
    "href": _href,
    "neighbours": _neighbours,
    "others": _others,
    "path": _path,
    "form": _alike(lambda look: look.form),
    "id_xpath": _alike(lambda look: look.id_xpath),
    "xpath": _alike(lambda look: look.xpath),
    "place": _place,
    "size": _size,
}
"""By the names of weights.WEIGHTS."""
