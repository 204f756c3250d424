from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.site.app import create
from tests.unit.site.virtual_clock import VirtualClock

Put = Callable[..., str]


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def site(clock: VirtualClock) -> Iterator[TestClient]:
    """A browser without a session, on a site of its own."""
    with TestClient(create(clock)) as client:
        yield client


@pytest.fixture
def put(site: TestClient) -> Put:
    """Put a tenant with these faults; gives the path of its clinic."""

    def put_tenant(**faults: Any) -> str:
        answer = site.put("/_control/tenants/mine", json=faults)
        assert answer.status_code == 200, answer.text
        return "/mine"

    return put_tenant


@pytest.fixture
def sign_in(site: TestClient) -> Callable[[str], None]:
    """Sign in to the clinic at this path."""

    def sign_in_to(clinic: str) -> None:
        answer = site.post(f"{clinic}/login", data={"username": "nurse", "password": "correct-horse", "next": "/"})
        assert "<h1>Today</h1>" in answer.text

    return sign_in_to
