"""Where bodies are kept: a folder on a volume."""

from .local import LocalArtifacts

__all__ = ["LocalArtifacts"]
