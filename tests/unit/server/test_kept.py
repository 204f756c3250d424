"""Versions and error codes: kept from the watch, told after their objects have gone."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.builders import version
from tests.support.installation import NAMESPACE, portal
from tests.support.person import Person
from tests.support.server import Server, served
from tests.support.store import FakeStore
from webmend.ports.cluster import ERROR_CODES, VERSIONS, Change

pytestmark = pytest.mark.looptime
HISTORY = "/history/versions"


@pytest.fixture
async def server(store: FakeStore) -> AsyncIterator[Server]:
    async with served(store) as server:
        yield server


async def make_version(server: Server, number: int, **spec: Any) -> Any:
    made = version(portal(), number, **spec)
    return await server.cluster.create(
        VERSIONS, NAMESPACE, {"metadata": {"name": made.name}, "spec": made.spec.stored()}
    )


async def make_code(server: Server, name: str = "no-slot", **spec: Any) -> Any:
    match = {"category": "UPSTREAM_ERROR", "words": ["no slot"]}
    return await server.cluster.create(
        ERROR_CODES, NAMESPACE, {"metadata": {"name": name}, "spec": {"match": match, "state": "Suggested", **spec}}
    )


async def told(person: Person, path: str) -> Any:
    answer = await person.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_versions_are_told_after_they_have_gone_the_latest_first(server: Server) -> None:
    first = await make_version(server, 1, note="made by hand")
    await make_version(server, 2, graph=None, revert_to=1)
    await server.settled()
    await server.cluster.delete(VERSIONS, NAMESPACE, first["metadata"]["name"], first["metadata"]["uid"])
    await server.settled()
    ada = Person(server, "list workflowversions")
    items = (await told(ada, HISTORY))["items"]
    assert sorted((each["number"], each["workflow"]) for each in items) == [(1, "portal"), (2, "portal")]
    assert next(each["note"] for each in items if each["number"] == 1) == "made by hand"
    assert all("spec" not in each and "seen" not in each for each in items)


async def test_a_version_that_has_gone_is_told_with_its_steps(server: Server) -> None:
    made = await make_version(server, 1)
    await server.settled()
    await server.cluster.delete(VERSIONS, NAMESPACE, made["metadata"]["name"], made["metadata"]["uid"])
    await server.settled()
    ada = Person(server, "get workflowversions")
    found = await told(ada, f"/namespaces/{NAMESPACE}/workflows/portal/history/1")
    assert found["spec"]["graph"] == made["spec"]["graph"]
    assert (await ada.get(f"/namespaces/{NAMESPACE}/workflows/portal/history/7")).status_code == 404


async def test_an_error_code_is_told_as_it_was_last(server: Server) -> None:
    made = await make_code(server)
    await server.settled()
    name = made["metadata"]["name"]
    await server.cluster.patch_status(ERROR_CODES, NAMESPACE, name, {"occurrences": 7}, "")
    await server.settled()
    await server.cluster.delete(ERROR_CODES, NAMESPACE, name, made["metadata"]["uid"])
    await server.settled()
    (found,) = (await told(Person(server, "list errorcodes"), "/history/errorcodes"))["items"]
    assert (found["name"], found["code"], found["state"], found["occurrences"]) == (name, name, "Suggested", 7)
    assert (found["category"], found["match"]["words"]) == ("UPSTREAM_ERROR", ["no slot"])


@pytest.mark.parametrize(
    ("path", "want"),
    [
        ("?workflow=other", 0),
        ("?workflow=portal&version=2", 1),
        ("?namespace=clinic", 2),
        ("?namespace=lab", 0),
        ("?until=2020-01-01T00:00:00Z", 0),
        ("?limit=1", 1),
    ],
)
async def test_versions_are_told_by_what_is_asked(server: Server, path: str, want: int) -> None:
    await make_version(server, 1)
    await make_version(server, 2)
    await server.settled()
    assert len((await told(Person(server, "list workflowversions"), f"{HISTORY}{path}"))["items"]) == want


async def test_pages_follow_one_another_by_their_links(server: Server) -> None:
    for number in range(1, 4):
        await make_version(server, number)
    await server.settled()
    ada = Person(server, "list workflowversions")
    first = await ada.get(f"{HISTORY}?limit=2")
    second = await told(ada, f"{HISTORY}?limit=2&cursor={first.json()['next']}")
    assert 'rel="next"' in first.headers["link"]
    assert {each["number"] for each in (*first.json()["items"], *second["items"])} == {1, 2, 3}
    assert "next" not in second


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"{HISTORY}?phase=Failed", 422, "unknown parameter phase"),
        ("/history/errorcodes?workflow=portal", 422, "unknown parameter workflow"),
        (f"{HISTORY}?cursor=abc", 400, "no cursor"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(server: Server, path: str, status: int, said: str) -> None:
    answer = await Person(server, "list workflowversions", "list errorcodes").get(path)
    assert (answer.status_code, said in answer.json()["detail"]) == (status, True), answer.text


async def test_what_changes_while_the_history_is_down_is_kept_afterwards(server: Server, store: FakeStore) -> None:
    store.is_down = True
    await make_version(server, 1)
    await make_code(server)
    await server.settled()
    store.is_down = False
    await asyncio.sleep(10)
    assert (len(store.versions), len(store.codes)) == (1, 1)


async def test_what_was_seen_earlier_changes_nothing(server: Server, store: FakeStore) -> None:
    made = await make_code(server)
    await server.cluster.patch_status(ERROR_CODES, NAMESPACE, "no-slot", {"occurrences": 7}, "")
    await server.settled()
    server.app.state.parts.keeper.listener(ERROR_CODES)(Change("ADDED", made))
    await server.settled()
    assert [each.occurrences for each in store.codes.values()] == [7]
