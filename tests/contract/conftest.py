"""What real adapters of the contract suites run against."""

from tests.support.control_plane import control_plane

__all__ = ["control_plane"]
