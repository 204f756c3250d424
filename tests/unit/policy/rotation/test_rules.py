"""What forms say of the password that they want, as they say it."""

import pytest

from webmend.domain.form import FormField, PageForm
from webmend.domain.password import CharacterClass, PasswordRules
from webmend.policy.rotation import Fields, rules_of

PLAIN = tuple(kind for kind in CharacterClass if kind is not CharacterClass.SPECIAL)


def rules(*texts: str, **attributes: object) -> PasswordRules:
    new = FormField.model_validate({"css": "#new", "type": "password", **attributes})
    return rules_of(PageForm(origin="https://portal.test", fields=(new,), texts=texts), Fields(new))


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("At least 12 characters", 12, 128),
        ("Your password must be 8 or more characters long.", 8, 128),
        ("Minimum length: 10", 10, 128),
        ("Between 8 and 20 characters", 8, 20),
        ("8-16 characters", 8, 16),
        ("Use 8 to 32 characters", 8, 32),
        ("At least 10 and at most 24 characters", 10, 24),
        ("Maximum 16 characters", 1, 16),
        ("No more than 15 characters", 1, 15),
        ("Exactly 12 characters", 12, 12),
        ("Mindestens 12 Zeichen, höchstens 32 Zeichen", 12, 32),
        ("Das Passwort muss zwischen 8 und 20 Zeichen lang sein", 8, 20),
        ("Au moins 12 caractères, 40 caractères maximum", 12, 40),
        ("Entre 8 et 20 caractères", 8, 20),
        ("Debe tener entre 8 y 16 caracteres", 8, 16),
        ("Mínimo 10 caracteres y máximo 30 caracteres", 10, 30),
        ("Mínimo de 10 caracteres", 10, 128),
        ("Almeno 9 caratteri, al massimo 20 caratteri", 9, 20),
        ("Minimaal 12 tekens, maximaal 64 tekens", 12, 64),
        ("Co najmniej 12 znaków, maksymalnie 24 znaki", 12, 24),
        ("Nejméně 10 znaků, nejvýše 30 znaků", 10, 30),
        ("לפחות 8 תווים, לכל היותר 20 תווים", 8, 20),
        ("8文字以上32文字以下", 8, 32),
        ("パスワードは12文字以上で入力してください", 12, 128),
        ("密码长度为8到20位", 8, 20),
        ("至少8个字符,最多16个字符", 8, 16),
        # other counts are not of the whole password
        ("At least 2 digits", 1, 128),
        ("One special character", 1, 128),
        ("Not one of your last 5 passwords", 1, 128),
        ("No more than 2 identical characters in a row", 1, 128),
        ("Must differ from the old one in at least 5 characters", 1, 128),
        ("Your session ends after 15 minutes; call 030 1234 for help", 1, 128),
        ("Max 3 repeated characters", 1, 128),
        ("At least 3 of these 4 kinds of characters", 1, 128),
    ],
)
def test_lengths_are_read_in_twelve_languages(text: str, least: int, most: int) -> None:
    found = rules(text)
    assert (found.min_length if found.min_length > 4 else 1, found.max_length) == (least, most)


@pytest.mark.parametrize(
    ("text", "special", "forbidden", "classes"),
    [
        ("At least one special character (!@#$%^&*)", "!@#$%^&*", "", tuple(CharacterClass)),
        ("One of these special characters: ! @ # $ %", "!@#$%", "", tuple(CharacterClass)),
        ("Mindestens ein Sonderzeichen: !?$%&", "!?$%&", "", tuple(CharacterClass)),
        ("Special characters allowed: - _ . !", "-_.!", "", tuple(CharacterClass)),
        ('Must not contain any of < > " &', None, '<>"&', tuple(CharacterClass)),
        ("Nicht erlaubt sind die Sonderzeichen <>&", None, "<>&", tuple(CharacterClass)),
        ("At least one special character, no spaces", None, "", tuple(CharacterClass)),
        ("at least one special character of !@#$% and no other", "!@#$%", "", tuple(CharacterClass)),
        ("No special characters", None, "", PLAIN),
        ("Only letters and numbers", None, "", PLAIN),
        ("Nur Buchstaben und Ziffern", None, "", PLAIN),
        ("Sin caracteres especiales", None, "", PLAIN),
        ("半角英数字のみ", None, "", PLAIN),
        ("Upper case, lower case, a digit and a symbol", None, "", tuple(CharacterClass)),
    ],
)
def test_what_may_stand_in_it_is_read(
    text: str, special: str | None, forbidden: str, classes: tuple[CharacterClass, ...]
) -> None:
    found = rules(text)
    assert (found.special, found.forbidden, found.classes) == (special, forbidden, classes)


@pytest.mark.parametrize(
    ("attributes", "want"),
    [
        ({"min_length": 10, "max_length": 24}, {"min_length": 10, "max_length": 24}),
        ({"max_length": 4096}, {"max_length": 128}),
        ({"pattern": r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z]).{8,}"}, {"min_length": 8, "special": None}),
        (
            {"pattern": r"^(?=.*[A-Za-z])(?=.*\d)[A-Za-z\d@$!%*?&]{8,20}$"},
            {"min_length": 8, "max_length": 20, "special": "@$!%*?&"},
        ),
        ({"pattern": "[A-Za-z0-9]{6,12}"}, {"min_length": 6, "max_length": 12, "classes": PLAIN}),
        ({"pattern": "[^<>]{8,}"}, {"min_length": 8, "forbidden": "<>"}),
        (
            {"password_rules": "minlength: 12; maxlength: 30; required: upper, digit, [-._]; max-consecutive: 2"},
            {"min_length": 12, "max_length": 30, "special": "-._", "max_consecutive": 2},
        ),
        ({"password_rules": "required: lower; required: upper; allowed: digit"}, {"classes": PLAIN}),
    ],
)
def test_attributes_are_read(attributes: dict[str, object], want: dict[str, object]) -> None:
    found = rules(**attributes)
    assert {name: getattr(found, name) for name in want} == want


def test_all_sources_hold_at_once() -> None:
    found = rules("At least 12 characters", "Special characters: !@#$%", max_length=16, pattern=".{8,}")
    assert (found.min_length, found.max_length, found.special) == (12, 16, "!@#$%")
