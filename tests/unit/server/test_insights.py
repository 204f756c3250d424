"""What the API tells of failures, busy hours, workflows that need attention, and the queue."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.builders import at
from tests.support.person import Person
from tests.support.records import record
from tests.support.server import Server, served
from tests.support.store import FakeStore
from webmend.ports.cluster import RUNS

pytestmark = pytest.mark.looptime


@pytest.fixture
async def server(store: FakeStore) -> AsyncIterator[Server]:
    async with served(store) as server:
        await server.installed.install()
        await store.record(
            [
                record("one", created=at(-60), phase="Failed", category="UPSTREAM_ERROR"),
                record("two", created=at(-3600)),
                record("three", created=at(-7200), namespace="lab", phase="Failed", category="AUTHENTICATION_ERROR"),
                record("old", created=at(-8 * 86_400), workflow="older"),
                record("ancient", created=at(-31 * 86_400), phase="Failed", category="PAGE_NOT_FOUND"),
            ]
        )
        yield server


async def told(person: Person, path: str) -> Any:
    answer = await person.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_failures_are_those_of_thirty_days_unless_a_begin_or_an_end_is_said(server: Server) -> None:
    ada = Person(server, "list")
    assert [each["category"] for each in (await told(ada, "/runs/failures"))["items"]] == [
        "UPSTREAM_ERROR",
        "AUTHENTICATION_ERROR",
    ]
    early = await told(ada, "/runs/failures?until=2026-11-01T00:00:00Z&limit=1")
    assert [(each["category"], each["example"]["name"]) for each in early["items"]] == [("PAGE_NOT_FOUND", "ancient")]


async def test_busy_hours_are_those_of_the_time_zone(server: Server) -> None:
    found = await told(Person(server, "list"), "/runs/peak-hours?timeZone=Europe/Vienna&since=2026-11-25T00:00:00Z")
    assert [(each["weekday"], each["hour"]) for each in found["items"] if each["runs"]] == [(3, 11), (3, 12)]
    assert len(found["items"]) == 168


async def test_workflows_are_told_with_their_reliability_and_its_reason(server: Server) -> None:
    found = (await told(Person(server, "list"), "/workflows/standing"))["items"]
    assert [(each["namespace"], each["reliability"], each["reason"]) for each in found] == [
        ("lab", "ActionNeeded", "NeedsSomebody"),
        ("clinic", "Watch", "LastFailed"),
    ]
    assert (found[1]["successRate"], found[1]["lastFailure"]["run"]) == (0.5, "one")


@pytest.mark.parametrize(
    ("query", "want"),
    [
        ("?reliability=Watch,ActionNeeded&namespace=clinic", ["portal"]),
        ("?reliability=Healthy", []),
        ("?since=2026-11-01T00:00:00Z&reliability=Healthy", ["older"]),
    ],
)
async def test_only_workflows_that_are_asked_for_are_told(server: Server, query: str, want: list[str]) -> None:
    assert [
        each["workflow"] for each in (await told(Person(server, "list"), f"/workflows/standing{query}"))["items"]
    ] == want


async def test_the_queue_is_told_from_the_runs_that_are_there_now(server: Server) -> None:
    ada = Person(server, "list")
    await server.installed.run("portal-1")
    await server.settled()
    assert (await told(ada, "/capacity"))["running"] == 1
    await server.cluster.patch_status(RUNS, "clinic", "portal-1", {"phase": "Pending", "reason": "Queued"}, "")
    await server.settled()
    found = await told(ada, "/capacity")
    assert (found["waiting"], found["running"], found["reasons"]) == (1, 0, [{"reason": "Queued", "runs": 1}])
    await server.cluster.patch_status(RUNS, "clinic", "portal-1", {"phase": "Succeeded"}, "")
    await server.settled()
    assert (await told(ada, "/capacity"))["waiting"] == 0


async def test_runs_of_namespaces_that_one_may_not_list_are_not_told(server: Server) -> None:
    await server.installed.run("portal-1")
    await server.settled()
    bob = Person(server, "list", name="bob", namespace="lab")
    assert [each["category"] for each in (await told(bob, "/runs/failures"))["items"]] == ["AUTHENTICATION_ERROR"]
    assert [each["namespace"] for each in (await told(bob, "/workflows/standing"))["items"]] == ["lab"]
    assert sum(each["runs"] for each in (await told(bob, "/runs/peak-hours"))["items"]) == 1
    assert (await told(bob, "/capacity"))["running"] == 0
    assert (await bob.get("/capacity?namespace=clinic")).status_code == 403


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/runs/failures?groupBy=day", "unknown parameter groupBy"),
        ("/runs/peak-hours?timeZone=Mars", "timeZone"),
        ("/workflows/standing?reliability=Fine", "reliability: of Healthy, Watch, ActionNeeded"),
        ("/capacity?workflow=portal", "unknown parameter workflow"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(server: Server, path: str, said: str) -> None:
    answer = await Person(server, "list").get(path)
    assert (answer.status_code, said in answer.json()["detail"]) == (422, True), answer.text
