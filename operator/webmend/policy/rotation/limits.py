"""What one source says of a password's limits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Nothing is limited where nothing is said."""

    least: int | None = None
    """Fewest characters."""
    most: int | None = None
    """Most characters."""
    special: str | None = None
    """The special characters that are allowed."""
    forbidden: str = ""
    """Characters that are not."""
    plain: bool = False
    """No special characters at all."""
    in_a_row: int | None = None
    """How often one character may stand in a row."""
