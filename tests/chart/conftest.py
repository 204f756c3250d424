"""Helm, and what it makes of the chart."""

import pytest

from tests.support.helm import Helm, Rendered, helm

__all__ = ["helm"]


@pytest.fixture(scope="session")
def defaults(helm: Helm) -> Rendered:
    """The chart without any values given."""
    return helm.render()
