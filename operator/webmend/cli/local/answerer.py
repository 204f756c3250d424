"""Whoever answers what a run without a cluster asks."""

from typing import Protocol

from webmend.domain.run import Answer, InputRequest
from webmend.domain.workflow import Input


class Answerer(Protocol):
    """Somebody at the terminal, or what was prepared on the command line."""

    async def answer(
        self, request: InputRequest, declared: tuple[Input, ...], complaint: str, seconds: float
    ) -> Answer | None:
        """The answer to the question; None when there is none within so many seconds.

        `complaint`: why the answer before was refused; empty when there was none.
        """
        ...
