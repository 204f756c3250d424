"""Finding phrases of many languages in a text: compiled once, bounded, linear in the length of the text."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

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

_Compiled = tuple[tuple[str, ...], re.Pattern[str]]
"""A phrase's words, the rarest first, and the pattern that finds it."""


class Phrases:
    """What stands for one concept, by language code."""

    def __init__(self, **languages: tuple[str, ...]):
        self.languages = languages
        self._compiled = tuple(_compiled(phrase) for phrases in languages.values() for phrase in phrases)
        self._by_word = _grouped(self._compiled)
        self._found = lru_cache(maxsize=_REMEMBERED)(self._search)

    def find(self, texts: Iterable[str]) -> str:
        """The sentence of the first text that says it, shortened; empty when none does."""
        return self._found(tuple(filter(None, texts)))

    def is_whole(self, text: str) -> bool:
        """Whether the text is one of the phrases and nothing else."""
        folded = fold(text).strip()
        return any(pattern.fullmatch(folded) for _, pattern in self._compiled)

    def _search(self, texts: tuple[str, ...]) -> str:
        likely = self._likely(texts)
        return next((sentence for text in texts if (sentence := _first(likely, text))), "") if likely else ""

    def _likely(self, texts: tuple[str, ...]) -> list[re.Pattern[str]]:
        """The phrases whose words all stand somewhere: few, and to tell so costs little."""
        folded = _joined(texts)
        near = (phrase for rarest, phrases in self._by_word if rarest in folded for phrase in phrases)
        return [pattern for words, pattern in near if all(word in folded for word in words[1:])]


def _grouped(compiled: Iterable[_Compiled]) -> tuple[tuple[str, tuple[_Compiled, ...]], ...]:
    """The phrases by their rarest word, of which many have the same."""
    groups: dict[str, list[_Compiled]] = {}
    for words, pattern in compiled:
        groups.setdefault(words[0], []).append((words, pattern))
    return tuple((rarest, tuple(phrases)) for rarest, phrases in groups.items())


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


def _compiled(phrase: str) -> _Compiled:
    """Its words, the longest and so the rarest first, by which most texts are passed over, and the pattern."""
    parts = [[_Word(text) for text in part.split()] for part in fold(phrase).split(" ~ ")]
    pattern = _GAP.join(_SPACE.join(word.pattern for word in words) for words in parts)
    stems = sorted((word.stem for words in parts for word in words), key=len, reverse=True)
    return tuple(stems), re.compile(pattern)


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
