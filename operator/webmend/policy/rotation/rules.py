"""What a form says of the password that it wants: in attributes, patterns, and sentences of twelve languages.

Sentences are read for what limits a password: its length, and which special characters it may hold. What they demand
(an upper case letter, two digits) is met without being read, since a new password has some of everything; so is what
they say of the last so many passwords, and of characters in a row.
"""

import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webmend.domain.form import PageForm
from webmend.domain.password import LONGEST_PASSWORD, CharacterClass, PasswordRules

from . import attributes, words
from .fields import Fields
from .limits import Limits

LEAST_MIN, LEAST_MAX = 4, 6
"""Smaller numbers are not of the whole password: two digits, three characters in a row."""


def rules_of(form: PageForm, fields: Fields, cautious: bool = False) -> PasswordRules:
    """The rules of the form's new password. `cautious`: the site has refused one that met them."""
    said = [attributes.of_field(field) for field in (fields.new, fields.again) if field]
    told = [_of_text(text) for text in (*form.texts, fields.new.described, *form.alerts)]
    return _joined((*said, *told), cautious)


def _joined(all_limits: Iterable[Limits], cautious: bool) -> PasswordRules:
    """All limits at once; where they leave nothing, the longer ones."""
    limits = tuple(all_limits)
    least = max((limit.least for limit in limits if limit.least), default=1)
    most = min((limit.most for limit in limits if limit.most), default=LONGEST_PASSWORD)
    lists = [limit.special for limit in limits if limit.special is not None]
    special = "".join(c for c in lists[0] if all(c in other for other in lists)) if lists else None
    plain = any(limit.plain for limit in limits) or (lists and not special)
    return PasswordRules(
        min_length=min(least, LONGEST_PASSWORD),
        max_length=max(min(most, LONGEST_PASSWORD), min(least, LONGEST_PASSWORD)),
        classes=tuple(kind for kind in CharacterClass if not (plain and kind is CharacterClass.SPECIAL)),
        special=special or None,
        forbidden="".join(dict.fromkeys(c for limit in limits for c in limit.forbidden))[:64],
        max_consecutive=min((limit.in_a_row for limit in limits if limit.in_a_row), default=None),
        cautious=cautious,
    )


def _of_text(text: str) -> Limits:
    """What the sentences of a text limit."""
    sentences = [
        words.folded(sentence) for sentence in re.split(r"\n|(?<=[。；])|(?<=[^\W_][.;])\s", text) if sentence.strip()
    ]
    limits = [*(_of_length(s) for s in sentences), *(_of_specials(s) for s in sentences)]
    least = max((limit.least for limit in limits if limit.least), default=None)
    most = min((limit.most for limit in limits if limit.most), default=None)
    special = next((limit.special for limit in limits if limit.special is not None), None)
    forbidden = "".join(limit.forbidden for limit in limits)
    return Limits(least, most, special, forbidden, any(limit.plain for limit in limits))


@dataclass(frozen=True)
class _Number:
    value: int
    before: str
    """The words before it, up to the number before that."""
    after: str
    """The words after it, up to the next number."""


def _of_length(sentence: str) -> Limits:
    if not words.LENGTH.search(sentence) or words.OTHER_COUNT.search(sentence):
        return Limits()
    if both := words.RANGE.search(sentence):
        return _bounded(int(both[1]), int(both[2]))
    least = most = None
    for number in _numbers(sentence):
        if words.EXACTLY.search(number.before):
            return _bounded(number.value, number.value)
        if words.AT_MOST.search(number.before) or words.AT_MOST_AFTER.match(number.after):
            most = number.value
        elif least is None:
            least = number.value
    return _bounded(least, most)


def _bounded(least: int | None, most: int | None) -> Limits:
    return Limits(
        least if least and LEAST_MIN <= least <= LONGEST_PASSWORD else None,
        most if most and most >= LEAST_MAX else None,
    )


def _numbers(sentence: str) -> Iterator[_Number]:
    found = list(re.finditer(r"(?<![A-Za-z\d.,])\d{1,3}(?![\d%])", sentence))
    for place, match in enumerate(found):
        start = found[place - 1].end() if place else 0
        end = found[place + 1].start() if place + 1 < len(found) else len(sentence)
        yield _Number(int(match[0]), sentence[start : match.start()], sentence[match.end() : end])


def _of_specials(sentence: str) -> Limits:
    if words.ONLY_LETTERS.find([sentence]):
        return Limits(plain=True)
    listed = _listed(sentence)
    if len(listed) >= 2:
        if words.FORBIDS.search(sentence):
            return Limits(forbidden=listed)
        return Limits(special=listed) if words.SPECIAL.search(sentence) else Limits()
    return Limits(plain=bool(words.NO_SPECIAL.search(sentence)))


def _listed(sentence: str) -> str:
    """The special characters that a sentence lists, apart from those of the sentence itself."""
    runs = re.findall(
        rf"(?:[{re.escape(string.punctuation)}][\s,、]*(?:(?:or|and|oder|und|ou|et|o|y|e)\s)?){{2,}}", sentence
    )
    run = max((_unwrapped(run) for run in runs), key=len, default="")
    return "".join(dict.fromkeys(c for c in run if c in string.punctuation))


def _unwrapped(run: str) -> str:
    """Without the brackets, the quotes and the full stop that are the sentence's own."""
    run = re.sub(r"(?<=\S),(?=\s)", "", run).strip()
    run = re.sub(r"\b(or|and|oder|und|ou|et|o|y|e)\b", "", run)
    run = run.rstrip(" .,") if len(run) > 2 else run
    while len(run) > 2 and run[0] + run[-1] in ("()", "[]", '""', "''", "<>"):
        run = run[1:-1].strip()
    return run.removeprefix("(").removeprefix(":").removesuffix(").").strip()
