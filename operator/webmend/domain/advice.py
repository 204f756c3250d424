"""What a language model may be asked about a failure, and what comes back: plain values, nothing of any vendor's."""

from typing import Any

from .base import Observed


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

    model: str
    """Its id as the endpoint names it: calibration is kept by it."""
    text: str
    """The answer, unread."""
    tokens: int = 0
    """Tokens that the call took, in and out, as the endpoint counts them."""
