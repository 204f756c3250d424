"""What the API tells of runs that the history has."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.support.builders import at
from tests.support.records import record, step
from tests.support.server import Server, served
from tests.support.store import FakeStore

pytestmark = pytest.mark.looptime


@pytest.fixture
async def server(store: FakeStore) -> AsyncIterator[Server]:
    async with served(store) as server:
        yield server


@pytest.fixture
async def kept(store: FakeStore) -> FakeStore:
    """Five runs, two of another namespace."""
    await store.record(
        [
            record("one", created=at(1), labels={"team": "a"}, phase="Failed", category="UPSTREAM_ERROR"),
            record("two", created=at(2), version=4),
            record("three", created=at(3), workflow="other"),
            record("four", created=at(4), namespace="other"),
            record("five", created=at(5), namespace="other", phase="Failed"),
        ]
    )
    return store


async def call(server: Server, path: str, *rights: tuple[str, str], who: str = "ada") -> httpx.Response:
    """What somebody with these rights (verb, namespace; none: everywhere) is told."""
    user = {"username": who, "uid": f"uid-of-{who}", "groups": []}
    server.cluster.tokens["a-token"] = {"authenticated": True, "audiences": ["webmend-server"], "user": user}
    for verb, namespace in rights:
        server.cluster.rights.add((who, f"{verb} workflowruns.webmend.io", namespace))
    return await server.http.get(path, headers={"Authorization": "Bearer a-token"})


async def names(server: Server, query: str, *rights: tuple[str, str]) -> list[str]:
    answer = await call(server, f"/api/v1/runs{query}", *(rights or [("list", "")]))
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


EVERYWHERE = ("list", "")


@pytest.mark.parametrize(
    ("query", "want"),
    [
        ("", ["five", "four", "three", "two", "one"]),
        ("?phase=Failed", ["five", "one"]),
        ("?phase=Failed,Stopped&namespace=clinic", ["one"]),
        ("?phase=Failed&phase=Succeeded&version=4", ["two"]),
        ("?workflow=other", ["three"]),
        ("?label=team%3Da", ["one"]),
        ("?category=UPSTREAM_ERROR", ["one"]),
        ("?since=2026-11-25T12:00:03Z&until=2026-11-25T12:00:05Z", ["four", "three"]),
        ("?since=2026-11-25T12:00:03&until=2026-11-25T12:00:05Z", ["four", "three"]),
        ("?text=TWO", ["two"]),
        ("?recovered=true", []),
        ("?limit=2", ["five", "four"]),
    ],
)
async def test_runs_are_listed_by_what_is_asked(server: Server, kept: FakeStore, query: str, want: list[str]) -> None:
    assert await names(server, query) == want


async def test_pages_follow_one_another_by_their_links(server: Server, kept: FakeStore) -> None:
    answer = await call(server, "/api/v1/runs?limit=2&phase=Failed,Succeeded", EVERYWHERE)
    pages = [[item["name"] for item in answer.json()["items"]]]
    while link := answer.headers.get("link"):
        path = link.partition(";")[0].strip("<>")
        answer = await call(server, path)
        pages.append([item["name"] for item in answer.json()["items"]])
    assert pages == [["five", "four"], ["three", "two"], ["one"]]
    assert "next" not in answer.json()


async def test_only_runs_of_namespaces_in_which_one_may_list_are_shown(server: Server, kept: FakeStore) -> None:
    assert await names(server, "", ("list", "clinic")) == ["three", "two", "one"]


async def test_somebody_who_may_list_nowhere_is_refused(server: Server, kept: FakeStore) -> None:
    answer = await call(server, "/api/v1/runs", ("get", "clinic"))
    assert (answer.status_code, "in any namespace" in answer.json()["detail"]) == (403, True)


async def test_a_namespace_that_one_may_not_list_is_refused(server: Server, kept: FakeStore) -> None:
    answer = await call(server, "/api/v1/runs?namespace=clinic,other", ("list", "clinic"))
    assert (answer.status_code, "in other" in answer.json()["detail"]) == (403, True)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("?colour=red", 422, "unknown parameter colour"),
        ("?phase=Broken", 422, "phase"),
        ("?version=x", 422, "version"),
        ("?since=yesterday", 422, "since"),
        ("?since=2026-11-26T00:00:00Z&until=2026-11-25T00:00:00Z", 422, "since is before until"),
        ("?since=0001-01-01T00:00:00Z", 422, "years 1970 to 9998"),
        ("?until=9999-12-31T23:59:59Z", 422, "years 1970 to 9998"),
        ("?limit=0", 422, "between 1 and 200"),
        ("?limit=201", 422, "between 1 and 200"),
        ("?limit=x", 422, "between 1 and 200"),
        ("?label=team", 422, "KEY=VALUE"),
        ("?cursor=abc", 400, "no cursor"),
        ("?workflow=" + ",".join(map(str, range(101))), 422, "at most 100 values"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(server: Server, query: str, status: int, said: str) -> None:
    answer = await call(server, f"/api/v1/runs{query}", EVERYWHERE)
    assert (answer.status_code, said in answer.json()["detail"]) == (status, True), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_cursor_of_another_list_is_refused(server: Server, kept: FakeStore) -> None:
    given = (await call(server, "/api/v1/runs?limit=1", EVERYWHERE)).json()["next"]
    answer = await call(server, f"/api/v1/runs?limit=1&phase=Failed&cursor={given}")
    assert (answer.status_code, "other filters" in answer.json()["detail"]) == (400, True)


async def csv_of(server: Server, query: str, *rights: tuple[str, str]) -> list[dict[str, str]]:
    answer = await call(server, f"/api/v1/runs.csv{query}", *rights)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8"), answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


async def test_the_whole_list_is_exported_as_a_table(server: Server, store: FakeStore) -> None:
    await store.record([record(f"run-{number}", created=at(number)) for number in range(2_500)])
    found = await csv_of(server, "", ("export", ""))
    assert [each["name"] for each in found] == [f"run-{number}" for number in reversed(range(2_500))]


async def test_a_table_has_the_filters_of_the_list_and_no_formulas(server: Server, store: FakeStore) -> None:
    told = {"message": '=HYPERLINK("http://evil.test")', "labels": {"team": "a"}, "phase": "Failed"}
    await store.record([record("one", duration_ms=-1, **told), record("two")])
    (found,) = await csv_of(server, "?phase=Failed", ("export", "clinic"))
    assert found["message"] == '\'=HYPERLINK("http://evil.test")'
    assert (found["labels"], found["createdAt"], found["durationMs"]) == ("team=a", "2026-11-25T12:00:00+00:00", "-1")
    assert found["finishedAt"] == ""


async def test_to_export_needs_a_right_of_its_own(server: Server, kept: FakeStore) -> None:
    assert (await call(server, "/api/v1/runs.csv", EVERYWHERE)).status_code == 403


async def summary(server: Server, query: str, *rights: tuple[str, str]) -> Any:
    answer = await call(server, f"/api/v1/runs/summary{query}", *(rights or [EVERYWHERE]))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_runs_are_counted_with_the_filters_of_the_list(server: Server, kept: FakeStore) -> None:
    total = (await summary(server, "?namespace=clinic", ("list", "clinic")))["total"]
    assert (total["runs"], total["succeeded"], total["failed"], round(total["successRate"], 3)) == (3, 2, 1, 0.667)


async def test_of_no_runs_there_is_no_rate(server: Server, kept: FakeStore) -> None:
    total = (await summary(server, "?workflow=none"))["total"]
    assert (total["runs"], "successRate" in total) == (0, False)


async def test_runs_are_counted_by_day_of_the_time_zone(server: Server, kept: FakeStore) -> None:
    span = "since=2026-11-24T12:00:00Z&until=2026-11-25T13:00:00Z"
    found = await summary(server, f"?groupBy=day&timeZone=Pacific/Auckland&{span}")
    assert [(item["key"][:10], item["runs"]) for item in found["items"]] == [("2026-11-25", 0), ("2026-11-26", 5)]


async def test_runs_of_other_namespaces_are_not_counted(server: Server, kept: FakeStore) -> None:
    found = await summary(server, "?groupBy=workflow", ("list", "clinic"))
    assert [(item["key"], item["runs"]) for item in found["items"]] == [("portal", 2), ("other", 1)]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?groupBy=colour", "groupBy: one of hour, day"),
        ("?groupBy=hour&since=2020-01-01T00:00:00Z", "more than 750 periods"),
        ("?timeZone=Mars/Olympus", "timeZone"),
        ("?timeZone=../../etc/passwd", "timeZone"),
        ("?limit=5", "unknown parameter limit"),
    ],
)
async def test_groups_that_make_no_sense_are_refused(server: Server, query: str, said: str) -> None:
    answer = await call(server, f"/api/v1/runs/summary{query}", EVERYWHERE)
    assert (answer.status_code, said in answer.json()["detail"]) == (422, True), answer.text


async def test_without_a_token_nothing_is_told(server: Server) -> None:
    assert (await server.http.get("/api/v1/runs")).status_code == 401
    assert (await server.http.get("/api/v1/namespaces/clinic/runs/one")).status_code == 401


async def test_all_of_a_run_is_told_after_its_object_has_gone(server: Server, store: FakeStore) -> None:
    await store.record([record("one", steps=(step("open"), step("save", sequence=2)))])
    answer = await call(server, "/api/v1/namespaces/clinic/runs/one", ("get", "clinic"))
    told: dict[str, Any] = answer.json()
    assert told["summary"]["phase"] == "Succeeded"
    assert [each["nodeId"] for each in told["steps"]] == ["open", "save"]


async def test_what_a_run_has_left_is_told_after_its_object_has_gone(server: Server, store: FakeStore) -> None:
    await store.record([record("one", status={"phase": "Succeeded", "attempt": 1, "version": 3})])
    server.artifacts.bodies["runs/uid-one/a1/outputs.json"] = b'{"values": {"visits": [1]}}'
    answer = await call(server, "/api/v1/namespaces/clinic/runs/one/data", ("get", "clinic"))
    assert answer.json()["values"] == {"visits": [1]}


@pytest.mark.parametrize(("rights", "status"), [([], 403), ([("get", "clinic")], 404)])
async def test_whether_there_is_a_run_is_told_only_to_those_who_may_read_it(
    server: Server, rights: list[tuple[str, str]], status: int
) -> None:
    assert (await call(server, "/api/v1/namespaces/clinic/runs/none", *rights)).status_code == status


async def test_a_history_that_is_down_is_said_so_and_worth_another_try(server: Server, kept: FakeStore) -> None:
    kept.is_down = True
    answer = await call(server, "/api/v1/runs", EVERYWHERE)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
