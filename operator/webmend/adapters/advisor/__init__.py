"""Language models."""

from .chat import ChatAdvisor

__all__ = ["ChatAdvisor"]
