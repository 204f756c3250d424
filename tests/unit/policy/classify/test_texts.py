"""Which words may be searched, and how phrases of many languages are found in them."""

import pytest

from webmend.policy.classify.texts import prose, quoted
from webmend.policy.classify.words import (
    agreements,
    application_error,
    bad_credentials,
    blocked,
    breach,
    choices,
    closing,
    code_asked,
    code_refused,
    code_setup,
    conflict,
    consequences,
    cookies,
    forced_change,
    human_check,
    invalid_value,
    locked,
    login_failed,
    login_required,
    maintenance,
    no_results,
    not_found,
    operation_failed,
    password_change,
    prerequisite,
    required,
    session_ended,
    session_refused,
)
from webmend.policy.classify.words.phrases import Phrases, fold

CONCEPTS = {
    name: value
    for module in (
        agreements, application_error, bad_credentials, blocked, breach, choices, closing, code_asked, code_refused,
        code_setup, conflict, consequences, cookies, forced_change, human_check, invalid_value, locked, login_failed,
        login_required, maintenance, no_results, not_found, operation_failed, password_change, prerequisite, required,
        session_ended, session_refused,
    )
    for name, value in vars(module).items()
    if isinstance(value, Phrases)
}  # fmt: skip
LANGUAGES = {"en", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "he", "ja", "zh"}


@pytest.mark.parametrize(
    ("message", "forbidden"),
    [
        ("waiting for locator('#password') to be visible", "password"),
        ('get_by_label("Verification code").click failed', "code"),
        ("no element matches xpath=//input[@name='password']", "password"),
        ("no element matches //form/div[@id='session-expired']/a", "session"),
        ("no element matches .locked-account > .row", "locked"),
        ('no element matches role=button[name="Log out"]', "log out"),
        ('fill("my password is invalid")', "password"),
        ('<div class="maintenance">…</div> intercepts pointer events', "maintenance"),
        ("net::ERR_ABORTED at https://clinic.test/password/expired", "password"),
        ('{"method":"css selector","selector":"#account-locked"}', "locked"),
    ],
)
def test_selectors_typed_values_markup_and_addresses_are_no_prose(message: str, forbidden: str) -> None:
    assert forbidden not in prose(message).lower()


@pytest.mark.parametrize(
    "message",
    ["the user's account is locked, the admin's too", "Login failed: invalid password", "Fehler: Konto gesperrt."],
)
def test_what_is_said_in_words_stays(message: str) -> None:
    assert prose(message) == message


@pytest.mark.parametrize(
    ("phrase", "text", "want"),
    [
        ("account ~ locked", "Your account has been locked.", True),
        ("account ~ locked", "Your ACCOUNT\u00a0is Locked!", True),
        ("account ~ locked", "Your account is fine. The door is locked.", False),
        ("account ~ locked", "Your account" + " really" * 10 + " is locked", False),
        ("account ~ locked", "Your accounting is unlocked", False),
        ("contraseña ~ incorrecta*", "Contrasena o usuario incorrectas", True),
        ("passwort ~ falsch", "Das Passwort ist falschlich hier", False),
        ("zwei-faktor*", "Zwei-Faktor-Authentifizierung", True),
        ("n'existe pas", "La page n’existe pas", True),
        ("維護中", "系統維護中請稍候", True),
        ("חשבונך נעול", "לצערנו חשבונך נעול כעת", True),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str, want: bool) -> None:
    assert bool(Phrases(xx=(phrase,)).find([text])) is want


def test_the_sentence_that_says_it_is_what_is_shown() -> None:
    text = "Welcome back. Sorry, your account is locked for now! Call us."
    assert Phrases(en=("account ~ locked",)).find(["nothing", text]) == "Sorry, your account is locked for now"


@pytest.mark.parametrize(
    ("text", "want"), [("Close", True), (" CLOSE ", True), ("Close account", False), ("Nicht jetzt", True)]
)
def test_a_control_is_known_by_its_whole_name(text: str, want: bool) -> None:
    assert closing.CLOSING.is_whole(text) is want


@pytest.mark.parametrize("text", ["Straße", "İstanbul", "ﬁne", "Ａ１", "\u0301", "e\u0301\u0301", "𝔘", ""])
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("name", sorted(CONCEPTS))
def test_a_concept_finds_each_of_its_own_phrases(name: str) -> None:
    concept = CONCEPTS[name]
    phrases = [phrase for phrases in concept.languages.values() for phrase in phrases]
    assert [phrase for phrase in phrases if not concept.find([phrase.replace("~", "x").replace("*", "")])] == []


@pytest.mark.parametrize("name", sorted(set(CONCEPTS) - {"COOKIES"}))
def test_a_concept_is_known_in_all_languages(name: str) -> None:
    assert set(CONCEPTS[name].languages) == LANGUAGES


@pytest.mark.parametrize(
    ("text", "want"),
    [("a\n b  c", '"a b c"'), ("x" * 200, '"' + "x" * 99 + '…"')],
    ids=["white space is folded", "length is bounded"],
)
def test_what_is_quoted_is_one_short_line(text: str, want: str) -> None:
    assert quoted(text) == want
