"""A language model that may be asked where the rules are not sure."""

from typing import Protocol

from webmend.domain.advice import Prompt, Reply


class AdvisorUnavailable(Exception):
    """There was no usable answer: absent, too slow, refused, no JSON, too long. The message holds no key."""


class Advisor(Protocol):
    """Answers one question at a time."""

    async def ask(self, prompt: Prompt) -> Reply:
        """The answer to one question, asked once; raises AdvisorUnavailable."""
        ...
