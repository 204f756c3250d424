"""Addresses: origins, globs, and what of them may be shown."""

import pytest

from webmend.adapters.browser.addresses import hide_values, is_openable, matches, origin_of, plain, resolve, shown


@pytest.mark.parametrize(
    ("url", "want"),
    [
        ("https://Portal.Example/login?x=1", "https://portal.example"),
        ("https://portal.example:443/", "https://portal.example"),
        ("http://portal.example:8080/", "http://portal.example:8080"),
        ("https://user:pass@portal.example/", "https://portal.example"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://portal.example.evil.test/", "https://portal.example.evil.test"),
        ("about:blank", "null"),
        ("about:srcdoc", "null"),
        ("data:text/html,x", "null"),
        ("chrome-error://chromewebdata/", "null"),
        ("", "null"),
    ],
)
def test_origins(url: str, want: str) -> None:
    assert origin_of(url) == want


@pytest.mark.parametrize(
    ("url", "want"),
    [
        ("https://h.test/p", "https://h.test/p"),
        ("https://h.test/p?q=Ada&page=2", "https://h.test/p?q=&page="),
        ("https://h.test/p?q=a=b&bare", "https://h.test/p?q="),
        ("https://h.test/p?token", "https://h.test/p"),
        ("https://user:pass@h.test/p", "https://h.test/p"),
        ("https://h.test/#/patients/7", "https://h.test/#/patients/7"),
        ("https://h.test/#access_token=abc&type=b", "https://h.test/#access_token=&type="),
        ("https://h.test/#/patients?q=Ada", "https://h.test/#/patients?q="),
        ("data:text/html,<p>secret", "data:"),
        ("chrome-error://chromewebdata/", "chrome-error://chromewebdata/"),
    ],
)
def test_what_of_an_address_is_shown(url: str, want: str) -> None:
    assert shown(url) == want


def test_a_plain_address_has_neither_query_nor_fragment() -> None:
    assert plain("https://u@h.test/p?q=1#top") == "https://h.test/p"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("GET https://h.test/p?q=Ada 404", "GET https://h.test/p?q= 404"),
        ("two http://a.test/?x=1, http://b.test/?y=2", "two http://a.test/?x= http://b.test/?y="),
        ("net::ERR_ABORTED at http://h.test/?id=7", "net::ERR_ABORTED at http://h.test/?id="),
        ("http://[broken/?x=1", "(address)"),
        ("no address", "no address"),
    ],
)
def test_addresses_in_a_text_lose_their_values(text: str, want: str) -> None:
    assert hide_values(text) == want


@pytest.mark.parametrize(
    ("glob", "url", "want"),
    [
        ("**/patients/*", "https://h.test/patients/7", True),
        ("**/patients/*", "https://h.test/patients/7?tab=visits#top", True),
        ("**/patients/*", "https://h.test/patients/7/visits", False),
        ("**/patients/**", "https://h.test/patients/7/visits", True),
        ("**/patients", "https://h.test/patients", True),
        ("https://h.test/*", "https://h.test/login", True),
        ("https://h.test/*", "https://evil.test/?x=https://h.test/login", False),
        ("/patients/*", "https://h.test/patients/7", True),
        ("/patients/*", "https://h.test/old/patients/7", False),
        ("**/p?q=*", "https://h.test/p?q=Ada", True),
        ("**/p?q=*", "https://h.test/p", False),
        ("**/{a,b}", "https://h.test/b", True),
        ("**/{a,b}", "https://h.test/c", False),
        ("**/a.b", "https://h.test/axb", False),
        ("**", "https://h.test/", True),
        ("**/{", "https://h.test/{", True),
    ],
)
def test_globs(glob: str, url: str, want: bool) -> None:
    assert matches(glob, url) is want


@pytest.mark.parametrize(
    ("base", "url", "want"),
    [
        ("https://h.test/a/b", "c", "https://h.test/a/c"),
        ("https://h.test/a/b", "/c", "https://h.test/c"),
        ("https://h.test/a/b", "https://i.test/", "https://i.test/"),
        ("about:blank", "https://i.test/", "https://i.test/"),
        ("about:blank", "/c", "/c"),
    ],
)
def test_relative_addresses(base: str, url: str, want: str) -> None:
    assert resolve(base, url) == want


@pytest.mark.parametrize(
    ("url", "want"),
    [("https://h.test", True), ("HTTP://h.test", True), ("https://", False), ("file:///x", False), ("/c", False)],
)
def test_only_web_addresses_can_be_opened(url: str, want: bool) -> None:
    assert is_openable(url) is want
