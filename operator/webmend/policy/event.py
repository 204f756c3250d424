"""What people are told of a transition."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EmitEvent:
    """Tell people by a Kubernetes Event. `key` makes it one per transition."""

    reason: str
    message: str
    key: str
    warning: bool = False
