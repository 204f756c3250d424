"""What people do with runs by way of the API: make, repeat, stop and answer them."""

import json
from typing import Any

import pytest

from tests.support.builders import NOW, at, attempt
from tests.support.installation import portal
from tests.support.person import Person
from tests.support.server import Server
from webmend.domain.names import ANNOTATION_REQUESTED_BY
from webmend.domain.run import InputReason, InputRequest, Run
from webmend.ports.cluster import EVENTS, RUNS, WORKFLOWS, Forbidden, NotFound, Object, Unavailable

pytestmark = pytest.mark.looptime

INPUTS = [
    {"name": "patient", "pattern": r"P-\d{4}", "required": True},
    {"name": "pin", "secret": True},
]
RUNS_OF_CLINIC = "/namespaces/clinic/runs"
GOOD = {"workflow": "portal", "inputs": {"patient": "P-1002"}}
CANARY = "canary-4711"


async def installed(server: Server, **spec: Any) -> None:
    await server.installed.install(portal(inputs=INPUTS, **spec))
    await server.cluster.patch_status(WORKFLOWS, "clinic", "portal", {"activeVersion": 1}, "")


async def over(server: Server, name: str = "portal-1", **status: Any) -> Run:
    """A run that is over."""
    await installed(server)
    run = await server.installed.run(name, attempt(version=1), inputs={"patient": "P-1001"})
    await server.installed.set_status(run, **{"phase": "Succeeded", "version": 1, "irreversible": False, **status})
    return run


async def spec_of(server: Server, name: str) -> Object:
    spec: Object = (await server.cluster.get(RUNS, "clinic", name))["spec"]
    return spec


async def told(server: Server) -> list[tuple[str, str, str]]:
    """The Events: reason, note, name of what they are of."""
    return [(e["reason"], e["note"], e["regarding"]["name"]) for e in await server.cluster.list(EVENTS, "clinic")]


class TestCreating:
    async def test_a_run_is_made_in_the_callers_name(self, server: Server) -> None:
        await installed(server)

        answer = await Person(server, "create").post(RUNS_OF_CLINIC, {**GOOD, "dryRun": True, "priority": 5})

        assert answer.status_code == 201, answer.text
        made = answer.json()
        stored = await server.cluster.get(RUNS, "clinic", made["name"])
        want = {"workflowRef": {"name": "portal"}, "inputs": GOOD["inputs"], "dryRun": True, "priority": 5}
        assert stored["spec"] == {**want, "trigger": "API"}
        assert stored["metadata"]["annotations"] == {ANNOTATION_REQUESTED_BY: "ada"}
        assert (made["workflow"], made["sessionId"]) == ("portal", stored["metadata"]["uid"])
        assert answer.headers["location"] == f"/api/v1/namespaces/clinic/runs/{made['name']}"

    async def test_it_is_written_down_and_told_without_values(self, server: Server) -> None:
        await installed(server)
        uid = (await server.cluster.get(WORKFLOWS, "clinic", "portal"))["metadata"]["uid"]

        name = (await Person(server, "create").post(RUNS_OF_CLINIC, GOOD)).json()["name"]

        entry = json.loads(server.artifacts.bodies[f"workflows/{uid}/audit.jsonl"])
        assert entry == {"verb": "create", "user": "ada", "inputs": ["patient"], "time": "2026-11-25T12:00:00Z"}
        assert await told(server) == [("Created", "A run of portal, as ada asked", name)]

    @pytest.mark.parametrize(
        ("body", "status", "says"),
        [
            ({}, 422, "workflow: Field required"),
            ({"workflow": "nowhere"}, 404, "there is no Workflow nowhere in clinic"),
            ({"workflow": "../x"}, 422, "workflow"),
            ({"workflow": "portal"}, 422, "inputs.patient: required, and not given"),
            ({**GOOD, "inputs": {"patient": "4711"}}, 422, "inputs.patient: must match"),
            ({**GOOD, "inputs": {"patient": "P-1002", "colour": "red"}}, 422, "colour: there is no such input"),
            ({**GOOD, "inputs": {"patient": "P-1002", "pin": CANARY}}, 422, "pin: is secret; put it into a Secret"),
            ({**GOOD, "version": 7}, 409, "there is no WorkflowVersion portal-v7"),
            ({**GOOD, "startFrom": "nowhere"}, 422, "there is no step nowhere"),
            ({**GOOD, "startAt": "2026-11-25T12:00:00"}, 422, "startAt"),
            ({**GOOD, "priority": 5000}, 422, "priority"),
            ({**GOOD, "stop": True}, 422, "stop"),
        ],
    )
    async def test_what_could_not_start_is_refused_and_changes_nothing(
        self, server: Server, body: Object, status: int, says: str
    ) -> None:
        await installed(server)
        before = server.changes()

        answer = await Person(server, "create").post(RUNS_OF_CLINIC, body)

        assert (answer.status_code, says in answer.json()["detail"]) == (status, True), answer.text
        assert CANARY not in answer.text
        assert server.changes() == before

    async def test_a_draft_runs_by_hand_alone(self, server: Server) -> None:
        await installed(server, state="Draft")

        answer = await Person(server, "create").post(RUNS_OF_CLINIC, GOOD)

        assert (answer.status_code, "is a Draft" in answer.json()["detail"]) == (409, True)

    async def test_a_secret_may_hold_what_is_required(self, server: Server) -> None:
        await installed(server)

        body = {"workflow": "portal", "inputsFrom": {"secretRef": "values"}}
        answer = await Person(server, "create").post(RUNS_OF_CLINIC, body)

        assert answer.status_code == 201
        assert (await spec_of(server, answer.json()["name"]))["inputsFrom"] == {"secretRef": "values"}

    @pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"workflow": 1}', "\x00"])
    async def test_a_body_that_is_none_is_refused(self, server: Server, body: str) -> None:
        await installed(server)
        person = Person(server, "create")

        answer = await server.http.post(f"/api/v1{RUNS_OF_CLINIC}", headers=person.headers, content=body)

        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")

    @pytest.mark.parametrize(
        ("error", "status"), [(Forbidden("no"), 403), (NotFound("gone"), 404), (Unavailable("away"), 503)]
    )
    async def test_what_the_cluster_refuses_is_told(self, server: Server, error: Exception, status: int) -> None:
        await installed(server)
        server.cluster.fail("create", error, of=RUNS)

        assert (await Person(server, "create").post(RUNS_OF_CLINIC, GOOD)).status_code == status

    async def test_nothing_is_done_that_cannot_be_written_down(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def full(key: str, line: bytes) -> None:
            raise OSError(28, "No space left on device")

        await installed(server)
        monkeypatch.setattr(server.artifacts, "append", full)

        answer = await Person(server, "create").post(RUNS_OF_CLINIC, GOOD)

        assert answer.status_code == 503
        assert await server.cluster.list(RUNS, "clinic") == []

    async def test_an_event_that_cannot_be_sent_undoes_nothing(self, server: Server) -> None:
        await installed(server)
        server.cluster.fail("create", Forbidden("no"), of=EVENTS)

        assert (await Person(server, "create").post(RUNS_OF_CLINIC, GOOD)).status_code == 201


class TestKeys:
    async def test_the_same_request_makes_one_run_however_often_it_comes(self, server: Server) -> None:
        await installed(server)
        person = Person(server, "create")

        answers = [await person.post(RUNS_OF_CLINIC, GOOD, Idempotency_Key="k-1") for _ in range(3)]

        assert {(answer.status_code, answer.json()["name"]) for answer in answers} == {
            (201, answers[0].json()["name"]),
        }
        assert len(await server.cluster.list(RUNS, "clinic")) == 1
        assert [reason for reason, *_ in await told(server)] == ["Created"]

    async def test_what_was_made_is_answered_again_whatever_has_become_of_its_workflow(self, server: Server) -> None:
        await installed(server)
        person = Person(server, "create")
        first = await person.post(RUNS_OF_CLINIC, GOOD, Idempotency_Key="k-1")
        await server.cluster.patch_spec(WORKFLOWS, "clinic", "portal", {"state": "Draft"}, "")

        second = await person.post(RUNS_OF_CLINIC, GOOD, Idempotency_Key="k-1")

        assert (second.status_code, second.json()) == (201, first.json())

    @pytest.mark.parametrize("other", [{"dryRun": True}, {"inputs": {"patient": "P-1003"}}])
    async def test_a_key_is_for_one_request(self, server: Server, other: Object) -> None:
        await installed(server)
        person = Person(server, "create")
        await person.post(RUNS_OF_CLINIC, GOOD, Idempotency_Key="k-1")

        answer = await person.post(RUNS_OF_CLINIC, {**GOOD, **other}, Idempotency_Key="k-1")

        assert (answer.status_code, "used for another request" in answer.json()["detail"]) == (422, True)
        assert len(await server.cluster.list(RUNS, "clinic")) == 1

    async def test_keys_of_two_callers_are_two(self, server: Server) -> None:
        await installed(server)

        for name in ("ada", "bob"):
            await Person(server, "create", name=name).post(RUNS_OF_CLINIC, GOOD, Idempotency_Key="k-1")

        assert len(await server.cluster.list(RUNS, "clinic")) == 2

    async def test_without_a_key_two_requests_are_two(self, server: Server) -> None:
        await installed(server)

        names = {(await Person(server, "create").post(RUNS_OF_CLINIC, GOOD)).json()["name"] for _ in range(2)}

        assert len(names) == 2

    @pytest.mark.parametrize("key", ["", "k" * 256, "a\tb"])
    async def test_what_is_no_key_is_refused(self, server: Server, key: str) -> None:
        await installed(server)

        answer = await Person(server, "create").post(RUNS_OF_CLINIC, GOOD, Idempotency_Key=key)

        assert (answer.status_code, "Idempotency-Key" in answer.json()["detail"]) == (422, True)

    async def test_a_replay_with_a_key_is_made_once(self, server: Server) -> None:
        await over(server)
        person = Person(server, "replay")

        made = [await person.post(f"{RUNS_OF_CLINIC}/portal-1/replay", {}, Idempotency_Key="k-2") for _ in range(2)]

        assert made[0].json()["name"] == made[1].json()["name"]
        assert len(await server.cluster.list(RUNS, "clinic")) == 2


class TestReplaying:
    @pytest.mark.parametrize(
        ("body", "want", "says"),
        [
            ({}, {}, "as it was"),
            ({"inputs": {}}, {}, "as it was"),
            ({"inputs": {"patient": "P-1002"}}, {"inputs": {"patient": "P-1002"}}, "with other input patient"),
            ({"version": "active"}, {"version": 1}, "as it was"),
            ({"startFrom": "search"}, {"startFrom": "search"}, "with other startFrom"),
            ({"dryRun": False}, {"dryRun": False}, "as it was"),
        ],
    )
    async def test_a_run_is_repeated_as_it_was_or_otherwise(
        self, server: Server, body: Object, want: Object, says: str
    ) -> None:
        await over(server)

        answer = await Person(server, "replay").post(f"{RUNS_OF_CLINIC}/portal-1/replay", body)

        assert answer.status_code == 201, answer.text
        assert (answer.json()["name"], answer.json()["message"]) == ("portal-1-r1", f"Repeats portal-1 {says}")
        exact = {"workflowRef": {"name": "portal"}, "replayOf": "portal-1", "trigger": "Replay"}
        assert await spec_of(server, "portal-1-r1") == {**exact, **want}

    @pytest.mark.parametrize(
        ("status", "body", "code"),
        [
            ({"irreversible": True}, {}, 409),
            ({"irreversible": True}, {"confirmIrreversible": True}, 201),
            ({"irreversible": True}, {"dryRun": True}, 201),
            ({"phase": "Running"}, {}, 409),
            ({}, {"version": "latest"}, 422),
            ({}, {"version": 7}, 409),
            ({}, {"inputs": {"patient": "4711"}}, 422),
            ({}, {"inputs": {"pin": CANARY}}, 422),
            ({}, {"startFrom": "nowhere"}, 422),
        ],
    )
    async def test_what_the_operator_would_refuse_is_refused(
        self, server: Server, status: Object, body: Object, code: int
    ) -> None:
        await over(server, **status)

        answer = await Person(server, "replay").post(f"{RUNS_OF_CLINIC}/portal-1/replay", body)

        assert answer.status_code == code, answer.text
        assert len(await server.cluster.list(RUNS, "clinic")) == (2 if code == 201 else 1)

    @pytest.mark.parametrize(("rights", "code"), [(("replay",), 403), (("replay", "create"), 201)])
    async def test_another_secret_needs_the_right_to_create_runs(
        self, server: Server, rights: tuple[str, ...], code: int
    ) -> None:
        await over(server)

        body = {"inputsFrom": {"secretRef": "values"}}
        answer = await Person(server, *rights).post(f"{RUNS_OF_CLINIC}/portal-1/replay", body)

        assert answer.status_code == code

    async def test_a_run_that_is_not_there_is_not_found(self, server: Server) -> None:
        answer = await Person(server, "replay").post(f"{RUNS_OF_CLINIC}/portal-1/replay", {})

        assert (answer.status_code, answer.json()["detail"]) == (404, "there is no WorkflowRun portal-1 in clinic")


class TestStopping:
    async def test_a_run_is_asked_to_stop(self, server: Server) -> None:
        await installed(server)
        run = await server.installed.run()

        answer = await Person(server, "stop").post(f"{RUNS_OF_CLINIC}/portal-1/stop")

        assert (answer.status_code, answer.json()["phase"]) == (202, "Running")
        assert (await spec_of(server, "portal-1"))["stop"] is True
        assert await told(server) == [("StopAsked", "The run is to stop, as ada asked", "portal-1")]
        assert json.loads(server.artifacts.bodies[f"runs/{run.uid}/audit.jsonl"])["verb"] == "stop"

    async def test_one_that_is_over_is_not(self, server: Server) -> None:
        await over(server)

        answer = await Person(server, "stop").post(f"{RUNS_OF_CLINIC}/portal-1/stop")

        assert (answer.status_code, answer.json()["detail"]) == (409, "the run is Succeeded")
        assert await told(server) == []


class TestAnswering:
    @pytest.fixture
    async def asked(self, server: Server) -> Run:
        await installed(server)
        run = await server.installed.run(inputs={"patient": "P-9999"})
        question = InputRequest(
            request_id="a1-s1",
            attempt=1,
            sequence=1,
            reason=InputReason.INCORRECT_FORM_INPUT,
            inputs={"patient": "P-9999"},
            asked_at=NOW,
            expires_at=at(15),
        )
        await server.installed.set_status(run, phase="InputRequired", inputRequest=question.stored())
        return run

    @pytest.mark.parametrize("named", [{}, {"requestId": "a1-s1"}])
    async def test_an_answer_is_written_into_the_run(self, server: Server, asked: Run, named: Object) -> None:
        body = {"inputs": {"patient": "P-1002"}, **named}

        answer = await Person(server, "provideinput").post(f"{RUNS_OF_CLINIC}/portal-1/answers", body)

        assert (answer.status_code, answer.json()["phase"]) == (202, "InputRequired")
        want = {"requestId": "a1-s1", "inputs": {"patient": "P-1002"}}
        assert (await spec_of(server, "portal-1"))["answers"] == [want]
        assert [reason for reason, *_ in await told(server)] == ["Answered"]

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({}, 422),
            ({"inputs": {"patient": "P-1002"}, "modalAction": "Keep"}, 422),
            ({"inputs": {"patient": "4711"}}, 422),
            ({"inputs": {"patient": "P-1002"}, "requestId": "a9-s9"}, 409),
        ],
    )
    async def test_what_does_not_fit_changes_nothing(
        self, server: Server, asked: Run, body: Object, status: int
    ) -> None:
        before = server.changes()

        answer = await Person(server, "provideinput").post(f"{RUNS_OF_CLINIC}/portal-1/answers", body)

        assert answer.status_code == status
        assert server.changes() == before
