"""What the operator asks the server before an attempt starts.

    POST /prerequisites   SecretsQuery -> MissingSecrets

Only the operator's own ServiceAccount may ask. The answer says which names are missing and whether a
Secret has changed since, never what it holds.
"""

from typing import Annotated

from pydantic import Field

from .base import Name, ObjectName, Observed


class SecretsQuery(Observed):
    """Are these Secrets there?"""

    namespace: Name
    names: Annotated[tuple[ObjectName, ...], Field(max_length=32)] = ()


class MissingSecrets(Observed):
    """Those that are not, and a word on those that are."""

    missing: tuple[ObjectName, ...] = ()
    versions: dict[str, str] = Field(default_factory=dict)
    """By name, for those that are there: a word that is another one after every change. It says nothing else."""
