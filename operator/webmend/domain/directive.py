"""What a waiting runner is told to do."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from .base import Identifier, Line, Observed, Sentence, StrEnum
from .target import Selector

CARRIED_SEQUENCE = 0


class DirectiveKind(StrEnum):
    RETRY = "Retry"
    """Wait, then try the failed step again."""
    RESUME = "Resume"
    """Wait, then go on from an earlier step."""
    REPAIR = "Repair"
    """Find the step's element anew by its fingerprint, or bring it into sight, and try the step again."""
    DISMISS = "Dismiss"
    """Close what covers the page, then try the failed step again."""
    PRESS = "Press"
    """Press the control of the open dialog that a person chose, then try the failed step again."""
    HOLD = "Hold"
    """Keep the session open: somebody is asked. What follows comes under the same sequence with a higher revision."""
    ROTATE = "Rotate"
    """Give the site the new password that it forces, then go on."""
    ENROL = "Enrol"
    """Set up the second factor that the site demands, then go on."""
    LOG_IN_AGAIN = "LogInAgain"
    """Go back to the login, with the value that a cut-off change has left pending in the place of the refused one."""
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
    revision: int = 0
    """Counted up where one failure gets several answers, as after Hold."""
    kind: DirectiveKind
    """What to do."""
    node_id: Identifier | None = None
    """The step to go on with; default the failed one."""
    delay: Annotated[float, Field(ge=0, le=600)] = 0.0
    """Seconds to wait first."""
    until: datetime | None = None
    """When Hold ends without an answer."""
    control: Line = ""
    """Name of the control, for Press."""
    credential: Line = ""
    """Alias of the credential, for Rotate, Enrol and LogInAgain."""
    refused: Annotated[tuple[Selector, ...], Field(max_length=8)] = ()
    """Selectors that a person has taken back, of the element and of controls before it: not used again by Repair."""
    answer: Annotated[str, Field(max_length=64)] = ""
    """The question whose answer brings new values; the server adds them on the way to the runner."""
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
