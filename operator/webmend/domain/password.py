"""What a site asks of a new password, and the keys under which a Secret holds one that changes."""

from typing import Annotated

from pydantic import Field

from .base import Observed, StrEnum

PASSWORD = "password"  # noqa: S105 - names of keys, no secrets
PENDING = "pending"
PREVIOUS = "previous"
REJECTED = "rejected"
TOTP = "totp"
PENDING_TOTP = "pending-totp"
PREVIOUS_TOTP = "previous-totp"
REJECTED_TOTP = "rejected-totp"

LONGEST_PASSWORD = 128


class CharacterClass(StrEnum):
    """Characters that sites tell apart."""

    LOWER = "Lower"
    UPPER = "Upper"
    DIGIT = "Digit"
    SPECIAL = "Special"


class PasswordRules(Observed):
    """What a new password must be like, as far as the form says."""

    min_length: Annotated[int, Field(ge=1, le=LONGEST_PASSWORD)] = 1
    """Fewest characters."""
    max_length: Annotated[int, Field(ge=1, le=1024)] = LONGEST_PASSWORD
    """Most characters."""
    classes: Annotated[tuple[CharacterClass, ...], Field(max_length=4)] = tuple(CharacterClass)
    """Classes that may be used; each of them is."""
    special: Annotated[str, Field(max_length=64)] | None = None
    """The special characters that may be used; None: the form does not say."""
    forbidden: Annotated[str, Field(max_length=64)] = ""
    """Characters that may not be used."""
    max_consecutive: Annotated[int, Field(ge=1, le=1024)] | None = None
    """How often one character may stand in a row."""
    cautious: bool = False
    """The site has refused a password that met all of this: keep to what nearly every site takes."""


class Stage(StrEnum):
    """Which of two values of a credential is meant while a change of it is under way."""

    CURRENT = "Current"
    """The one that was in force before."""
    PENDING = "Pending"
    """The one that a change has stored before it was given to the site."""
