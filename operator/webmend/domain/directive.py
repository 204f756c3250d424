"""What a waiting runner is told to do."""

from typing import Annotated

from pydantic import Field

from .base import Identifier, Observed, Sentence, StrEnum

CARRIED_SEQUENCE = 0


class DirectiveKind(StrEnum):
    RETRY = "Retry"
    """Wait, then try the failed step again."""
    RESUME = "Resume"
    """Wait, then go on from an earlier step."""
    END = "End"
    """End the attempt with its report."""
    STOP = "Stop"
    """A person asked the run to stop: end, and do nothing more at the site."""


class Directive(Observed):
    """One answer to one failure."""

    sequence: int
    """The failure that it answers."""
    attempt: int
    """The attempt that it is for."""
    kind: DirectiveKind
    """What to do."""
    node_id: Identifier | None = None
    """The step to go on with, for Retry and Resume."""
    delay: Annotated[float, Field(ge=0, le=600)] = 0.0
    """Seconds to wait first."""
    reason: Sentence = ""
    """Why, in a sentence."""


class Carried(Observed):
    """A delay that a new attempt brings from the one before, when nobody could answer in the session."""

    node_id: Identifier
    """Before this step."""
    delay: float
    """Seconds to wait."""
    sequence: int = CARRIED_SEQUENCE
    """Its outcome is reported under this number; failures of the attempt count from 1."""
