"""Which field of a form wants the old password, which the new one, which the new one again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from webmend.domain.form import FormControl, FormField, PageForm
from webmend.policy.classify.words.later import LATER

from .words import folded

OLD_WORDS = (
    "old", "current", "existing", "previous", "present", "alt", "altes", "aktuell", "bisherig", "ancien", "actuel",
    "actual", "antigua", "anterior", "atual", "antiga", "attuale", "vecchia", "precedente", "huidig", "oud", "obecn",
    "dotychczasow", "stare", "stavajic", "soucasn", "puvodni", "נוכחית", "הנוכחית", "ישנה", "הישנה", "現在", "旧",
    "当前", "目前", "原密码",
)  # fmt: skip
NEW_WORDS = (
    "new", "neu", "nouveau", "nouvel", "nueva", "nuevo", "nova", "novo", "nuova", "nieuw", "now", "nov", "חדשה",
    "החדשה", "新",
)  # fmt: skip
AGAIN_WORDS = (
    "confirm", "confirmation", "repeat", "again", "retype", "reenter", "re-enter", "verify", "bestatig", "wiederhol",
    "erneut", "repet", "retap", "repit", "conferma", "ripet", "bevestig", "herhaal", "potwierdz", "powtorz", "potvr",
    "znovu", "opakuj", "אימות", "אישור", "שוב", "確認", "再入力", "もう一度", "确认", "重复", "再次",
)  # fmt: skip
_AGAIN_NAMES = re.compile(r"(?<![a-z])(new_?)?pass(word|wd)?_?2(?![0-9])", re.IGNORECASE)
"""Names such as password2 and new_password2, as Django and WordPress give them."""


class _Role(Enum):
    OLD = auto()
    NEW = auto()
    AGAIN = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Fields:
    """Where the passwords go."""

    new: FormField
    old: FormField | None = None
    again: FormField | None = None
    submit: FormControl | None = None
    """What sends the form; None: it is sent by Enter."""


def fields_of(form: PageForm) -> Fields | None:
    """The fields of the page's form for a new password; None where it has none that is plainly one.

    A single password field is one only when it says so itself: a login form is never taken for it.
    """
    numbers = dict.fromkeys(field.form for field in form.fields if _takes_password(field))
    found = (_of_form(form, number) for number in numbers)
    return next((fields for fields in found if fields), None)


def asks_for_login(form: PageForm) -> bool:
    """Whether the page asks for one password, and not for a new one."""
    return sum(field.type == "password" for field in form.fields) == 1 and fields_of(form) is None


def submit_of(form: PageForm, number: int) -> FormControl | None:
    """What sends the form of that number."""
    own = [c for c in form.controls if c.form == number and c.submits and not LATER.is_whole(c.name)]
    return own[0] if own else None


def later_of(form: PageForm) -> FormControl | None:
    """What puts the demand off; None where the page leaves no choice."""
    return next((control for control in form.controls if LATER.is_whole(control.name)), None)


def _of_form(form: PageForm, number: int) -> Fields | None:
    fields = [f for f in form.fields if f.form == number and _takes_password(f)]
    roles = _by_place([_role(field) for field in fields])
    by_role = dict(reversed(list(zip(roles, fields, strict=True))))
    new = by_role.get(_Role.NEW)
    if new is None:
        return None
    return Fields(new, by_role.get(_Role.OLD), by_role.get(_Role.AGAIN), submit_of(form, number))


def _takes_password(field: FormField) -> bool:
    said = field.autocomplete.split()
    wanted = field.type == "password" or "new-password" in said or "current-password" in said
    return wanted and not field.read_only and "one-time-code" not in said


def _role(field: FormField) -> _Role:
    """What the field says of itself."""
    said = folded(f"{field.label} {field.name} {field.id}").replace("_", " ")
    if _AGAIN_NAMES.search(field.name) or _has_word(said, AGAIN_WORDS):
        return _Role.AGAIN
    if "current-password" in field.autocomplete:
        return _Role.OLD
    if "new-password" in field.autocomplete:
        return _Role.NEW
    if _has_word(said, OLD_WORDS):
        return _Role.OLD
    return _Role.NEW if _has_word(said, NEW_WORDS) else _Role.UNKNOWN


def _by_place(roles: Sequence[_Role]) -> list[_Role]:
    """The roles, where several fields or none have one: forms ask for the old one first and for the new one twice."""
    placed: list[_Role] = []
    for role in roles:
        placed.append(_Role.AGAIN if role is _Role.NEW and _Role.NEW in placed else role)
    if len(placed) > 1 and _Role.UNKNOWN in placed:
        usual = [_Role.OLD, _Role.NEW, _Role.AGAIN] if len(placed) > 2 else [_Role.NEW, _Role.AGAIN]
        left = [role for role in usual if role not in placed]
        placed = [left.pop(0) if role is _Role.UNKNOWN and left else role for role in placed]
    return placed


def _has_word(text: str, words: Sequence[str]) -> bool:
    """Whether a word of the text begins so; in scripts without spaces, whether it stands anywhere."""
    return any(
        (word in text) if ord(word[0]) > 0x2E80 else re.search(rf"(?<![^\W\d_]){re.escape(word)}", text)
        for word in words
    )
