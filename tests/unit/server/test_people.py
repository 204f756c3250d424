"""What people ask of a run by HTTP: how it stands, the answer to its question, its end."""

import base64
import json
from typing import Any, ClassVar

import httpx
import pytest
from structlog.testing import capture_logs

from tests.support.builders import NOW, at, attempt, failure
from tests.support.installation import Installation, Runner, portal
from tests.support.server import Server
from webmend.domain.failure import Category, SubType
from webmend.domain.resource import run_from
from webmend.domain.run import (
    Answer,
    InputReason,
    InputRequest,
    Recovery,
    RecoveryKind,
    RecoveryState,
    Run,
    RunSpec,
)
from webmend.ports.cluster import ACCESS_REVIEWS, RUNS, SECRETS, TOKEN_REVIEWS, Conflict, Forbidden, Unavailable
from webmend.server.people.users import MOST_REVIEWS

pytestmark = pytest.mark.looptime

INPUTS = [
    {"name": "patient", "pattern": r"P-\d{4}"},
    {"name": "pin", "secret": True},
    {"name": "beds", "type": "Integer"},
]
QUESTION = InputRequest(
    request_id="a1-s1",
    attempt=1,
    sequence=1,
    node_id="search",
    reason=InputReason.INCORRECT_FORM_INPUT,
    message="there is no such patient",
    inputs={"patient": "P-9999", "pin": "***"},
    asked_at=NOW,
    expires_at=at(15),
)
CHOICE = QUESTION.with_(reason=InputReason.NON_DISMISSIBLE_POPUP, inputs={}, actions=("Keep", "Discard"))
PIN = "canary-4711"
ALL = {"get", "provideinput", "stop"}


class Person:
    """Somebody with a token and some rights."""

    def __init__(
        self, server: Server, run: Run, name: str = "ada", verbs: set[str] = ALL, audience: str = "webmend-server"
    ):
        self.server = server
        self.run = run
        self.headers = {"Authorization": f"Bearer token-of-{name}"}
        user = {"username": name, "uid": f"uid-of-{name}", "groups": ["nurses"], "extra": {"scopes": ["a"]}}
        server.cluster.tokens[f"token-of-{name}"] = {"authenticated": True, "audiences": [audience], "user": user}
        server.cluster.rights |= {(name, f"{verb} workflowruns.webmend.io", run.namespace) for verb in verbs}

    async def ask(self) -> httpx.Response:
        return await self.server.http.get(f"/run/{self.run.uid}", headers=self.headers)

    async def answer(self, **body: Any) -> httpx.Response:
        path = f"/run/{self.run.uid}/new_input_variables"
        return await self.server.http.post(path, headers=self.headers, json=body)

    async def interrupt(self) -> httpx.Response:
        return await self.server.http.post(f"/run/{self.run.uid}/interrupt", headers=self.headers)


async def asking(server: Server, question: InputRequest | None = QUESTION, **spec: Any) -> Run:
    """A run that asks."""
    await server.installed.install(portal(inputs=INPUTS))
    run = await server.installed.run(**{"inputs": {"patient": "P-9999", "pin": PIN}, **spec})
    if question is not None:
        await server.installed.set_status(run, phase="InputRequired", inputRequest=question.stored())
    return run_from(await server.cluster.get(RUNS, run.namespace, run.name))


async def spec_of(installed: Installation, run: Run) -> RunSpec:
    return run_from(await installed.cluster.get(RUNS, run.namespace, run.name)).spec


class TestAnswering:
    @pytest.mark.parametrize(
        ("question", "body", "want"),
        [
            (QUESTION, {"input_variables": {"patient": "P-1002"}}, {"inputs": {"patient": "P-1002"}}),
            (QUESTION, {"input_variables": {"beds": 2}}, {"inputs": {"beds": "2"}}),
            (CHOICE, {"modal_action": "Keep"}, {"inputs": {}, "modalAction": "Keep"}),
        ],
    )
    async def test_a_good_answer_is_written_into_the_spec(
        self, server: Server, question: InputRequest, body: dict[str, Any], want: dict[str, Any]
    ) -> None:
        run = await asking(server, question)

        answer = await Person(server, run).answer(**body)

        assert (answer.status_code, answer.json()) == (200, {"session_id": run.uid, "success": True})
        spec = await spec_of(server.installed, run)
        assert [given.stored() for given in spec.answers] == [{"requestId": "a1-s1", **want}]
        assert spec.with_(answers=()) == run.spec

    async def test_earlier_answers_stay(self, server: Server) -> None:
        earlier = Answer(request_id="a1-s0", modal_action="Keep")
        run = await asking(server, answers=[earlier.stored()])

        await Person(server, run).answer(input_variables={"patient": "P-1002"})

        spec = await spec_of(server.installed, run)
        assert [given.request_id for given in spec.answers] == ["a1-s0", "a1-s1"]

    async def test_secret_values_go_into_a_secret_of_the_run(self, server: Server) -> None:
        run = await asking(server)

        with capture_logs() as logs:
            answer = await Person(server, run).answer(input_variables={"patient": "P-1002", "pin": PIN})

        assert answer.status_code == 200
        [given] = (await spec_of(server.installed, run)).answers
        assert given.inputs == {"patient": "P-1002"}
        assert given.inputs_from is not None
        secret = await server.cluster.get(SECRETS, run.namespace, given.inputs_from.secret_ref)
        assert secret["data"] == {"pin": base64.b64encode(PIN.encode()).decode()}
        assert secret["metadata"]["ownerReferences"][0]["uid"] == run.uid
        assert PIN not in f"{answer.text}{logs}{server.artifacts.bodies}"

    async def test_without_the_right_to_keep_secrets_none_is_taken(self, server: Server) -> None:
        run = await asking(server)
        server.cluster.fail("create", Forbidden("no"), of=SECRETS)

        answer = await Person(server, run).answer(input_variables={"pin": PIN})

        assert answer.status_code == 422
        assert "put them into a Secret" in answer.json()["detail"]
        assert (await spec_of(server.installed, run)).answers == ()

    async def test_who_answered_is_written_down_without_values(self, server: Server) -> None:
        run = await asking(server)

        await Person(server, run).answer(input_variables={"patient": "P-1002"})

        entry = json.loads(server.artifacts.bodies[f"runs/{run.uid}/audit.jsonl"])
        assert (entry["verb"], entry["user"], entry["inputs"]) == ("answer", "ada", ["patient"])
        assert "P-1002" not in str(entry)

    @pytest.mark.parametrize(
        ("question", "body", "why"),
        [
            (QUESTION, {}, "exactly one of input_variables, modal_action"),
            (QUESTION, {"input_variables": {}}, "exactly one of input_variables, modal_action"),
            (QUESTION, {"input_variables": {"patient": "P-1002"}, "modal_action": "Keep"}, "exactly one of"),
            (QUESTION, {"inputs": {"patient": "P-1002"}}, "inputs"),
            (QUESTION, {"input_variables": {"patient": ["P-1002"]}}, "input_variables.patient"),
            (QUESTION, {"input_variables": {"name": "Ada"}}, "name: there is no such input"),
            (QUESTION, {"input_variables": {"patient": "1002"}}, "patient: must match"),
            (QUESTION, {"modal_action": "Keep"}, "new values of inputs are asked for"),
            (CHOICE, {"modal_action": "Pay"}, '"Pay" is not offered'),
            (CHOICE, {"input_variables": {"patient": "P-1002"}}, "a decision is asked for"),
        ],
    )
    async def test_what_does_not_fit_changes_nothing(
        self, server: Server, question: InputRequest, body: dict[str, Any], why: str
    ) -> None:
        run = await asking(server, question)
        before = server.changes()

        answer = await Person(server, run).answer(**body)

        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
        assert why in answer.json()["detail"]
        assert server.changes() == before

    @pytest.mark.parametrize(
        ("question", "answers", "why"),
        [
            (None, [], "the run asks nothing now: it is Running"),
            (QUESTION.with_(expires_at=NOW), [], "the time for an answer to a1-s1 is over"),
            (QUESTION, [{"requestId": "a1-s1", "inputs": {"patient": "P-1001"}}], "a1-s1 is answered already"),
        ],
    )
    async def test_a_late_or_second_answer_changes_nothing(
        self, server: Server, question: InputRequest | None, answers: list[Any], why: str
    ) -> None:
        run = await asking(server, question, answers=answers)
        before = server.changes()

        answer = await Person(server, run).answer(input_variables={"patient": "P-1002"})

        assert (answer.status_code, answer.json()["detail"]) == (409, why)
        assert server.changes() == before

    async def test_a_run_that_changes_meanwhile_is_answered_as_it_is_then(self, server: Server) -> None:
        run = await asking(server)
        server.cluster.fail("patch_spec", Conflict("changed"), times=2)

        answer = await Person(server, run).answer(input_variables={"patient": "P-1002", "pin": PIN})

        assert answer.status_code == 200
        assert len((await spec_of(server.installed, run)).answers) == 1
        assert (
            len([w for w in server.cluster.writes if (w.verb, w.kind) == ("create", SECRETS)]) == 2
        )  # one is the login

    async def test_a_cluster_that_does_not_answer_is_told_so(self, server: Server) -> None:
        run = await asking(server)
        server.cluster.fail("patch_spec", Unavailable("away"))

        answer = await Person(server, run).answer(input_variables={"patient": "P-1002"})

        assert answer.status_code == 503


class TestRights:
    @pytest.mark.parametrize("missing", sorted(ALL))
    async def test_each_call_needs_its_own_verb(self, server: Server, missing: str) -> None:
        run = await asking(server)
        person = Person(server, run, verbs=ALL - {missing})

        answers = {
            "stop": (await person.interrupt()).status_code,
            "get": (await person.ask()).status_code,
            "provideinput": (await person.answer(input_variables={"patient": "P-1002"})).status_code,
        }

        assert {verb for verb, status in answers.items() if status == 403} == {missing}

    async def test_the_right_in_another_namespace_is_none_here(self, server: Server) -> None:
        run = await asking(server)
        person = Person(server, run, verbs=set())
        server.cluster.rights.add(("ada", "get workflowruns.webmend.io", "elsewhere"))

        answer = await person.ask()

        assert (answer.status_code, answer.json()["detail"]) == (
            403,
            "ada may not get workflowruns.webmend.io in clinic",
        )

    async def test_a_token_for_the_api_server_is_as_good(self, server: Server) -> None:
        run = await asking(server)

        answer = await Person(server, run, audience="https://kubernetes.default.svc").ask()

        assert answer.status_code == 200

    async def test_a_token_for_somebody_else_is_not(self, server: Server) -> None:
        run = await asking(server)

        answer = await Person(server, run, audience="https://another.service").ask()

        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"

    async def test_a_yes_is_remembered_for_some_seconds(self, server: Server) -> None:
        run = await asking(server)
        person = Person(server, run)

        await person.ask()
        before = len(server.cluster.writes)
        await person.ask()
        again = len(server.cluster.writes)
        await server.clock.sleep(21)
        server.cluster.rights.clear()

        assert again == before
        assert (await person.ask()).status_code == 403

    async def test_made_up_tokens_cannot_keep_the_api_server_busy(self, server: Server) -> None:
        run = await asking(server)
        for number in range(MOST_REVIEWS):
            await server.http.get(f"/run/{run.uid}", headers={"Authorization": f"Bearer made-up-{number}"})

        answer = await Person(server, run).ask()

        reviews = [write for write in server.cluster.writes if write.kind is TOKEN_REVIEWS]
        assert (answer.status_code, len(reviews)) == (429, MOST_REVIEWS)

    async def test_a_run_that_is_not_there_is_not_found_and_nobody_is_asked_for_rights(self, server: Server) -> None:
        run = await asking(server)

        answer = await Person(server, run.with_(uid="no-such-run")).ask()

        assert (answer.status_code, answer.json()["detail"]) == (404, "there is no run with the session id no-such-run")
        assert not [write for write in server.cluster.writes if write.kind is ACCESS_REVIEWS]

    async def test_a_run_that_was_deleted_is_not_found(self, server: Server) -> None:
        run = await asking(server)
        person = Person(server, run)
        await server.settled()
        await server.cluster.delete(RUNS, run.namespace, run.name, run.uid)

        assert (await person.ask()).status_code == 404


class TestInterrupting:
    async def test_the_run_is_asked_to_stop(self, server: Server) -> None:
        run = await asking(server)

        answer = await Person(server, run).interrupt()

        assert (answer.status_code, answer.json()["success"]) == (200, True)
        assert (await spec_of(server.installed, run)).stop

    async def test_twice_is_once(self, server: Server) -> None:
        run = await asking(server)
        person = Person(server, run)
        await person.interrupt()

        assert (await person.interrupt()).status_code == 200

    async def test_a_run_that_is_over_cannot_be_interrupted(self, server: Server) -> None:
        run = await asking(server)
        await server.installed.set_status(run, phase="Failed")

        answer = await Person(server, run).interrupt()

        assert (answer.status_code, answer.json()["detail"]) == (409, "the run is Failed")
        assert not (await spec_of(server.installed, run)).stop


class TestTelling:
    async def test_a_run_that_asks_says_what(self, server: Server) -> None:
        run = await asking(server)

        told = (await Person(server, run).ask()).json()

        assert (told["status"], told["phase"]) == ("execution.input_required", "InputRequired")
        assert told["input_variables"] == {"patient": "P-9999", "pin": "***", "beds": ""}
        assert told["input_required"]["reason"] == "incorrect_form_input"
        assert told["input_required"]["expires_at"] == "2026-11-25T12:00:15Z"
        assert PIN not in json.dumps(told)

    async def test_the_controls_of_a_dialog_are_offered(self, server: Server) -> None:
        run = await asking(server, CHOICE)

        told = (await Person(server, run).ask()).json()

        want = [{"id": "Keep", "label": "Keep"}, {"id": "Discard", "label": "Discard"}]
        assert told["input_required"]["available_actions"] == want

    async def test_errors_keep_the_names_that_consumers_know(self, server: Server) -> None:
        run = await asking(server)
        refused = failure(Category.INCORRECT_FORM_INPUTS, SubType.FIELD_VALIDATION_ERROR, node_id="search")
        recovery = Recovery(
            attempt=1,
            sequence=1,
            kind=RecoveryKind.REQUEST_INPUT,
            what="Ask",
            state=RecoveryState.SUCCEEDED,
            error=refused,
            decided_at=NOW,
        )
        await server.installed.set_status(run, phase="Succeeded", recovered=True, recoveries=[recovery.stored()])

        told = (await Person(server, run).ask()).json()

        [error] = told["errors"]
        assert (error["llm_error_category"], error["llm_error_sub_type"]) == (
            "INCORRECT_FORM_INPUTS",
            "FIELD_VALIDATION_ERROR",
        )
        assert (told["was_recovered"], told["recovered_error_ids"]) == (True, [error["error_id"]])

    async def test_a_failure_that_nothing_met_is_told_too(self, server: Server) -> None:
        run = await asking(server)
        gone = failure(Category.PAGE_NOT_FOUND).stored()
        await server.installed.set_status(run, phase="Failed", error=gone, finishedAt="2026-11-25T12:00:09Z")

        told = (await Person(server, run).ask()).json()

        assert [(error["error_id"], error["llm_error_category"]) for error in told["errors"]] == [
            ("a1", "PAGE_NOT_FOUND")
        ]

    async def test_a_run_that_has_succeeded_brings_its_data(self, server: Server) -> None:
        run = await asking(server)
        await server.installed.set_status(run, phase="Succeeded")
        await server.artifacts.put(
            f"runs/{run.uid}/a1/outputs.json", b'{"values": {"visits": [1]}}', "application/json"
        )

        told = (await Person(server, run).ask()).json()
        assert (told["data"], told["data_warnings"]) == ({"visits": [1]}, [])

    async def test_data_that_are_not_the_good_ones_say_why(self, server: Server) -> None:
        run = await asking(server)
        warning = {"output": "visits", "rule": "MinRows", "message": "visits has 0 rows", "fault": "Data"}
        await server.installed.set_status(run, phase="Succeeded", warnings=[warning])

        assert (await Person(server, run).ask()).json()["data_warnings"] == ["visits has 0 rows"]


class TestHandingOver:
    """The runner gets the values with its directive, and later attempts begin with them."""

    TOLD: ClassVar = {
        "sequence": 1,
        "attempt": 1,
        "revision": 1,
        "kind": "Resume",
        "nodeId": "search",
        "answer": "a1-s1",
    }

    async def told(self, server: Server, answer: dict[str, Any]) -> httpx.Response:
        run = await asking(server, None, answers=[answer])
        runner: Runner = await server.installed.runner(run)
        await server.installed.set_status(run, directive=self.TOLD)
        return await server.call(runner, "GET", "directive?sequence=1&revision=1&wait=5")

    async def test_values_come_with_the_directive(self, server: Server) -> None:
        answer = await self.told(server, {"requestId": "a1-s1", "inputs": {"patient": "P-1002", "stray": "x"}})
        assert (answer.json()["inputs"], answer.json()["secretInputs"]) == ({"patient": "P-1002"}, [])

    async def test_those_of_a_secret_are_marked_as_secret(self, server: Server) -> None:
        await server.installed.secret("values", patient="P-1002", pin=PIN, stray="x")
        answer = await self.told(server, {"requestId": "a1-s1", "inputsFrom": {"secretRef": "values"}})
        assert answer.json()["inputs"] == {"patient": "P-1002", "pin": PIN}
        assert sorted(answer.json()["secretInputs"]) == ["patient", "pin"]
        assert answer.headers["cache-control"] == "no-store"

    async def test_a_secret_that_is_gone_is_told(self, server: Server) -> None:
        answer = await self.told(server, {"requestId": "a1-s1", "inputsFrom": {"secretRef": "none"}})
        assert (answer.status_code, answer.json()["detail"]) == (404, "there is no Secret none")

    async def test_a_directive_without_an_answer_brings_nothing(self, server: Server) -> None:
        run = await asking(server, None)
        runner = await server.installed.runner(run)
        await server.installed.set_status(run, directive={**self.TOLD, "answer": ""})

        answer = await server.call(runner, "GET", "directive?sequence=1&revision=1&wait=5")

        assert answer.json()["inputs"] == {}

    @pytest.mark.parametrize(("accepted", "want"), [(True, "P-1002"), (False, "P-9999")])
    async def test_a_later_attempt_begins_with_what_was_accepted(
        self, server: Server, accepted: bool, want: str
    ) -> None:
        run = await asking(server, None, answers=[{"requestId": "a1-s1", "inputs": {"patient": "P-1002"}}])
        judged = {"requestId": "a1-s1", "accepted": accepted}
        attempts = [attempt(1).stored(), attempt(2).stored()]
        await server.installed.set_status(run, attempt=2, attempts=attempts, answers=[judged])
        runner = await server.installed.runner(run_from(await server.cluster.get(RUNS, run.namespace, run.name)))

        plan = await server.call(runner, "POST", "open", json={})

        assert plan.json()["inputs"]["patient"] == want
