"""Which elements of the page come closest to the one that was looked for: a hint for people, no repair yet."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from webmend.domain.target import Fingerprint, Selector, Target

KEPT = 5
CLOSE = 0.5
"""Scores below this are no likeness."""
TEXT, ROLE = 0.75, 0.25
"""What likeness of texts weighs, and being of the same role or tag."""
SHARED = frozenset({"type", "class"})
"""Attributes that all elements of a kind have alike: they name none of them."""

_WORDS = re.compile(r"[A-Za-z]\w{2,}")
_QUOTED = re.compile(r"""["']([^"']+)["']""")


def closest(
    target: Target | None, known: Fingerprint | None, candidates: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The candidates most like the target, the best first, each with its score.

    Where none of them is of the kind that is looked for, the likest one of that kind follows, however little it is like
    the target: a control that has another name altogether is still the kind of control that it was.
    """
    if target is None:
        return []
    texts, kinds = _wanted_texts(target, known), _wanted_kinds(target, known)
    scored = [{**candidate, "score": round(_score(candidate, texts, kinds), 3)} for candidate in candidates]
    ranked = sorted(scored, key=lambda each: -each["score"])
    kept = [each for each in ranked if each["score"] >= CLOSE][:KEPT]
    of_kind = [] if any(_is_of(kinds, each) for each in kept) else [each for each in ranked if _is_of(kinds, each)]
    return [*kept, *of_kind[:1]][-KEPT:]


def _wanted_texts(target: Target, known: Fingerprint | None) -> list[str]:
    own = [text for selector in target.selectors for text in _texts_of(selector)]
    remembered = [known.name, known.text, *_naming(known.attributes)] if known else []
    return [text for text in (*own, *remembered) if text]


def _naming(attributes: Mapping[str, str]) -> list[str]:
    return [value for name, value in attributes.items() if name not in SHARED]


def _texts_of(selector: Selector) -> list[str]:
    """What a selector says of its element: names and texts; of CSS and XPath what is quoted, else its words."""
    path = selector.css or selector.xpath
    if path is not None:
        return _QUOTED.findall(path) or [" ".join(_WORDS.findall(path))]
    given = (selector.name, selector.label, selector.placeholder, selector.test_id, selector.text)
    return [text for text in given if text]


def _wanted_kinds(target: Target, known: Fingerprint | None) -> set[str]:
    kinds = {selector.role for selector in target.selectors if selector.role}
    return kinds | {kind for kind in ((known.role, known.tag) if known else ()) if kind}


def _score(candidate: Mapping[str, Any], texts: Iterable[str], kinds: set[str]) -> float:
    from rapidfuzz import fuzz, utils  # only failures need it, and every start would pay for it

    shown = [candidate["name"], candidate["text"], *_naming(candidate["attributes"])]
    likeness = max(
        (
            fuzz.token_sort_ratio(text, own[:256], processor=utils.default_process) / 100
            for text in texts
            for own in shown
            if own
        ),
        default=0.0,
    )
    return TEXT * likeness + ROLE * _is_of(kinds, candidate) if kinds else likeness


def _is_of(kinds: set[str], candidate: Mapping[str, Any]) -> bool:
    return bool(kinds & {candidate["role"], candidate["tag"]})
