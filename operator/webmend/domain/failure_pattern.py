"""Failures that are alike."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from .base import Identifier, Line, Observed
from .failure import Category, SubType


class ExampleRun(Observed):
    """A run to look at."""

    namespace: Line
    name: Line
    workflow: Line
    message: Annotated[str, Field(max_length=1024)] = ""


class FailurePattern(Observed):
    """Runs that have failed in the same way, at the same step, on the same site."""

    category: Category | None = None
    sub_type: SubType | None = None
    node_id: Identifier | None = None
    """The step."""
    site: Line = ""
    runs: int
    workflows: int
    """How many workflows they are of: of more than one, the site is to be looked at first."""
    first_seen: datetime
    """When the first of these runs was created."""
    last_seen: datetime
    """When the latest of them was created."""
    example: ExampleRun
    """The latest of them."""


class FailurePatternList(Observed):
    """Patterns, those with the most runs first."""

    items: tuple[FailurePattern, ...] = ()
