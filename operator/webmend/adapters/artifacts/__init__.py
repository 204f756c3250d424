"""Where bodies are kept: a folder on a volume, or a bucket, which is imported where there is one (.bucket)."""

from .local import LocalArtifacts

__all__ = ["LocalArtifacts"]
