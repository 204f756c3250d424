"""What the API tells of steps that the history has."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.support.builders import NOW
from tests.support.records import record, step
from tests.support.server import Server, served
from tests.support.store import FakeStore

pytestmark = pytest.mark.looptime
PATH = "/api/v1/steps/slowest"


@pytest.fixture
async def server(store: FakeStore) -> AsyncIterator[Server]:
    async with served(store) as server:
        await store.record(
            [
                record("one", steps=(step("open"), step("save", sequence=2, outcome="Failed"))),
                record("two", steps=(step("open"), step("open", sequence=2))),
                record("three", namespace="other", steps=(step("login"),)),
                record("old", created=NOW - timedelta(days=31), steps=(step("past"),)),
            ]
        )
        yield server


async def call(server: Server, query: str, *namespaces: str) -> httpx.Response:
    """What somebody is told who may list runs in these namespaces; an empty one: everywhere."""
    user = {"username": "ada", "uid": "uid-of-ada", "groups": []}
    server.cluster.tokens["a-token"] = {"authenticated": True, "audiences": ["webmend-server"], "user": user}
    server.cluster.rights |= {("ada", "list workflowruns.webmend.io", namespace) for namespace in namespaces}
    return await server.http.get(f"{PATH}{query}", headers={"Authorization": "Bearer a-token"})


async def told(server: Server, query: str, *namespaces: str) -> list[dict[str, Any]]:
    answer = await call(server, query, *(namespaces or [""]))
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.mark.parametrize(
    ("query", "want"),
    [
        ("", ["open", "login", "save"]),
        ("?orderBy=failed&limit=1", ["save"]),
        ("?namespace=other", ["login"]),
        ("?since=2026-01-01T00:00:00Z&orderBy=average", ["past", "open", "save", "login"]),
        ("?until=2026-11-01T00:00:00Z", ["past"]),
        ("?text=one&orderBy=total", ["open", "save"]),
    ],
)
async def test_steps_are_told_by_what_is_asked(server: Server, query: str, want: list[str]) -> None:
    assert sorted(each["nodeId"] for each in await told(server, query)) == sorted(want)


async def test_a_step_is_told_with_its_share_its_failures_and_its_version(server: Server) -> None:
    first, *_ = await told(server, "?namespace=clinic")
    assert (first["nodeId"], first["workflow"], first["version"], first["executions"]) == ("open", "portal", 1, 3)
    assert (first["share"], first["failureRate"], first["durationMs"]) == (0.75, 0, 6000)
    assert first["durations"]["averageMs"] == 2000


async def test_steps_of_namespaces_that_one_may_not_list_are_not_counted(server: Server) -> None:
    assert [each["nodeId"] for each in await told(server, "", "other")] == ["login"]
    assert (await call(server, "?namespace=clinic", "other")).status_code == 403


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?orderBy=colour", "orderBy: one of total, average, failed"),
        ("?groupBy=day", "unknown parameter groupBy"),
        ("?limit=0", "between 1 and 200"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(server: Server, query: str, said: str) -> None:
    answer = await call(server, query, "")
    assert (answer.status_code, said in answer.json()["detail"]) == (422, True), answer.text


async def test_a_history_that_is_down_is_said_so(server: Server, store: FakeStore) -> None:
    assert (await server.http.get(PATH)).status_code == 401
    store.is_down = True
    assert (await call(server, "", "")).status_code == 503
