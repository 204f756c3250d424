"""A new password that meets a form's rules."""

import string
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from webmend.domain.password import CharacterClass, PasswordRules

T = TypeVar("T")
Draw = Callable[[int], int]
"""An evenly distributed number from 0 to below the one given. For passwords: `secrets.randbelow`."""

USUAL_LENGTH = 20
CAUTIOUS_LENGTH = 16
LEAST_LENGTH = 8
"""A form that takes only shorter ones is not believed."""
EACH_CLASS = 2
"""Characters of each class, where there is room: forms ask for one or two."""
USUAL_SPECIALS = "!#$%*+-=?@_"
"""Special characters that need no escape in HTML, JSON, shells' quotes, addresses or SQL patterns, mostly."""
CAUTIOUS_SPECIALS = "!@#$"
"""Those that nearly every list of allowed ones names."""
_LETTERS_AND_DIGITS = {
    CharacterClass.LOWER: "".join(c for c in string.ascii_lowercase if c not in "lo"),
    CharacterClass.UPPER: "".join(c for c in string.ascii_uppercase if c not in "IO"),
    CharacterClass.DIGIT: "23456789",
}
"""Without those that people take for one another when they have to type them."""


class TooWeak(Exception):
    """The rules leave no room for a password that is hard to guess."""


def candidate(rules: PasswordRules, draw: Draw) -> str:
    """A password that meets the rules, begins with a letter where it can, and has no character twice in a row.

    Raises TooWeak.
    """
    alphabets = _alphabets(rules)
    length = _length(rules)
    if length < LEAST_LENGTH or len("".join(alphabets.values())) < 10:
        raise TooWeak(f"the form takes at most {rules.max_length} characters of {len(alphabets)} kinds")
    kinds = [kind for kind in alphabets for _ in range(min(EACH_CLASS, length // len(alphabets)))]
    kinds += [_pick(tuple(alphabets), draw) for _ in range(length - len(kinds))]
    return "".join(_characters(_letter_first(_shuffled(kinds, draw)), alphabets, draw))


def meets(text: str, rules: PasswordRules) -> bool:
    """Whether a password meets the rules."""
    allowed = _alphabets(rules.model_copy(update={"cautious": False}))
    special = set(rules.special or string.punctuation) - set(rules.forbidden)
    kinds = {kind for kind in CharacterClass if any(_is_of(c, kind) for c in text)}
    return (
        rules.min_length <= len(text) <= rules.max_length
        and set(allowed) <= kinds <= set(allowed)
        and not set(text) & set(rules.forbidden)
        and all(c in special for c in text if _is_of(c, CharacterClass.SPECIAL))
        and (rules.max_consecutive is None or _longest_run(text) <= rules.max_consecutive)
    )


def _length(rules: PasswordRules) -> int:
    usual = CAUTIOUS_LENGTH if rules.cautious else USUAL_LENGTH
    return min(max(usual, rules.min_length), rules.max_length)


def _alphabets(rules: PasswordRules) -> dict[CharacterClass, str]:
    """What may be drawn from, by class; classes of which nothing is left are not among them."""
    alphabets = {**_LETTERS_AND_DIGITS, CharacterClass.SPECIAL: rules.special or string.punctuation}
    left = {kind: _without(alphabet, rules.forbidden) for kind, alphabet in alphabets.items() if kind in rules.classes}
    if CharacterClass.SPECIAL in left:
        usual = CAUTIOUS_SPECIALS if rules.cautious else USUAL_SPECIALS
        left[CharacterClass.SPECIAL] = _preferred(left[CharacterClass.SPECIAL], usual)
    return {kind: alphabet for kind, alphabet in left.items() if alphabet}


def _without(alphabet: str, forbidden: str) -> str:
    return "".join(c for c in dict.fromkeys(alphabet) if c not in forbidden)


def _preferred(allowed: str, usual: str) -> str:
    """Of the allowed special characters those that are usual, else all of them."""
    punctuation = "".join(c for c in allowed if c in string.punctuation)
    return "".join(c for c in punctuation if c in usual) or punctuation


def _shuffled(items: list[CharacterClass], draw: Draw) -> list[CharacterClass]:
    """Fisher and Yates's shuffle."""
    for last in range(len(items) - 1, 0, -1):
        other = draw(last + 1)
        items[last], items[other] = items[other], items[last]
    return items


def _letter_first(kinds: list[CharacterClass]) -> list[CharacterClass]:
    """Some sites take no other beginning."""
    first = next((i for i, kind in enumerate(kinds) if kind in (CharacterClass.LOWER, CharacterClass.UPPER)), 0)
    return [kinds[first], *kinds[:first], *kinds[first + 1 :]]


def _characters(kinds: list[CharacterClass], alphabets: dict[CharacterClass, str], draw: Draw) -> Iterator[str]:
    """One of each kind, never the one before again where there is another."""
    last = ""
    for kind in kinds:
        others = [c for c in alphabets[kind] if c.lower() != last.lower()]
        last = _pick(others or alphabets[kind], draw)
        yield last


def _pick(items: Sequence[T], draw: Draw) -> T:
    return items[draw(len(items))]


def _is_of(char: str, kind: CharacterClass) -> bool:
    match kind:
        case CharacterClass.LOWER:
            return char.islower()
        case CharacterClass.UPPER:
            return char.isupper()
        case CharacterClass.DIGIT:
            return char.isdigit()
    return not char.isalnum()


def _longest_run(text: str) -> int:
    longest = run = 0
    last = ""
    for char in text:
        run = run + 1 if char == last else 1
        longest, last = max(longest, run), char
    return longest
