"""What good runs have shown of a workflow's steps.

POST /experience   ExperienceQuery -> Shown     the operator asks the server
"""

from datetime import datetime

from pydantic import Field

from .base import Line, Observed
from .target import Fingerprint, Target


class Remembered(Observed):
    """Of one step."""

    target: Target | None = None
    """Its target then; what the element looked like says nothing of another target."""
    fingerprint: Fingerprint | None = None
    """What its element looked like last."""
    waits: tuple[float, ...] = ()
    """Seconds waited, the latest last."""


class Experience(Observed):
    """Of one version."""

    finished_at: datetime
    """When the last of the good runs ended."""
    nodes: dict[str, Remembered] = Field(default_factory=dict)
    """By node; those that the last run did not come by are from earlier good runs."""


class ExperienceQuery(Observed):
    """What have good runs shown of this version, or of the ones before it?"""

    workflow_uid: Line
    version: int


class Shown(Observed):
    """What good runs have shown."""

    nodes: dict[str, Remembered] = Field(default_factory=dict)
    """By node, of the latest version that had a good run."""
