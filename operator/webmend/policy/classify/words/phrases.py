"""Finding phrases of many languages in a text: bounded, linear in the length of the text.

Each phrase is compiled once, when a text first holds its words: most never are, and all of them take a second.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

_GAP = r"[^.!?。！？\n]{0,40}?"
"""Some words of the same sentence."""
_SPACE = r"[ \t]{1,3}"
_ENDING = r"[^\W_]{0,8}"
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W_])", r"(?![^\W_])"
_UNSPACED = re.compile(r"[\u0590-\u05ff\u3040-\u30ff\u3400-\u9fff]")
"""Hebrew (articles are written onto the word), Japanese, Chinese: no edges of words to look for."""
_SENTENCE_END = re.compile(r"[.!?。！？\n]")
_QUOTED = 50
"""Characters shown on either side of what was found, at most."""
_REMEMBERED = 32
"""Answers kept by each concept: several rules ask the same of one page."""


class Phrases:
    """What stands for one concept, by language code."""

    def __init__(self, **languages: tuple[str, ...]):
        self.languages = languages
        self._found = lru_cache(maxsize=_REMEMBERED)(self._search)

    def find(self, texts: Iterable[str]) -> str:
        """The sentence of the first text that says it, shortened; empty when none does."""
        return self._found(tuple(filter(None, texts)))

    def is_whole(self, text: str) -> bool:
        """Whether the text is one of the phrases and nothing else."""
        folded = fold(text).strip()
        return any(phrase.pattern.fullmatch(folded) for phrase in self._near(folded))

    @cached_property
    def _by_word(self) -> dict[str, list["_Phrase"]]:
        """The phrases by their rarest word, of which many have the same."""
        groups: dict[str, list[_Phrase]] = {}
        for phrase in (_Phrase(text) for texts in self.languages.values() for text in texts):
            groups.setdefault(phrase.words[0], []).append(phrase)
        return groups

    def _search(self, texts: tuple[str, ...]) -> str:
        likely = self._likely(texts)
        return next((sentence for text in texts if (sentence := _first(likely, text))), "") if likely else ""

    def _likely(self, texts: tuple[str, ...]) -> list[re.Pattern[str]]:
        """The phrases whose words all stand somewhere: few, and to tell so costs little."""
        folded = _joined(texts)
        return [phrase.pattern for phrase in self._near(folded) if all(word in folded for word in phrase.words[1:])]

    def _near(self, folded: str) -> Iterator["_Phrase"]:
        """The phrases whose rarest word stands in the text."""
        return (phrase for rarest, phrases in self._by_word.items() if rarest in folded for phrase in phrases)


def _first(patterns: list[re.Pattern[str]], text: str) -> str:
    folded = fold(text)
    matches = (match for pattern in patterns if (match := pattern.search(folded)))
    match = next(matches, None)
    return _sentence(text, *match.span()) if match else ""


@lru_cache(maxsize=64)
def _joined(texts: tuple[str, ...]) -> str:
    return "\n".join(map(fold, texts))


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """The text without case, accents, hyphens, underscores, character by character: positions stay what they were."""
    return "".join(map(_fold, text))


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    if char in "’‘`´":
        return "'"
    if char in "-_\u2010\u2011" or (char.isspace() and char != "\n"):
        return " "
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


class _Phrase:
    """One phrase. `words`: the longest and so the rarest first, by which most texts are passed over."""

    def __init__(self, text: str):
        self._parts = [[_Word(word) for word in part.split()] for part in fold(text).split(" ~ ")]
        self.words = sorted((word.stem for words in self._parts for word in words), key=len, reverse=True)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds it."""
        return re.compile(_GAP.join(_SPACE.join(word.pattern for word in words) for words in self._parts))


class _Word:
    """A word of a phrase, as a pattern that finds it whole."""

    def __init__(self, text: str):
        self.stem = text.rstrip("*")
        before = "" if _UNSPACED.match(self.stem[0]) else _NO_LETTER_BEFORE
        after = "" if _UNSPACED.match(self.stem[-1]) else _NO_LETTER_AFTER
        self.pattern = before + re.escape(self.stem) + (_ENDING if text.endswith("*") else "") + after


def _sentence(text: str, start: int, end: int) -> str:
    """The stretch of text around what was found, within its sentence."""
    before = [match.end() for match in _SENTENCE_END.finditer(text, max(0, start - _QUOTED), start)]
    after = _SENTENCE_END.search(text, end, end + _QUOTED)
    first = before[-1] if before else max(0, start - _QUOTED)
    return text[first : after.start() if after else end + _QUOTED].strip()
