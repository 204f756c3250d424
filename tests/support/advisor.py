"""A model that says what it is told to."""

import asyncio
import json

from webmend.domain.advice import Prompt, Reply


class FakeAdvisor:
    """Says `says`, raises it where it is an exception, and never answers where it is None. Remembers its questions."""

    def __init__(self, says: object = None) -> None:
        self.says = says
        self.asked: list[Prompt] = []

    async def ask(self, prompt: Prompt) -> Reply:
        """See ports.advisor.Advisor."""
        self.asked.append(prompt)
        if self.says is None:
            await asyncio.Event().wait()
        if isinstance(self.says, Exception):
            raise self.says
        return Reply(model="small-model", text=json.dumps(self.says), tokens=70)
