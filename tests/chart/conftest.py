"""Helm, and a control plane to install the chart on."""

import pytest

from tests.support.control_plane import control_plane
from tests.support.helm import Helm, Rendered, helm

__all__ = ["control_plane", "helm"]


@pytest.fixture(scope="session")
def defaults(helm: Helm) -> Rendered:
    """The chart without any values given."""
    return helm.render()
