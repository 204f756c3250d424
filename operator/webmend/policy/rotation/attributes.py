"""What a field's attributes say: minlength, maxlength, pattern, and passwordrules.

passwordrules is Apple's proposal (https://developer.apple.com/password-rules/); sites that have rules often carry it.
"""

import re
import string

from webmend.domain.form import FormField

from .limits import Limits

_NAMED = {"ascii-printable": string.punctuation, "unicode": string.punctuation, "special": string.punctuation}
_LENGTH_AT_END = re.compile(r"[\]).]\{(\d{1,3})(?:(,)(\d{0,3}))?\}\)?\$?$")
_CLASS_AT_END = re.compile(r"\[((?:\\.|[^\]\\])+)\](?:\{[\d,]*\}|[+*])\)?\$?$")
_RANGES = re.compile(r"a-z|A-Z|0-9|\\[dwsDWS]")


def of_field(field: FormField) -> Limits:
    """The limits that the field has by its attributes."""
    said = _of_password_rules(field.password_rules) if field.password_rules else _of_pattern(field.pattern)
    longest = field.max_length if field.max_length and field.max_length > 0 else None
    shortest = field.min_length if field.min_length and field.min_length > 0 else None
    return Limits(
        least=max(filter(None, (said.least, shortest)), default=None),
        most=min(filter(None, (said.most, longest)), default=None),
        special=said.special,
        forbidden=said.forbidden,
        plain=said.plain,
        in_a_row=said.in_a_row,
    )


def _of_password_rules(text: str) -> Limits:
    rules = [(name.strip().lower(), value.strip()) for name, _, value in _properties(text)]
    named = [value for name, value in rules if name in ("required", "allowed")]
    special = "".join(dict.fromkeys("".join(_specials(value) for value in named)))
    return Limits(
        least=_number(rules, "minlength"),
        most=_number(rules, "maxlength"),
        special=special or None,
        plain=bool(named) and not special,
        in_a_row=_number(rules, "max-consecutive"),
    )


def _properties(text: str) -> list[tuple[str, str, str]]:
    """The properties of a rule set; a semicolon within brackets ends none."""
    return [part.partition(":") for part in re.findall(r"(?:\[[^\]]*\]*\]|[^;\[])+", text) if ":" in part]


def _specials(value: str) -> str:
    """The special characters of a list such as `upper, digit, [-._]`."""
    own = "".join(re.findall(r"\[(.*?)\](?:,|$|\s)", value))
    named = "".join(_NAMED.get(name.strip().lower(), "") for name in re.sub(r"\[.*?\]", "", value).split(","))
    return "".join(c for c in own + named if c in string.punctuation)


def _number(rules: list[tuple[str, str]], wanted: str) -> int | None:
    numbers = [int(value) for name, value in rules if name == wanted and value.isascii() and value.isdigit()]
    return numbers[0] if numbers and 0 < numbers[0] < 10_000 else None


def _of_pattern(pattern: str) -> Limits:
    """What can be told from the end of a regular expression such as `(?=.*\\d)[A-Za-z\\d@$!%*?&]{8,20}`."""
    length, characters = _LENGTH_AT_END.search(pattern), _CLASS_AT_END.search(pattern)
    least = int(length[1]) if length else None
    most = (least if not length[2] else int(length[3]) if length[3] else None) if length else None
    if characters is None:
        return Limits(least, most)
    inside = characters[1]
    if inside.startswith("^"):
        return Limits(least, most, forbidden=_punctuation(inside[1:]))
    special = _punctuation(inside)
    takes_all = bool(re.search(r"\\[SWD]", inside))
    return Limits(least, most, special=special or None, plain=not special and not takes_all)


def _punctuation(inside: str) -> str:
    """The special characters of a character class."""
    left = re.sub(r"\\(.)", r"\1", _RANGES.sub("", inside))
    return "".join(dict.fromkeys(c for c in left if c in string.punctuation))
