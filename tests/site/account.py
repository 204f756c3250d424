"""The one account of a clinic: its password, its second factor, and the codes that are sent to it."""

import base64
import hmac
import os
import secrets
import string
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote

SPECIAL = "!@#$%"
SHORTEST, LONGEST, UNSAID_LONGEST = 12, 24, 16
REMEMBERED = 3
WINDOW = 30
CODE_LASTS = timedelta(minutes=5)


@dataclass(frozen=True)
class Message:
    """An SMS."""

    time: datetime
    """When it arrives."""
    code: str

    @property
    def text(self) -> str:
        return f"Harbour Street Clinic: your code is {self.code}. Do not give it to anyone."


@dataclass
class Account:
    """What the clinic knows of its user."""

    chosen: str = ""
    """The password that the user has chosen; empty while it is the first one."""
    earlier: list[str] = field(default_factory=list)
    """Passwords before this one, the latest last."""
    secret: str = ""
    """Of the authenticator app, base32; empty while none is set up."""
    offered: str = ""
    """A secret that was shown and not confirmed."""
    used_window: int = 0
    messages: list[Message] = field(default_factory=list)

    @property
    def user(self) -> str:
        return os.environ.get("CLINIC_USERNAME", "nurse")

    @property
    def password(self) -> str:
        return self.chosen or os.environ.get("CLINIC_PASSWORD", "correct-horse")

    def is_right(self, user: str, password: str) -> bool:
        return user == self.user and secrets.compare_digest(password.encode(), self.password.encode())

    def objections(self, old: str, new: str, again: str, unsaid_rule: bool) -> list[str]:
        """What is wrong with a change of the password, in sentences."""
        found = {
            "The old password is not right.": not secrets.compare_digest(old.encode(), self.password.encode()),
            "The two new passwords are not the same.": new != again,
            f"Use {SHORTEST} to {LONGEST} characters.": not SHORTEST <= len(new) <= LONGEST,
            "This password is too long.": unsaid_rule and len(new) > UNSAID_LONGEST,
            "Use upper case, lower case and digits.": not _is_mixed(new),
            f"Use at least one of {SPECIAL}.": not set(new) & set(SPECIAL),
            f"Of special characters use {SPECIAL} only.": bool(set(new) & (set(string.punctuation) - set(SPECIAL))),
            f"Do not use one of your last {REMEMBERED} passwords.": new in [self.password, *self.earlier][-REMEMBERED:],
        }
        return [sentence for sentence, is_wrong in found.items() if is_wrong]

    def change(self, new: str) -> None:
        self.earlier.append(self.password)
        self.chosen = new

    def offer(self) -> str:
        """The secret to set an app up with: the same until it is confirmed."""
        self.offered = self.offered or base64.b32encode(secrets.token_bytes(20)).decode()
        return self.offered

    def address(self) -> str:
        """The same as apps scan it."""
        return f"otpauth://totp/{quote('Harbour Street')}:{self.user}?secret={self.offer()}&issuer=Harbour%20Street"

    def confirm(self, code: str, now: datetime) -> bool:
        """Take the offered secret when the code is its own."""
        if not self._matches(self.offered, code, now):
            return False
        self.secret, self.offered = self.offered, ""
        return True

    def takes(self, code: str, now: datetime) -> bool:
        """Whether the code is of the app, and not used before."""
        return bool(self.secret) and self._matches(self.secret, code, now)

    def send(self, now: datetime, delay: float) -> None:
        """Send a code by SMS."""
        self.messages.append(Message(now + timedelta(seconds=delay), f"{secrets.randbelow(10**6):06d}"))

    def takes_sent(self, code: str, now: datetime) -> bool:
        """Whether it is the code that was sent last."""
        last = self.messages[-1] if self.messages else None
        return last is not None and last.code == code and now - last.time < CODE_LASTS

    def arrived(self, now: datetime) -> list[Message]:
        """The messages in the inbox."""
        return [message for message in self.messages if message.time <= now]

    def _matches(self, secret: str, code: str, now: datetime) -> bool:
        present = int(now.timestamp()) // WINDOW
        for window in (present - 1, present, present + 1):
            if window > self.used_window and secrets.compare_digest(one_time_code(secret, window), code):
                self.used_window = window
                return True
        return False


def one_time_code(secret: str, window: int) -> str:
    """RFC 6238, written anew here: the site is to find a fault of those who sign in."""
    digest = hmac.digest(base64.b32decode(secret), window.to_bytes(8, "big"), "sha1")
    start = digest[19] % 16
    return f"{int.from_bytes(digest[start : start + 4], 'big') % 2**31 % 10**6:06d}"


def _is_mixed(text: str) -> bool:
    return any(map(str.isupper, text)) and any(map(str.islower, text)) and any(map(str.isdigit, text))
