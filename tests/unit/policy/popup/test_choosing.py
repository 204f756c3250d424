"""What is pressed in which dialog, and what is left to a person."""

from typing import Any

import pytest

from webmend.domain.popup import Control, Cover
from webmend.policy.popup import Choice, Move, Tried, choose, may_ask_consent


def control(name: str, **facts: Any) -> Control:
    return Control(name=name, tag="button", role="button", selector="button", **facts)


POLICY = control("Datenschutzerklärung", leads=True)


def cover(text: str, *names: str | Control, **facts: Any) -> Cover:
    controls = tuple(name if isinstance(name, Control) else control(name) for name in names)
    return Cover(text=" ".join((text, *(c.name for c in controls))), controls=controls, **{"modal": True, **facts})


def said(choice_of: Cover, tried: Tried = frozenset()) -> str:
    """The name of the control to press, else the move."""
    choice = choose(choice_of, tried)
    assert choice.reason
    return choice.control.name if choice.control else str(choice.move)


def every_move(over: Cover) -> list[str]:
    """All that is done as long as nothing helps."""
    moves: list[str] = []
    tried: Tried = frozenset()
    while (choice := choose(over, tried)).move not in (Move.DECIDE, Move.WAIT):
        moves.append(choice.control.name if choice.control else "Escape")
        tried |= {choice.noted(over)}
        assert len(moves) < 20
    return moves


@pytest.mark.parametrize(
    ("text", "names", "want"),
    [
        ("We use cookies", ("Accept all", "Reject all", "Settings"), "Reject all"),
        ("We use cookies", ("Accept", "Decline"), "Decline"),
        ("We use cookies", ("OK", "×"), "×"),
        ("We use cookies", ("Accept all", "Settings"), "Accept all"),
        ("We use cookies", ("Got it!",), "Got it!"),
        ("This website uses cookies", ("Deny all cookies", "OK, accept all"), "Deny all cookies"),
        ("Wir verwenden Cookies", ("Alle akzeptieren", "Nur notwendige Cookies"), "Nur notwendige Cookies"),
        ("Nous utilisons des cookies", ("Tout accepter", "Tout refuser"), "Tout refuser"),
        ("Usamos cookies", ("Aceptar", "Rechazar todo"), "Rechazar todo"),
        ("Usamos cookies", ("Aceitar todos", "Rejeitar todos"), "Rejeitar todos"),
        ("Questo sito usa i cookie", ("Accetta", "Continua senza accettare"), "Continua senza accettare"),
        ("Wij gebruiken cookies", ("Alles accepteren", "Alleen noodzakelijk"), "Alleen noodzakelijk"),
        ("Używamy plików cookie", ("Akceptuję", "Odrzuć wszystkie"), "Odrzuć wszystkie"),
        ("Používáme soubory cookie", ("Přijmout vše", "Odmítnout vše"), "Odmítnout vše"),
        ("אנו משתמשים בעוגיות", ("אשר הכל", "דחה הכל"), "דחה הכל"),
        ("このサイトはクッキーを使用します", ("すべて許可", "すべて拒否"), "すべて拒否"),
        ("我们使用 cookie", ("全部接受", "全部拒绝"), "全部拒绝"),
        ("We and our 812 partners store information on your device", ("Accept all", "Reject all"), "Reject all"),
    ],
)
def test_cookies_are_declined_else_closed_else_accepted(text: str, names: tuple[str, ...], want: str) -> None:
    assert said(cover(text, *names)) == want


@pytest.mark.parametrize(
    ("text", "names", "want"),
    [
        ("May we enable services for Analytics?", ("That's ok", "I decline"), ["I decline", "Escape"]),
        ("We show personalised ads", ("Accept", "Refuse", "×"), ["Refuse", "×", "Escape"]),
        ("We process your personal data", ("Accept", "Decline", "Configure"), ["Decline", "Escape"]),
        ("Nous traitons vos données personnelles", ("Accepter", "Refuser", "Paramétrer"), ["Refuser", "Escape"]),
        ("Dienste zur Reichweitenmessung", ("Alle akzeptieren", "Ich lehne ab"), ["Ich lehne ab", "Escape"]),
        ("Information that we collect", ("Accept all apps", "Decline all apps"), ["Decline all apps", "Escape"]),
        ("Dienste, die wir nutzen", ("Ich lehne ab", "Ausgewählte akzeptieren", POLICY), ["Ich lehne ab", "Escape"]),
        # without the choice of single consents, or a no at all, the data may be asked for anything
        ("We process your personal data for your treatment", ("Accept", "Decline"), []),
        ("We process your personal data", ("Accept", "Settings"), []),
        ("May we enable Analytics?", ("Accept", "Settings"), []),
        ("Do you accept the appointment?", ("Accept", "Decline", POLICY), []),
        ("Delete your personal data?", ("Accept", "Decline", "Configure"), []),
        ("Analytics is billed at 5 € a month", ("Accept", "Decline"), []),
    ],
)
def test_trackers_are_declined_or_closed_and_never_accepted(
    text: str, names: tuple[str | Control, ...], want: list[str]
) -> None:
    assert every_move(cover(text, *names)) == want


@pytest.mark.parametrize(
    ("text", "names", "want"),
    [
        ("Take the tour?", ("Start", "Skip tour"), "Skip tour"),
        ("Rate our app", ("Rate now", "Maybe later"), "Maybe later"),
        ("10% off your next visit", ("Show me", "No, thanks"), "No, thanks"),
        ("What is new in version 7", ("Learn more", "✕"), "✕"),
        ("What is new in version 7", ("Close (Esc)",), "Close (Esc)"),
        ("What is new in version 7", ("× Close",), "× Close"),
        ("Welcome back", ("Close this dialog window",), "Close this dialog window"),
        ("Neuigkeiten", ("Mehr erfahren", "Schließen"), "Schließen"),
        ("Nouveautés", ("En savoir plus", "Plus tard"), "Plus tard"),
        ("Novedades", ("Ver", "Ahora no"), "Ahora no"),
        ("Novidades", ("Ver", "Agora não"), "Agora não"),
        ("Novità", ("Scopri", "Chiudi"), "Chiudi"),
        ("Nieuw", ("Bekijken", "Niet nu"), "Niet nu"),
        ("Nowości", ("Zobacz", "Zamknij"), "Zamknij"),
        ("Novinky", ("Zobrazit", "Přeskočit"), "Přeskočit"),
        ("חדשות", ("עוד", "סגור"), "סגור"),
        ("お知らせ", ("詳しく", "閉じる"), "閉じる"),
        ("公告", ("查看", "关闭"), "关闭"),
    ],
)
def test_a_dialog_is_closed_by_what_only_closes_skips_or_puts_off(text: str, names: tuple[str, ...], want: str) -> None:
    assert said(cover(text, *names)) == want


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Confirm payment of 120 €", ("Pay now", "Close")),
        ("Delete this patient?", ("Delete", "×")),
        ("Transfer 500 € to Ada", ("Confirm", "Later")),
        ("We have updated our terms of service", ("Accept", "Not now")),
        ("Our terms of use and cookies have changed", ("Accept", "Decline")),
        ("Sign the contract", ("I agree", "Later")),
        ("Stay signed in?", ("Yes", "No")),
        ("You have unsaved changes", ("Leave", "Stay")),
        ("Do you accept the appointment?", ("Accept", "Decline")),
        ("Choose a role", ("Doctor", "Nurse")),
        ("Leave the page", ("OK", "Cancel")),
        ("Close account", ("Close account",)),
        ("Konto schließen?", ("Konto schließen", "Abbrechen")),
        ("Zahlungspflichtig bestellen", ("Bestellen", "Schließen")),
        ("Supprimer le dossier ?", ("Supprimer", "Fermer")),
        ("削除してもよろしいですか", ("はい", "閉じる")),
    ],
)
def test_what_costs_binds_or_is_a_choice_is_left_to_a_person(text: str, names: tuple[str, ...]) -> None:
    assert every_move(cover(text, *names)) == []
    assert said(cover(text, *names)) == "Decide"


@pytest.mark.parametrize(
    ("over", "want"),
    [
        (cover("Your contact details", "Save", "Later", has_form=True), "Decide"),
        (cover("Our newsletter: type your e-mail", "Subscribe", "×", has_form=True), "×"),
        (cover("Cookies and your language", "Accept", "Reject all", has_form=True), "Reject all"),
        (cover("Cookies and your language", "Accept", "Reject", has_form=True), "Decide"),
        (cover("Terms of use and cookies", "Accept all", "Reject all"), "Reject all"),
        (cover("Loading", busy=True), "Wait"),
        (cover("Loading", "Close", busy=True), "Close"),
        (cover("Version 7 is out", "OK"), "Escape"),
        (cover("Version 7 is out", "OK", modal=False), "Decide"),
        (cover(""), "Escape"),
        (cover("", modal=False), "Decide"),
        (cover("", foreign=True), "Decide"),
        (cover("Version 7 is out", "OK", foreign=True), "Decide"),
        (cover("Menu", "Home", "Patients", modal=False), "Decide"),
    ],
)
def test_forms_spinners_and_notices(over: Cover, want: str) -> None:
    assert said(over) == want


def test_a_link_to_another_page_dismisses_nothing() -> None:
    over = cover("Welcome", control("Skip", leads=True), "Start", "Later")
    assert said(over) == "Later"


def test_a_link_to_the_cookie_policy_makes_no_cookie_banner() -> None:
    over = cover("Do you accept the appointment?", "Accept", "Decline", control("Cookie policy", leads=True))
    assert said(over) == "Decide"


def test_each_move_is_made_once_and_accepting_comes_last() -> None:
    over = cover("We use cookies", "Accept all", "Close", "Reject", "Reject all")
    assert every_move(over) == ["Reject all", "Reject", "Close", "Accept all", "Escape"]


@pytest.mark.parametrize(
    ("names", "want"),
    [
        (("Accept all", "Decline all", "Save"), ["Decline all", "Save", "Accept all", "Escape"]),
        (("Accept all", "Reject all", "Confirm my choices", "×"),
         ["Reject all", "Confirm my choices", "×", "Accept all", "Escape"]),
        # what is ticked is not known
        (("Accept all", "Save"), ["Accept all", "Escape"]),
        (("Accept all", "Decline", "Save"), ["Decline", "Accept all", "Escape"]),
    ],
)  # fmt: skip
def test_what_was_declined_is_saved_and_nothing_else_is(names: tuple[str, ...], want: list[str]) -> None:
    assert every_move(cover("We use cookies", *names)) == want


@pytest.mark.parametrize(
    ("text", "pressed", "left", "want"),
    [
        # what was pressed is switched off, and no longer among the controls
        ("Information that we collect", "Decline all apps", ("Accept all apps", "Save"), "Save"),
        ("Wir nutzen Dienste", "Alle ablehnen", ("Auswahl speichern", POLICY), "Auswahl speichern"),
        ("We use cookies", "Reject all", ("Confirm my choices",), "Confirm my choices"),
        # a no to some is none to all
        ("We use cookies", "Decline", ("Save",), "Escape"),
        # nothing was declined
        ("Information that we collect", "Close", ("Save",), "Decide"),
        ("Terms of use and cookies", "Reject all", ("Save",), "Decide"),
        ("Delete your personal data?", "Reject all", ("Save",), "Decide"),
        # it cannot be told that this is the same dialog
        ("", "Reject all", ("Save",), "Decide"),
    ],
)
def test_a_dialog_that_switches_its_no_off_is_still_the_one_that_was_declined(
    text: str, pressed: str, left: tuple[str | Control, ...], want: str
) -> None:
    now = Cover(text=text, controls=cover("", *left).controls, modal=True)
    declined = Choice(Move.PRESS, "it says no", control(pressed))
    assert said(now, frozenset({declined.noted(now)})) == want


def test_saving_is_for_dialogs_about_cookies() -> None:
    assert every_move(cover("Terms of use and cookies", "Accept all", "Reject all", "Save")) == ["Reject all"]


def test_another_dialog_of_the_same_shape_is_tried_anew() -> None:
    first, second = cover("We use cookies", "Close"), cover("What is new", "Close")
    assert said(second, frozenset({choose(first).noted(first)})) == "Close"


@pytest.mark.parametrize(
    ("over", "want"),
    [
        (cover("We use cookies", "Accept"), True),
        (cover("We value your privacy", "Manage", "Agree to all"), True),
        (cover("", foreign=True), True),
        (cover("Terms of use and cookies", "Accept all", "Reject all"), True),
        (cover("May we enable Analytics?", "I decline", "That's ok"), True),
        (cover("What is new", "Close"), False),
        (cover("Confirm payment", "Pay now"), False),
        (cover("Confirm payment", "Pay now", foreign=True), False),
        (cover("Your address", "Save", has_form=True), False),
    ],
)
def test_when_the_rules_for_consent_banners_are_asked(over: Cover, want: bool) -> None:
    assert may_ask_consent(over) is want
