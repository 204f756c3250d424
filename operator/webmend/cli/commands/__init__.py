"""The commands, one module each: its arguments, and what it does with them."""

from types import ModuleType

from . import export, heal, importing, run, validate, versions

COMMANDS: tuple[ModuleType, ...] = (run, validate, importing, versions, export, heal)
"""In the order in which the help lists them."""
