"""What the integration tests share."""

import uuid
from collections.abc import AsyncIterator

import pytest

from tests.integration.clinic import Clinic
from tests.support.control_plane import ControlPlane, control_plane
from webmend.adapters.kubernetes import connect

__all__ = ["control_plane"]


@pytest.fixture
async def clinic(control_plane: ControlPlane) -> AsyncIterator[Clinic]:
    cluster = await connect(control_plane.kubeconfig)
    clinic = Clinic(cluster, control_plane, f"clinic-{uuid.uuid4().hex[:8]}")
    await clinic.open()
    yield clinic
    await cluster.close()
