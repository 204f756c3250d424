"""What a language model may be asked about a failure, and what comes back: plain values, nothing of any vendor's."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from .base import Line, Observed, Sentence, StrEnum
from .failure import Category, SubType


class Prompt(Observed):
    """One question. No tools, no history."""

    instructions: str
    """What is wanted, by us."""
    material: str
    """What was seen, by others: data, fenced."""
    answer: dict[str, Any]
    """JSON Schema of the answer."""


class Reply(Observed):
    """What the model said."""

    model: Line
    """Its id as the endpoint names it: calibration is kept by it."""
    text: str
    """The answer, unread."""
    tokens: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    """Tokens that the call took, in and out, as the endpoint counts them."""


class Proposal(Observed):
    """The label that a model gives a failure, with what it quotes from the evidence for it."""

    category: Category
    """Its category."""
    sub_type: SubType | None = None
    """Its sub-type, where the category names any."""
    probability: Annotated[float, Field(ge=0, le=1)] = 0.0
    """How sure the model says it is. It is not believed that far."""
    quotes: Annotated[tuple[Line, ...], Field(max_length=3)] = ()
    """Pieces of what it was shown."""


class ConsultationOutcome(StrEnum):
    """What came of asking."""

    PENDING = "Pending"
    """No answer yet. Never stored with a run."""
    PROPOSED = "Proposed"
    """It named a label and quoted what stands in the evidence."""
    UNDECIDED = "Undecided"
    """It did not decide, or what it said cannot be used."""
    UNAVAILABLE = "Unavailable"
    """There was no answer in time."""


class Consultation(Observed):
    """A model was asked why a step failed. Whether its word was taken, the failure's `source` says."""

    attempt: int
    """Attempt in which the failure happened."""
    sequence: int
    """Number of the failure within the attempt."""
    asked_at: datetime
    """When it was asked."""
    outcome: ConsultationOutcome = ConsultationOutcome.PENDING
    """What came of it."""
    model: Line = ""
    """The model's id, as the endpoint names it."""
    proposal: Proposal | None = None
    """What it said."""
    detail: Sentence = ""
    """Why there is no proposal."""
    tokens: int = 0
    """Tokens that the answer took."""

    def is_of(self, attempt: int, sequence: int) -> bool:
        """Whether it was about this failure."""
        return (self.attempt, self.sequence) == (attempt, sequence)
