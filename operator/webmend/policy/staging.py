"""What a Secret holds while a password or a second factor changes: at every moment a value that logs in.

A value that was given to a site, or may have been, is never dropped before another one has been seen to work.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from webmend.domain import password
from webmend.domain.password import Stage

Values = Mapping[str, str]


@dataclass(frozen=True)
class Keys:
    """The keys of one thing that changes."""

    current: str
    pending: str
    previous: str
    """What was in force before the last change."""
    rejected: str
    """What was to come into force and, as far as anybody can tell, did not."""


KEYS = {
    password.PASSWORD: Keys(password.PASSWORD, password.PENDING, password.PREVIOUS, password.REJECTED),
    password.TOTP: Keys(password.TOTP, password.PENDING_TOTP, password.PREVIOUS_TOTP, password.REJECTED_TOTP),
}
"""By the key of the value in force."""


def staged(values: Values, keys: Keys, candidate: str) -> dict[str, str]:
    """With the candidate as the pending value; one that was pending before is kept as rejected."""
    before = values.get(keys.pending, "")
    kept = {keys.rejected: before} if before and before != candidate else {}
    others = {key: value for key, value in values.items() if (key, value) != (keys.rejected, candidate)}
    return {**others, **kept, keys.pending: candidate}


def settled(values: Values, keys: Keys, stage: Stage) -> dict[str, str]:
    """With the value that was seen to work as the current one, and none pending.

    The same once more changes nothing. Where there is no current value, it was the pending one that worked.
    """
    if keys.pending not in values:
        return dict(values)
    without = {key: value for key, value in values.items() if key != keys.pending}
    if stage is Stage.CURRENT and values.get(keys.current):
        return {**without, keys.rejected: values[keys.pending]}
    before = {keys.previous: values[keys.current]} if values.get(keys.current) else {}
    return {**without, **before, keys.current: values[keys.pending]}


def is_unsettled(values: Values, keys: Keys) -> bool:
    """Whether a change has not been seen to end."""
    return bool(values.get(keys.pending))


def chosen(values: Values, keys: Keys, stage: Stage) -> str:
    """The value of that stage, else of the other one: what was pending may have become current; empty without both."""
    current, pending = values.get(keys.current, ""), values.get(keys.pending, "")
    return (pending or current) if stage is Stage.PENDING else (current or pending)
