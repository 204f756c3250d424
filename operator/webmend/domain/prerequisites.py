"""What the operator asks the server before an attempt starts.

    POST /prerequisites   SecretsQuery -> MissingSecrets

Only the operator's own ServiceAccount may ask. The answer says which names are missing, never what a Secret holds.
"""

from typing import Annotated

from pydantic import Field

from .base import Name, ObjectName, Observed


class SecretsQuery(Observed):
    """Are these Secrets there?"""

    namespace: Name
    names: Annotated[tuple[ObjectName, ...], Field(max_length=32)] = ()


class MissingSecrets(Observed):
    """Those that are not."""

    missing: tuple[ObjectName, ...] = ()
