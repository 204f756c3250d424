"""Asking a model about a failure that the rules leave open. Off unless an endpoint is configured."""

import asyncio
from dataclasses import dataclass

import structlog

from webmend.domain.evidence import Evidence
from webmend.domain.failure import Failure, Source
from webmend.policy.classify import advice
from webmend.policy.classify.trust import Trust
from webmend.ports.advisor import Advisor, AdvisorUnavailable

PATIENCE = 20.0
"""Seconds in all: the runner waits 30 for the directive that comes of it."""

_log = structlog.get_logger()


@dataclass(frozen=True)
class Advised:
    """The verdict, and what asking took."""

    failure: Failure
    asked: bool = False
    answered: bool = False
    tokens: int = 0

    @property
    def is_models(self) -> bool:
        """Whether the label is the model's."""
        return self.failure.source is Source.MODEL


async def advised(
    failure: Failure, evidence: Evidence, advisor: Advisor | None, trust: Trust, patience: float = PATIENCE
) -> Advised:
    """The rules' verdict, with a model's word weighed in where it is wanted and comes in time. Never raises."""
    if advisor is None or not advice.is_wanted(failure, evidence):
        return Advised(failure)
    try:
        async with asyncio.timeout(patience):
            reply = await advisor.ask(advice.question(evidence))
    except (AdvisorUnavailable, TimeoutError) as error:
        _log.warning("the model did not help", error=str(error) or type(error).__name__)
        return Advised(failure, asked=True)
    return Advised(advice.advised(failure, evidence, reply, trust), True, True, reply.tokens)
