"""The session that a browser keeps: what in it is secret, whose it is, and when it is spent."""

import json

import pytest

from tests.support.builders import report
from webmend.domain.evidence import DocumentFacts, ErrorFacts, ErrorKind, Evidence
from webmend.policy.saved_session import fits, is_spent, secrets_in, whose

TOKEN = "a8f5f167f44f4964e6c998dee827110c"
TOKEN_SET = json.dumps({"access": TOKEN, "expires": 3600})


def state(cookies: tuple[str, ...] = (), stored: tuple[str, ...] = ()) -> str:
    return json.dumps(
        {
            "cookies": [{"name": "sid", "value": value, "domain": "portal.test", "path": "/"} for value in cookies],
            "origins": [
                {"origin": "https://p.test", "localStorage": [{"name": "auth", "value": value} for value in stored]}
            ],
        }
    )


@pytest.mark.parametrize(
    ("kept", "want"),
    [
        (state(("s3cret-sid",)), ("s3cret-sid",)),
        (state(("en",)), ()),  # a language: it would be taken out of every text
        (state(stored=(TOKEN,)), (TOKEN,)),
        (state(stored=(TOKEN_SET,)), (TOKEN,)),
        (state(stored=(json.dumps([TOKEN_SET]),)), (TOKEN,)),
        (state(stored=("A welcome to all of you",)), ()),
        (state(stored=("short",)), ()),
        (state(("x" * 5000,)), ()),
        ("", ()),
        ("no JSON", ()),
        ("[]", ()),
        ('{"cookies": 3, "origins": [4]}', ()),
    ],
)
def test_values_that_nobody_else_may_see(kept: str, want: tuple[str, ...]) -> None:
    assert secrets_in(kept) == want


def test_as_many_values_are_known_by_heart_as_texts_can_be_searched_for() -> None:
    assert len(secrets_in(state(tuple(f"value-{number:04}" for number in range(2000))))) == 200


def test_a_session_is_one_logins() -> None:
    words = {whose("login", "ada"), whose("login", "bob"), whose("other", "ada"), whose("", "")}
    assert len(words) == 4
    assert all(set(word) <= set("0123456789abcdef") for word in words)


@pytest.mark.parametrize(("length", "want"), [(0, True), (256 * 1024, True), (256 * 1024 + 1, False)])
def test_only_so_much_is_kept(length: int, want: bool) -> None:
    assert fits("x" * length) is want


@pytest.mark.parametrize(
    ("kind", "document", "want"),
    [
        (ErrorKind.NO_MATCH, {"status": 200}, True),
        (ErrorKind.EXPECTATION, {"status": 401}, True),
        (ErrorKind.NAVIGATION, {"net_error": "net::ERR_CONNECTION_REFUSED"}, False),
        (ErrorKind.NO_MATCH, {"status": 503}, False),
        (ErrorKind.BROWSER_CRASHED, {}, False),
        (ErrorKind.PLATFORM, {}, False),
    ],
)
def test_a_failure_that_may_be_the_sessions_fault_ends_it(
    kind: ErrorKind, document: dict[str, object], want: bool
) -> None:
    seen = Evidence(error=ErrorFacts(kind=kind), document=DocumentFacts.model_validate(document))

    assert is_spent(report(evidence=seen)) is want
