"""Code sources over HTTP."""

from .http import HttpInbox

__all__ = ["HttpInbox"]
