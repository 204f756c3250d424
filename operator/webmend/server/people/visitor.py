"""Somebody at the door of a run."""

from dataclasses import dataclass

from webmend.domain.run import Run

from .users import User


@dataclass(frozen=True)
class Visitor:
    """Somebody who may do to this run what they ask for."""

    user: User
    run: Run
