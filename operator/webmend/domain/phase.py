"""The phases of a run and the one table of their legal moves; the diagram in the docs is drawn from it."""

from .base import StrEnum


class Phase(StrEnum):
    """Where a run stands."""

    PENDING = "Pending"
    RUNNING = "Running"
    RECOVERING = "Recovering"
    INPUT_REQUIRED = "InputRequired"
    REQUEUED = "Requeued"
    VALIDATING = "Validating"
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    STOPPED = "Stopped"


TERMINAL = frozenset({Phase.SUCCEEDED, Phase.FAILED, Phase.STOPPED})
IN_SESSION = frozenset({Phase.RUNNING, Phase.RECOVERING, Phase.INPUT_REQUIRED, Phase.VALIDATING})
"""Phases in which a Job of the current attempt exists or is being made."""

MOVES: dict[Phase, frozenset[Phase]] = {
    Phase.PENDING: frozenset({Phase.RUNNING, Phase.FAILED, Phase.STOPPED}),
    Phase.RUNNING: frozenset(
        {Phase.RECOVERING, Phase.INPUT_REQUIRED, Phase.VALIDATING, Phase.PENDING, Phase.REQUEUED} | TERMINAL
    ),
    Phase.RECOVERING: frozenset(
        {Phase.RUNNING, Phase.INPUT_REQUIRED, Phase.VALIDATING, Phase.PENDING, Phase.REQUEUED} | TERMINAL
    ),
    Phase.INPUT_REQUIRED: frozenset(
        {Phase.RUNNING, Phase.RECOVERING, Phase.VALIDATING, Phase.PENDING, Phase.REQUEUED} | TERMINAL
    ),
    Phase.REQUEUED: frozenset({Phase.PENDING, Phase.RUNNING, Phase.FAILED, Phase.STOPPED}),
    Phase.VALIDATING: frozenset(TERMINAL),
    Phase.SUCCEEDED: frozenset(),
    Phase.FAILED: frozenset(),
    Phase.STOPPED: frozenset(),
}


FIRST = frozenset({Phase.PENDING, Phase.RUNNING, Phase.FAILED, Phase.STOPPED})
"""Phases in which a new run may begin: it starts Pending, or ends at once."""


class IllegalMove(ValueError):
    """A run was about to go from one phase to another that the table does not allow."""


def move(old: Phase | None, new: Phase) -> Phase:
    """`new`, where a run may go there from `old` (None: a new run).

    Raises IllegalMove otherwise. Staying where one is, is no move.
    """
    allowed = MOVES[old] if old else FIRST
    if new is not old and new not in allowed:
        raise IllegalMove(f"a run cannot go from {old} to {new}")
    return new
