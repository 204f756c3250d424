"""No known secret leaves the runner, in whatever form it is written."""

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmend.policy.redact import MASK, SHORT, Redactor

SECRET = 'Pa$$ w0rd+"ü<&/x'

Encoding = Callable[[str], str]
ENCODINGS: dict[str, Encoding] = {
    "raw": str,
    "lower": str.lower,
    "upper": str.upper,
    "percent": lambda s: quote(s, safe=""),
    "percent, slashes kept": quote,
    "percent in lower case": lambda s: quote(s, safe="").lower(),
    "plus": quote_plus,
    "json": lambda s: json.dumps(s)[1:-1],
    "json with letters kept": lambda s: json.dumps(s, ensure_ascii=False)[1:-1],
    "html": html.escape,
    "html text": lambda s: html.escape(s, quote=False),
    "hex": lambda s: s.encode().hex(),
    "hex in upper case": lambda s: s.encode().hex().upper(),
}

secrets = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=SHORT, max_size=24)
around = st.text(st.sampled_from("ab01 =/&.\n<>\"'%"), max_size=12)


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_secret_is_taken_out_in_this_form(name: str) -> None:
    written = ENCODINGS[name](SECRET)
    assert Redactor([SECRET])(f"before {written} after") == f"before {MASK} after"


@given(secret=secrets, name=st.sampled_from(sorted(ENCODINGS)), before=around, after=around)
def test_no_form_of_any_secret_is_left(secret: str, name: str, before: str, after: str) -> None:
    written = ENCODINGS[name](secret)
    left = Redactor([secret])(before + written + after)
    assert written not in left.replace(MASK, "")
    assert left != before + written + after


@given(secret=secrets, before=st.binary(max_size=7), after=st.binary(max_size=7), url_safe=st.booleans())
def test_base64_of_anything_around_a_secret_is_taken_out(
    secret: str, before: bytes, after: bytes, url_safe: bool
) -> None:
    encode = base64.urlsafe_b64encode if url_safe else base64.b64encode
    written = encode(before + secret.encode() + after).decode()
    left = Redactor([secret])(f"token {written}")
    assert MASK in left
    assert secret.encode() not in base64.urlsafe_b64decode(_padded(left.removeprefix("token ").replace(MASK, "")))


def _padded(text: str) -> str:
    text = text.rstrip("=").replace("+", "-").replace("/", "_")
    text = text[:-1] if len(text) % 4 == 1 else text
    return text + "=" * (-len(text) % 4)


def test_secrets_that_overlap_are_both_taken_out_whole() -> None:
    assert Redactor(["abcd", "cdefgh"])("x abcdefgh y") == f"x {MASK} y"


def test_the_longer_of_two_secrets_is_taken_out_whole() -> None:
    assert Redactor(["pass", "password1"])("password1, pass") == f"{MASK}, {MASK}"


@pytest.mark.parametrize(
    ("text", "want"),
    [("pin 42 it is", f"pin {MASK} it is"), ("1420", "1420"), ("v42", "v42"), ("(42)", f"({MASK})")],
)
def test_a_short_secret_is_taken_out_only_as_a_word(text: str, want: str) -> None:
    assert Redactor(["42"])(text) == want


@pytest.mark.parametrize("empty", ["", " ", "\n\t"])
def test_an_empty_secret_takes_nothing_out(empty: str) -> None:
    assert Redactor([empty])("a b\n c") == "a b\n c"


def test_the_newline_at_the_end_of_a_secret_file_does_not_hide_it() -> None:
    assert Redactor(["hunter22\n"])("it is hunter22.") == f"it is {MASK}."


def test_a_redactor_grows_by_making_a_new_one() -> None:
    small = Redactor(["first-secret"])
    grown = small.with_values("second-secret")
    assert grown("first-secret second-secret") == f"{MASK} {MASK}"
    assert small("first-secret second-secret") == f"{MASK} second-secret"


@given(text=st.text(max_size=80), secret=secrets)
def test_redacting_twice_changes_nothing_more(text: str, secret: str) -> None:
    redact = Redactor([secret])
    once = redact(f"{text} {secret}")
    assert redact(once) == once


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ('  - fill("let me in")', f'  - fill("{MASK}")'),
        ('  - fill("a \\"quoted\\") word")', f'  - fill("{MASK}")'),
        ("type('x')", f'type("{MASK}")'),
        ("Authorization: Bearer abc.def", f"Authorization: {MASK}"),
        ('{"authorization": "Basic dTpw", "a": 1}', f'{{"authorization": "{MASK}", "a": 1}}'),
        ("Cookie: sid=1234; theme=dark", f"Cookie: {MASK}"),
        ("set-cookie: sid=1234\nnext: line", f"set-cookie: {MASK}\nnext: line"),
        ("sent bearer 0123456789abcdef0123", f"sent bearer {MASK}"),
        ("jwt eyJhbGciOiJI.eyJzdWIiOiIx.c2ln", f"jwt {MASK}"),
        ("https://user:pw@site.test/x", f"https://{MASK}@site.test/x"),
    ],
)
def test_what_looks_like_a_secret_is_taken_out_too(text: str, want: str) -> None:
    assert Redactor()(text) == want


@pytest.mark.parametrize(
    "text",
    [
        "We use cookies. Cookie: settings",
        "the bearer of this letter",
        "Please fill (all) fields",
        "waiting for locator('#password')",
        "http://site.test:8080/path?mail=a@b.test",
    ],
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert Redactor(["some-secret"])(text) == text
