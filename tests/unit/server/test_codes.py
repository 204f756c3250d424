"""What people see and decide of error codes, and the questions that wait, by way of the API."""

import json
from typing import Any

import pytest

from tests.support.builders import NOW, at
from tests.support.installation import portal
from tests.support.person import Person
from tests.support.server import Server
from webmend.domain.run import InputReason, InputRequest
from webmend.ports.cluster import ERROR_CODES, EVENTS, RUNS, Object

pytestmark = pytest.mark.looptime

CODES = "/namespaces/clinic/errorcodes"
SUGGESTED = {"match": {"category": "PAGE_NOT_FOUND", "fingerprint": "0123456789ab"}, "state": "Suggested"}


async def has_code(server: Server, name: str = "not-found", **spec: Any) -> str:
    body = {"metadata": {"name": name}, "spec": {**SUGGESTED, **spec}}
    uid: str = (await server.cluster.create(ERROR_CODES, "clinic", body))["metadata"]["uid"]
    return uid


async def spec_of(server: Server, name: str = "not-found") -> Object:
    spec: Object = (await server.cluster.get(ERROR_CODES, "clinic", name))["spec"]
    return spec


async def test_codes_are_listed_by_their_states(server: Server) -> None:
    await has_code(server, "b")
    await has_code(server, "a", state="Approved")
    person = Person(server, "list errorcodes")

    found = {
        query: [item["name"] for item in (await person.get(f"/errorcodes{query}")).json()["items"]]
        for query in ("", "?state=Suggested", "?state=Suggested,Approved&namespace=clinic", "?namespace=other")
    }

    assert list(found.values()) == [["a", "b"], ["b"], ["a", "b"], []]


@pytest.mark.parametrize("query", ["?state=Gone", "?colour=red", "?namespace=../x"])
async def test_what_makes_no_sense_is_refused(server: Server, query: str) -> None:
    assert (await Person(server, "list errorcodes").get(f"/errorcodes{query}")).status_code == 422


@pytest.mark.parametrize(
    ("deed", "body", "want"),
    [
        ("approve", {}, {"state": "Approved"}),
        ("approve", {"code": "NO_SUCH", "action": "Cancel"}, {"state": "Approved", "code": "NO_SUCH"}),
        ("reject", None, {"state": "Rejected"}),
        ("merge", {"into": "other"}, {"state": "Merged", "mergedInto": "other"}),
    ],
)
async def test_a_person_decides_on_a_suggestion(server: Server, deed: str, body: Object | None, want: Object) -> None:
    uid = await has_code(server)
    await has_code(server, "other", state="Approved")

    answer = await Person(server, "approve workflows").post(f"{CODES}/not-found/{deed}", body)

    assert answer.status_code == 200, answer.text
    spec = await spec_of(server)
    assert {name: spec.get(name) for name in want} == want
    assert json.loads(server.artifacts.bodies[f"errorcodes/{uid}/audit.jsonl"])["verb"] == deed
    assert [event["reason"] for event in await server.cluster.list(EVENTS, "clinic")] == [want["state"]]


@pytest.mark.parametrize(
    ("state", "deed", "body", "status"),
    [
        ("Approved", "approve", {}, 200),
        ("Rejected", "approve", {}, 200),
        ("Suggested", "merge", {"into": "nowhere"}, 404),
        ("Suggested", "merge", {"into": "not-found"}, 422),
        ("Suggested", "merge", {}, 422),
        ("Suggested", "approve", {"count": 3}, 422),
        ("Suggested", "approve", {"state": "Merged"}, 422),
    ],
)
async def test_what_a_code_cannot_become_is_refused(
    server: Server, state: str, deed: str, body: Object, status: int
) -> None:
    await has_code(server, state=state)

    answer = await Person(server, "approve workflows").post(f"{CODES}/not-found/{deed}", body)

    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("change", "want"),
    [
        ({"description": "not there"}, {"description": "not there"}),
        ({"action": "Retry", "count": 2}, {"action": "Retry", "count": 2}),
        ({"match": {"words": ["not found"]}}, {"match": {"words": ["not found"]}}),
        ({"code": None}, {}),
    ],
)
async def test_what_is_given_changes_and_nothing_else(server: Server, change: Object, want: Object) -> None:
    await has_code(server)

    answer = await Person(server, "patch errorcodes").call("PATCH", f"{CODES}/not-found", change)

    assert answer.status_code == 200, answer.text
    assert await spec_of(server) == {**SUGGESTED, **want}


async def test_a_change_of_what_has_changed_since_is_refused(server: Server) -> None:
    await has_code(server)
    person = Person(server, "get errorcodes", "patch errorcodes")
    etag = (await person.get(f"{CODES}/not-found")).headers["etag"]

    answers = [
        (await person.call("PATCH", f"{CODES}/not-found", {"description": text}, If_Match=etag)).status_code
        for text in ("one", "two")
    ]

    assert answers == [200, 412]


class TestQuestions:
    async def asked(self, server: Server, name: str, seconds: float = 15, **spec: Any) -> None:
        run = await server.installed.run(name, **spec)
        question = InputRequest(
            request_id="a1-s1",
            attempt=1,
            sequence=1,
            reason=InputReason.INPUT_REQUIRED,
            asked_at=NOW,
            expires_at=at(seconds),
        )
        await server.installed.set_status(run, phase="InputRequired", inputRequest=question.stored())

    async def open(self, server: Server, right: str = "list", query: str = "") -> list[str]:
        await server.settled()
        answer = await Person(server, right).get(f"/questions{query}")
        assert answer.status_code == 200, answer.text
        return [item["run"] for item in answer.json()["items"]]

    async def test_the_most_urgent_comes_first(self, server: Server) -> None:
        await server.installed.install(portal())
        await self.asked(server, "later", 60)
        await self.asked(server, "sooner", 30)
        await server.installed.run("asks-nothing")

        assert await self.open(server) == ["sooner", "later"]
        assert await self.open(server, query="?namespace=other") == []

    async def test_what_is_answered_over_or_too_late_waits_no_more(self, server: Server) -> None:
        await server.installed.install(portal())
        await self.asked(server, "answered", answers=[{"requestId": "a1-s1", "inputs": {"patient": "1"}}])
        await self.asked(server, "late", 0.5)
        await self.asked(server, "over", 60)
        await server.settled()
        await server.cluster.patch_status(RUNS, "clinic", "over", {"phase": "Failed"}, "")

        assert await self.open(server) == []
