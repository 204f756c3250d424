"""Which field wants which password."""

import pytest

from webmend.domain.form import FormControl, FormField, PageForm
from webmend.policy.rotation import asks_for_login, fields_of
from webmend.policy.rotation.fields import later_of


def form(*fields: dict[str, object], controls: tuple[FormControl, ...] = ()) -> PageForm:
    made = [
        FormField.model_validate({"css": f"#f{i}", "type": "password", "form": 0, **field})
        for i, field in enumerate(fields)
    ]
    return PageForm(origin="https://portal.test", fields=tuple(made), controls=controls)


@pytest.mark.parametrize(
    ("fields", "old", "new", "again"),
    [
        # by autocomplete, whatever the order
        ([{"autocomplete": "new-password"}, {"autocomplete": "current-password"}], 1, 0, None),
        ([{"autocomplete": "new-password"}, {"autocomplete": "new-password"}], None, 0, 1),
        # by label
        ([{"label": "Old password"}, {"label": "New password"}, {"label": "New password confirmation"}], 0, 1, 2),
        ([{"label": "New password"}, {"label": "Repeat it"}, {"label": "Current password"}], 2, 0, 1),
        ([{"label": "Aktuelles Passwort"}, {"label": "Neues Passwort"}, {"label": "Passwort bestätigen"}], 0, 1, 2),
        ([{"label": "Mot de passe actuel"}, {"label": "Nouveau mot de passe"}], 0, 1, None),
        ([{"label": "Contraseña actual"}, {"label": "Contraseña nueva"}, {"label": "Repita la contraseña"}], 0, 1, 2),
        ([{"label": "Senha atual"}, {"label": "Nova senha"}, {"label": "Confirmar nova senha"}], 0, 1, 2),
        ([{"label": "Password attuale"}, {"label": "Nuova password"}, {"label": "Conferma password"}], 0, 1, 2),
        ([{"label": "Huidig wachtwoord"}, {"label": "Nieuw wachtwoord"}, {"label": "Herhaal wachtwoord"}], 0, 1, 2),
        ([{"label": "Obecne hasło"}, {"label": "Nowe hasło"}, {"label": "Powtórz hasło"}], 0, 1, 2),
        ([{"label": "Současné heslo"}, {"label": "Nové heslo"}, {"label": "Heslo znovu"}], 0, 1, 2),
        ([{"label": "סיסמה נוכחית"}, {"label": "סיסמה חדשה"}, {"label": "אימות סיסמה"}], 0, 1, 2),
        ([{"label": "現在のパスワード"}, {"label": "新しいパスワード"}, {"label": "確認のため再入力"}], 0, 1, 2),
        ([{"label": "当前密码"}, {"label": "新密码"}, {"label": "确认密码"}], 0, 1, 2),
        # by name
        ([{"name": "old_password"}, {"name": "new_password1"}, {"name": "new_password2"}], 0, 1, 2),
        ([{"name": "password"}, {"name": "password2"}], None, 0, 1),
        # by order
        ([{}, {}, {}], 0, 1, 2),
        ([{}, {}], None, 0, 1),
        ([{"label": "Old password"}, {}], 0, 1, None),
    ],
)
def test_fields_are_told_apart(fields: list[dict[str, object]], old: int | None, new: int, again: int | None) -> None:
    found = fields_of(form(*fields))
    assert found is not None
    told = tuple(field and int(field.css.removeprefix("#f")) for field in (found.old, found.new, found.again))
    assert told == (old, new, again)


@pytest.mark.parametrize(
    "fields",
    [
        [],
        [{}],
        [{"autocomplete": "current-password"}],
        [{"label": "Password"}],
        [{"type": "text", "label": "New name"}],
        [{"label": "New password", "read_only": True}],
        [{"label": "Password", "form": 0}, {"label": "Password", "form": 1}],
    ],
)
def test_a_login_form_is_no_form_for_a_new_password(fields: list[dict[str, object]]) -> None:
    assert fields_of(form(*fields)) is None


def test_a_new_password_form_beside_a_login_form_is_found() -> None:
    found = fields_of(form({"form": 0}, {"form": 1, "label": "New password"}, {"form": 1, "label": "Confirm"}))
    assert found is not None
    assert (found.new.css, found.old) == ("#f1", None)


def test_it_is_sent_by_its_own_button_and_never_by_the_one_that_puts_it_off() -> None:
    later = FormControl(css="#later", name="Remind me later", submits=True, form=0)
    other = FormControl(css="#search", name="Search", submits=True, form=1)
    save = FormControl(css="#save", name="Save", submits=True, form=0)
    page = form({"label": "New password"}, controls=(later, other, save))
    found = fields_of(page)
    assert found is not None
    assert found.submit == save
    assert later_of(page) == later


@pytest.mark.parametrize(
    ("fields", "want"),
    [
        ([{"type": "text", "label": "User name"}, {"label": "Password"}], True),
        ([{"label": "Password", "autocomplete": "current-password"}], True),
        ([{"label": "Password", "autocomplete": "new-password"}], False),
        ([{"label": "Old password"}, {"label": "New password"}], False),
        ([{"type": "text", "label": "Code"}], False),
    ],
)
def test_a_login_asks_for_one_password_and_not_for_a_new_one(fields: list[dict[str, object]], want: bool) -> None:
    assert asks_for_login(form(*fields)) is want
