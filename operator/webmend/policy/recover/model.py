"""What a failure may lead to that only a model has put a name to."""

from webmend.domain.failure import Category, Source

from .decision import Decision, nothing
from .facts import RecoveryFacts

HARMLESS = frozenset({Category.PAGE_STILL_LOADING, Category.UPSTREAM_ERROR, Category.SERVICE_UNAVAILABLE})
"""After which somebody waits, or tries the same again, within the budgets that hold for rules too."""


def heed_model_with_care(facts: RecoveryFacts, _chance: float) -> Decision | None:
    """A page can tell a model what to say. So its word starts waiting and trying again, and nothing else, ever."""
    if facts.failure.source is not Source.MODEL or facts.failure.category in HARMLESS:
        return None
    return nothing(facts, f"only a model says that it is {facts.why}, and nothing is done on its word alone")
