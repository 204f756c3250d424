"""The server over HTTP."""

from .client import HttpSession

__all__ = ["HttpSession"]
