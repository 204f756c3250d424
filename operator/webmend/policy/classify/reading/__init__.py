"""Failures told in words, by people or by other tools, read into the bundle of evidence that the rules look at.

Reading finds facts and judges nothing: a status, what stopped the step, what lies over the target, what the page is
said to show. What was not told is named in `dropped`, so that no rule takes it for absent.
"""

from .read import read
from .told import Told

__all__ = ["Told", "read"]
