"""Selectors as people type them: the form in which webmend shows them, and plain CSS or XPath."""

import re

from pydantic import ValidationError

from webmend.domain.target import Selector

from .errors import Usage

FORMS = 'CSS, XPath, css=, xpath=, text=, label=, placeholder=, testId= or role=ROLE[name="NAME"]'
_PREFIXED = re.compile(r"(css|xpath|text|label|placeholder|testId|role)=(.*)", re.DOTALL)
_ROLE = re.compile(r'([\w-]+)(?:\[name="(.*)"\])?', re.DOTALL)
_XPATH = re.compile(r"[(./]*/")
"""How an XPath begins that says of itself that it is one: /html, //a, (//a)[1], ./a."""


def selector_of(text: str) -> Selector:
    """The selector; raises Usage when it is none. Names and texts are matched whole, as repairs write them."""
    prefixed = _PREFIXED.fullmatch(text)
    kind, value = prefixed.groups() if prefixed else ("xpath" if _XPATH.match(text) else "css", text)
    try:
        return Selector.model_validate(_role(value) if kind == "role" else {kind: value, **_exact(kind)})
    except ValidationError as error:
        raise Usage(f"{text!r} is no selector ({error.errors()[0]['msg']}); give {FORMS}") from None


def _role(value: str) -> dict[str, object]:
    parts = _ROLE.fullmatch(value)
    if parts is None:
        raise Usage(f'{"role=" + value!r} is no selector; write role=button[name="Save"], or role=button')
    role, name = parts.groups()
    return {"role": role, "name": name, "exact": True} if name else {"role": role}


def _exact(kind: str) -> dict[str, object]:
    return {"exact": True} if kind in ("text", "label", "placeholder") else {}
