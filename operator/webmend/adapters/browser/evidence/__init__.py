"""What can be seen at the moment of a failure. Every text is redacted before it is cut; nothing here raises."""

from .collect import Scene, collect

__all__ = ["Scene", "collect"]
