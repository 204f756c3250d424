"""Texts of a trace without what must not leave the runner."""

import re
from collections.abc import Callable

from webmend.adapters.browser.evidence.secrets import hide_shown
from webmend.ports.browser import Redact

MASK = "***"
LEFT_OUT = "(left out)"
SHORT = 512
"""Characters of a text that is worth remembering: names of elements and attributes come again thousands of times."""

_NAMES = (
    r"passw|passcode|passphrase|secret|token|csrf|xsrf|jwt|otp(?![a-z])|api[-_]?key|access[-_]?key|private[-_]?key"
    r"|session[-_]?id|credential|signature|assertion|authoriz|saml|cookie|code[-_]?(?:verifier|challenge)"
)
_TELLING = re.compile(_NAMES, re.IGNORECASE)
_PARAMETER = re.compile(
    rf"(?i)([?&;#](?:[\w.\[\]%-]*(?:{_NAMES})[\w.\[\]%-]*|code|state|key|sig|auth|sid|ticket|nonce)=)[^&;#\s\"'<>\\)]+"
)
_OTPAUTH = re.compile(r"(?i)otpauth(?::|%(?:25)*3a)[^\s\"'<>&]*")
_DATA = re.compile(
    r"""(?i)\A\s*data:(?:[\w.+-]+/[\w.+-]+)?[;,].*|"data:[\w.+-]+/[^"]*|'data:[\w.+-]+/[^']*|"""
    r"""\bdata:(?:[\w.+-]+/[\w.+-]+)?[;,][^\s"'<>)]*""",
    re.DOTALL,
)
"""A text that is nothing else, one in quotation marks (a drawing may stand there as it is), or up to a blank."""
LONG = 256
_ENCODED = re.compile(rf"[A-Za-z0-9+/_-]{{{LONG},}}={{0,2}}")
"""Something that is no text: a picture in an answer, a key, a state of the page."""


def is_telling(name: str) -> bool:
    """Whether a field, a parameter or an attribute of this name holds a secret."""
    return _TELLING.search(name) is not None


class Clean:
    """Takes out of a text the secrets that are known, those that a page shows for a second factor, parameters whose
    names say that they are secret, and what is no text. `tick` is called with each, and may raise."""

    def __init__(self, redact: Redact, tick: Callable[[], None] = lambda: None) -> None:
        self._redact = redact
        self._tick = tick
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The text without them."""
        if len(text) > SHORT:
            return self._cleaned(text)
        if text not in self._known:
            self._known[text] = self._cleaned(text)
        return self._known[text]

    def _cleaned(self, text: str) -> str:
        self._tick()
        text = self._redact(text)
        small = text.lower()  # most texts have none of this, and looking for a word is quicker than for its shape
        if "otpauth" in small:
            text = _OTPAUTH.sub(LEFT_OUT, text)
        text = hide_shown(text)
        if "data:" in small:
            text = _DATA.sub(_emptied, text)
        if len(text) >= LONG:
            text = _ENCODED.sub(LEFT_OUT, text)
        return _PARAMETER.sub(rf"\1{MASK}", text) if "=" in text else text


def _emptied(match: re.Match[str]) -> str:
    """An address of the same kind with nothing in it."""
    found = match[0]
    return f"{found[0]}data:," if found[0] in "\"'" else "data:,"
