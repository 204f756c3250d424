"""What containers have written."""

from collections.abc import AsyncIterator
from typing import Protocol


class PodLogs(Protocol):
    """The logs of pods."""

    def lines(
        self, namespace: str, pod: str, container: str, *, follow: bool = False, tail: int | None = None
    ) -> AsyncIterator[str]:
        """The lines that a container has written, without their ends; with `follow` those to come too, until it ends.

        `tail`: so many of the last ones. Raises a ClusterError: NotFound without such a pod, Invalid where it has
        not started, Forbidden.
        """
        ...
