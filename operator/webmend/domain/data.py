"""What a run has extracted, in figures, and what is wrong with it."""

from typing import Annotated

from pydantic import Field

from .base import Identifier, Line, Observed, StrEnum
from .failure import Fault

MOST_WARNINGS = 8
"""Warnings that a runner tells; they share the pod's termination message with everything else."""
MOST_OUTPUTS = 32
"""Outputs whose rows a runner tells, those with rules before the others."""


class DataRuleKind(StrEnum):
    """Which rule of spec.outputs does not hold."""

    SCHEMA = "Schema"
    """dataSchema."""
    MIN_ROWS = "MinRows"
    """rules[].minRows."""
    REQUIRED = "Required"
    """rules[].required."""
    MAX_DROP_PERCENT = "MaxDropPercent"
    """rules[].maxDropPercent."""


class DataWarning(Observed):
    """A rule of spec.outputs that what was extracted does not hold to. The run succeeds all the same."""

    output: Line = ""
    """The output; empty where the rule is about all of them."""
    rule: DataRuleKind
    """Which rule."""
    message: Line
    """What is wrong and where, without any of the data."""
    fault: Fault = Fault.DATA
    """Whose fault it is."""


class OutputRows(Observed):
    """How many rows an output has: the length of a list, 1 for a single record."""

    output: Identifier
    """Name of the output."""
    rows: int
    """How many."""


Warnings = Annotated[tuple[DataWarning, ...], Field(max_length=2 * MOST_WARNINGS)]
Rows = Annotated[tuple[OutputRows, ...], Field(max_length=MOST_OUTPUTS)]
