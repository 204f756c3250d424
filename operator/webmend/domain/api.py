"""What the public API is asked for, and what it answers, beyond what is kept of runs."""

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from .base import Identifier, Model, Name, Observed, Sentence, Text
from .phase import Phase
from .rule import Rule
from .run import RequestId, SecretRef

Inputs = Annotated[dict[Identifier, Text], Field(max_length=64)]
VersionNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
Priority = Annotated[int, Field(ge=-1000, le=1000)]


class NewRun(Model):
    """A run that somebody wants."""

    workflow: Name
    """Name of the workflow."""
    version: VersionNumber | None = None
    """Its version; default the one that takes effect at the start of each attempt."""
    inputs: Inputs = Field(default_factory=dict)
    """Values of the workflow's inputs, but for secret ones."""
    inputs_from: SecretRef | None = None
    """A Secret of the namespace with further values."""
    start_at: AwareDatetime | None = None
    """Not before this time."""
    start_from: Identifier | None = None
    """Begin with this step."""
    dry_run: bool = False
    """End well before the first irreversible step."""
    priority: Priority = 0
    """Higher goes first in a queue."""


class NewReplay(Model):
    """How a run is to be repeated. What is left out is as it was."""

    version: VersionNumber | Literal["active"] | None = None
    """Another version; `active`: the one that takes effect now."""
    inputs: Inputs | None = None
    """Other values; inputs that are not named are as they were."""
    inputs_from: SecretRef | None = None
    """Another Secret with values; the caller needs the verb create on workflowruns too."""
    start_at: AwareDatetime | None = None
    """Not before this time."""
    start_from: Identifier | None = None
    """Begin with this step."""
    dry_run: bool | None = None
    """End well before the first irreversible step, or (false) take it."""
    priority: Priority | None = None
    """Higher goes first in a queue."""
    confirm_irreversible: bool = False
    """Repeat also a run that has taken an irreversible step, or may have."""


class NewAnswer(Model):
    """An answer to what a run asks."""

    RULES: ClassVar = (
        Rule(
            message="exactly one of inputs, modalAction is given",
            cel="",
            holds=lambda answer: bool(answer.inputs) != (answer.modal_action is not None),
        ),
    )

    request_id: RequestId | None = None
    """The question that it answers; default the one that is open."""
    inputs: Inputs = Field(default_factory=dict)
    """New values by name of the input; secret ones are kept in a Secret of the run."""
    modal_action: Annotated[str, Field(min_length=1, max_length=256)] | None = None
    """The control to press, of those offered."""


class RunMade(Observed):
    """A run that was made."""

    namespace: Name
    name: str
    session_id: str
    """UID of its object; the id of its session."""
    workflow: Name
    message: Sentence
    """What was made, in a sentence."""


class RunTold(Observed):
    """A run that was told something."""

    namespace: Name
    name: str
    session_id: str
    phase: Phase
    """Where it stood then."""
    message: Sentence
    """What it was told, in a sentence."""
