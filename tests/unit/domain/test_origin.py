"""Origins are compared as browsers write them."""

import pytest

from webmend.domain.origin import canonical


@pytest.mark.parametrize(
    ("declared", "want"),
    [
        ("https://Portal.Example", "https://portal.example"),
        ("https://portal.example:443", "https://portal.example"),
        ("http://portal.example:80", "http://portal.example"),
        ("http://portal.example:443", "http://portal.example:443"),
        ("http://portal.example:8080", "http://portal.example:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://portal.example:port", "http://portal.example:port"),
        ("http://user@portal.example", "http://user@portal.example"),
        ("null", "null"),
    ],
)
def test_an_origin_in_its_one_form(declared: str, want: str) -> None:
    assert canonical(declared) == want
