"""In which forms a typed password is found in a request."""

import base64
from urllib.parse import quote, quote_plus

import pytest

from webmend.adapters.browser.watch.leaks import holds

PASSWORD = "Kiesel & Sturm/19+ü"


@pytest.mark.parametrize(
    "text",
    [
        PASSWORD,
        f"p={quote(PASSWORD, safe='')}",
        f"u=x&p={quote_plus(PASSWORD)}",
        r'{"password": "Kiesel & Sturm/19+\u00fc"}',
        base64.b64encode(PASSWORD.encode()).decode(),
        quote(base64.b64encode(f"m:{PASSWORD}".encode())),
        base64.urlsafe_b64encode(f"ab{PASSWORD}, and more".encode()).decode(),
    ],
)
def test_a_password_is_found_as_it_may_be_sent(text: str) -> None:
    assert holds(f"POST http://foreign.example/x\n{text}", PASSWORD)


@pytest.mark.parametrize("text", ["", "Kiesel", "kiesel & sturm/19+ü", base64.b64encode(b"Kiesel & Stern").decode()])
def test_other_texts_hold_no_password(text: str) -> None:
    assert not holds(text, PASSWORD)
