"""Changing a password: which fields want which password, what the new one must be like, a new one that is."""

from .candidate import TooWeak, candidate, meets
from .fields import Fields, asks_for_login, fields_of
from .rules import rules_of

__all__ = ["Fields", "TooWeak", "asks_for_login", "candidate", "fields_of", "meets", "rules_of"]
