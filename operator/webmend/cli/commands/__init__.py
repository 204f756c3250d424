"""The commands, one module each: its arguments, and what it does with them."""

from types import ModuleType

from . import run, validate

COMMANDS: tuple[ModuleType, ...] = (run, validate)
"""In the order in which the help lists them."""
