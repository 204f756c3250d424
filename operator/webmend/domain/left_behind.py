"""What a run has left behind, as the public API tells it."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from .base import Model, Observed
from .phase import Phase


class RunData(Observed):
    """What a run has extracted."""

    run: str
    session_id: str
    phase: Phase | None
    """Where the run stands: the data of one that is not Succeeded may be half of what was wanted."""
    attempt: int
    """Number of the attempt that extracted them."""
    version: int | None
    """Version of the workflow that this attempt ran."""
    warnings: tuple[str, ...] = ()
    """What is wrong with them, by the rules of spec.outputs; empty too when the workflow has none."""
    values: dict[str, Any]
    """By output name: a list of records or a single record."""


class Artifact(Observed):
    """A body that a run has left."""

    name: str
    """Path below the run: `a1/files/receipt.pdf`."""
    attempt: int
    size_bytes: int
    content_type: str
    """Told from the name's ending."""


class ArtifactList(Observed):
    """All of them, those of earlier attempts first."""

    run: str
    session_id: str
    items: tuple[Artifact, ...]


class NewLink(Model):
    """What is asked for: a link to one body."""

    name: Annotated[str, Field(min_length=1, max_length=1024)]
    """As the list of artifacts says it."""


class ArtifactLink(Observed):
    """A link by which anybody gets one body, for a short time."""

    name: str
    path: str
    """Below the address of the server."""
    expires_at: datetime
