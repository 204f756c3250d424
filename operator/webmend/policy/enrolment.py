"""Setting up a second factor: the secret that a page shows, the field for its code, how to go on.

Only what stands in the page's own document counts (domain/form.py): a frame in it may be anybody's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from webmend.domain.form import FormControl, FormField, PageForm

from . import totp
from .classify.words.by_hand import BY_HAND
from .classify.words.forward import FORWARD
from .rotation.fields import submit_of
from .rotation.words import folded

SHORTEST = 16
"""Characters of a secret: RFC 4226 asks for 128 bits, and authenticator apps take 80 (16 characters) and more."""
_BASE32 = re.compile(r"[A-Z2-7]{4}(?:[A-Z2-7]|[ -](?=[A-Z2-7])){3,160}=*", re.IGNORECASE)
"""There is one way only to read a text by it, so no text of a page takes it long."""
_CODE_WORDS = re.compile(
    r"(?<![^\W\d_])(?:code|otp|totp|token|pin|passcode|verification|codigo|codice|kod|verifi|bestatigungs|authenticat)"
    r"|קוד|コード|认证码|验证码|驗證碼"
)
_CODE_TYPES = ("text", "tel", "number", "password", "")


class Doubtful(Exception):
    """The page does not say plainly which secret it means. The message holds none of them."""


@dataclass(frozen=True)
class Fields:
    """Where the code goes."""

    code: FormField
    submit: FormControl | None = None
    """What sends the form; None: it is sent by Enter, or by itself."""


def secret_of(form: PageForm) -> str:
    """The secret that the page shows: its otpauth address where there is one, else its base32; empty without either.

    Raises Doubtful when it shows several, or one that is for something else than time-based codes.
    """
    addresses = [text for text in (*form.codes, *_links(form)) if text.lower().startswith(f"{totp.SCHEME}:")]
    spelled = [_plain(text) for text in _spelled(form)]
    meant = {_key_of(secret) for secret in (*addresses, *spelled)}
    if len(meant) > 1:
        raise Doubtful(f"the page shows {len(meant)} different secrets")
    return next(iter((*addresses, *spelled)), "")


def texts_to_hide(form: PageForm) -> tuple[str, ...]:
    """Everything on the page that is, or holds, the secret of a second factor."""
    addresses = [text for text in (*form.codes, *_links(form)) if text.lower().startswith(f"{totp.SCHEME}:")]
    inside = [value for address in addresses for value in parse_qs(urlsplit(address).query).get("secret", ())]
    spelled = list(_spelled(form))
    return tuple(dict.fromkeys((*addresses, *inside, *spelled, *map(_plain, spelled))))


def forms_of(secret: str) -> tuple[str, ...]:
    """The ways in which a secret may be written, all of which are to be hidden."""
    is_address = secret.lower().startswith(f"{totp.SCHEME}:")
    inside = parse_qs(urlsplit(secret).query).get("secret", [""])[0] if is_address else secret
    plain = _plain(inside)
    grouped = [sign.join(plain[i : i + 4] for i in range(0, len(plain), 4)) for sign in " -"]
    return tuple(dict.fromkeys((secret, inside, plain, *grouped)))


def fields_of(form: PageForm) -> Fields | None:
    """The field for the code; None where the page has none yet."""
    found = [f for f in form.fields if not f.read_only and f.type in _CODE_TYPES]
    said = next((f for f in found if "one-time-code" in f.autocomplete), None)
    field = said or next((f for f in found if _CODE_WORDS.search(folded(f"{f.label} {f.name} {f.id}"))), None)
    return Fields(field, submit_of(form, field.form)) if field else None


def by_hand_of(form: PageForm) -> FormControl | None:
    """What shows the secret as a text, for those who cannot scan."""
    return next((control for control in form.controls if BY_HAND.find([control.name])), None)


def forward_of(form: PageForm) -> FormControl | None:
    """What leads to the next page of the set-up."""
    return next((control for control in form.controls if FORWARD.is_whole(control.name)), None)


def _links(form: PageForm) -> Iterator[str]:
    return (control.href for control in form.controls if control.href)


def _spelled(form: PageForm) -> Iterator[str]:
    """Base32 texts, as the page writes them: a whole text, what follows a colon, the value of a read-only field."""
    values = (field.value for field in form.fields if field.read_only)
    for text in (*form.texts, *values):
        last = text.rpartition(":")[2].strip()
        if _BASE32.fullmatch(last) and _is_secret(last):
            yield last


def _is_secret(text: str) -> bool:
    """Whether it is no word or sentence of people: long enough, in capitals or with digits, and decodable."""
    plain = _plain(text)
    if len(plain) < SHORTEST or not (text.isupper() or any(c.isdigit() for c in text)):
        return False
    if not any(c.isdigit() for c in text) and " " in text and not _is_grouped(text):
        return False
    try:
        totp.read(plain)
    except ValueError:
        return False
    return True


def _is_grouped(text: str) -> bool:
    return all(len(group) == 4 for group in text.split()[:-1])


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isalnum()).upper()


def _key_of(secret: str) -> bytes:
    try:
        return totp.read(secret).key
    except ValueError as error:
        raise Doubtful(str(error)) from None
