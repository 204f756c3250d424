"""What a page that sets up a second factor shows, and where its code goes."""

import pytest

from webmend.domain.form import FormControl, FormField, PageForm
from webmend.policy import enrolment
from webmend.policy.enrolment import Doubtful

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADDRESS = f"otpauth://totp/Portal:ada?secret={SECRET}&issuer=Portal"
GROUPED = " ".join(SECRET[i : i + 4] for i in range(0, len(SECRET), 4))


def page(*texts: str, codes: tuple[str, ...] = (), **facts: object) -> PageForm:
    return PageForm.model_validate({"origin": "https://portal.test", "texts": texts, "codes": codes, **facts})


def field(**facts: object) -> FormField:
    return FormField.model_validate({"css": "#code", "type": "text", **facts})


@pytest.mark.parametrize(
    ("form", "want"),
    [
        (page(codes=(ADDRESS,)), ADDRESS),
        (page(SECRET), SECRET),
        (page(GROUPED), SECRET),
        (page(GROUPED.lower()), SECRET),
        (page(f"Key: {SECRET}"), SECRET),
        (page("SECRET", GROUPED.replace(" ", "-")), SECRET),
        (page(fields=[field(read_only=True, value=SECRET)]), SECRET),
        (page(controls=[FormControl(css="a", name="Open app", href=ADDRESS)]), ADDRESS),
        (page(GROUPED, codes=(ADDRESS,)), ADDRESS),
        (page(codes=("https://portal.test/app", "WIFI:S:guest;;")), ""),
        (page("Scan this code with your app", "this that then when", "AUTHENTICATOR APPLICATION"), ""),
        (page(fields=[field(value=SECRET)]), ""),
    ],
)
def test_the_secret_is_found_wherever_the_page_shows_it(form: PageForm, want: str) -> None:
    assert enrolment.secret_of(form) == want


@pytest.mark.parametrize("text", ["a" * 2000, "aaaa " * 400, "Scan this QR code with your authenticator app. " * 40])
def test_no_text_of_a_page_takes_the_search_long(text: str) -> None:
    assert enrolment.secret_of(page(text)) == ""


@pytest.mark.parametrize(
    "form",
    [
        page("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", codes=(ADDRESS,)),
        page(codes=(ADDRESS, ADDRESS.replace("JBSW", "GEZD"))),
        page(codes=("otpauth://hotp/Portal?secret=JBSWY3DPEHPK3PXP&counter=1",)),
        page(codes=("otpauth://totp/Portal?secret=not-base-32!",)),
    ],
)
def test_a_page_that_is_not_plain_about_it_is_doubted_without_a_word_of_the_secret(form: PageForm) -> None:
    with pytest.raises(Doubtful) as raised:
        enrolment.secret_of(form)
    assert "JBSW" not in str(raised.value)


def test_everything_that_holds_the_secret_is_hidden() -> None:
    hidden = enrolment.texts_to_hide(page(f"Key: {GROUPED}", codes=(ADDRESS,)))
    assert set(hidden) == {ADDRESS, SECRET, GROUPED}
    assert {SECRET, GROUPED, GROUPED.replace(" ", "-"), ADDRESS} <= set(enrolment.forms_of(ADDRESS))


@pytest.mark.parametrize(
    "facts",
    [
        {"autocomplete": "one-time-code"},
        {"label": "Verification code"},
        {"name": "otp", "type": "tel"},
        {"label": "Bestätigungscode"},
        {"label": "Code de vérification"},
        {"label": "認証コード"},
        {"label": "验证码"},
    ],
)
def test_the_field_for_the_code_is_found(facts: dict[str, object]) -> None:
    fields = enrolment.fields_of(page(fields=[field(css="#other", label="Name"), field(**facts)]))
    assert fields is not None
    assert fields.code.css == "#code"


def test_other_fields_are_none() -> None:
    assert enrolment.fields_of(page(fields=[field(label="Name"), field(label="Code", read_only=True)])) is None
