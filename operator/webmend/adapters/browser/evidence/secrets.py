"""Secrets that a page shows for setting up a second factor: nobody knows them yet, so nothing else takes them out."""

import re

_OTPAUTH = re.compile(r"otpauth://[^\s\"'<>]{1,512}", re.IGNORECASE)
_BASE32 = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z2-7]{4}[ -]?){4,16}[A-Z2-7]{0,3}={0,6}(?![A-Za-z0-9])")
HIDDEN = "(secret)"


def hide_shown(text: str) -> str:
    """The text without what looks like a base32 secret of sixteen or more characters, in groups of four or not.

    A long word in capitals may go with it: it is not worth a secret in the evidence.
    """
    return _BASE32.sub(HIDDEN, _OTPAUTH.sub(HIDDEN, text))
