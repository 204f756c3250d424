"""Why a step failed: an ordered list of small rules over typed evidence. The list is in chain.py."""

from .chain import classify

__all__ = ["classify"]
