"""What people see and set of workflows by way of the API: settings, copies, versions."""

import json
from typing import Any

import pytest

from tests.support.builders import version
from tests.support.installation import portal
from tests.support.person import Person
from tests.support.server import Server
from webmend.domain.names import LABEL_REQUEST
from webmend.domain.resource import workflow_from
from webmend.domain.workflow import Workflow
from webmend.policy import versions
from webmend.ports.cluster import EVENTS, VERSIONS, WORKFLOWS, Conflict, Object

pytestmark = pytest.mark.looptime

PORTAL = "/namespaces/clinic/workflows/portal"
SETTERS = ("get workflows", "patch workflows")


async def installed(server: Server, metadata: Object | None = None, **spec: Any) -> Workflow:
    """A workflow whose second version waits longer for its first step, and is in force."""
    wanted = portal(**spec)
    body = {"metadata": {"name": "portal", **(metadata or {})}, "spec": wanted.spec.stored()}
    owner = workflow_from(await server.cluster.create(WORKFLOWS, "clinic", body))
    await server.cluster.patch_status(WORKFLOWS, "clinic", "portal", {"activeVersion": 2}, "")
    first, *rest = wanted.spec.graph.nodes
    longer = wanted.spec.graph.with_(nodes=(first.with_(wait_time="30s"), *rest))
    for number, graph in enumerate((wanted.spec.graph, longer), 1):
        spec_ = versions.of_user("portal", graph, (), number)
        await server.cluster.create(VERSIONS, "clinic", versions.body(owner, spec_))
    return owner


async def spec_of(server: Server) -> Object:
    spec: Object = (await server.cluster.get(WORKFLOWS, "clinic", "portal"))["spec"]
    return spec


async def reasons(server: Server) -> list[str]:
    return [event["reason"] for event in await server.cluster.list(EVENTS, "clinic")]


class TestReading:
    async def test_workflows_come_page_by_page(self, server: Server) -> None:
        for name in ("c", "a", "b"):
            body = {"metadata": {"name": name}, "spec": portal().spec.stored()}
            await server.cluster.create(WORKFLOWS, "clinic", body)
        person, path, seen = Person(server, "list workflows"), "/workflows?limit=2", []

        while path:
            answer = await person.get(path)
            seen.append([item["name"] for item in answer.json()["items"]])
            path = answer.headers.get("link", "").partition(">")[0].removeprefix("</api/v1")

        assert seen == [["a", "b"], ["c"]]

    async def test_a_cursor_is_for_one_list(self, server: Server) -> None:
        await installed(server)
        body = {"metadata": {"name": "second"}, "spec": portal().spec.stored()}
        await server.cluster.create(WORKFLOWS, "clinic", body)
        person = Person(server, "list workflows")
        given = (await person.get("/workflows?limit=1")).json()["next"]

        for cursor in (given, "x", "%00", "é"):
            assert (await person.get(f"/workflows?namespace=clinic&cursor={cursor}")).status_code == 400

    async def test_one_that_cannot_be_read_harms_no_other(self, server: Server) -> None:
        await installed(server)
        await server.cluster.create(WORKFLOWS, "clinic", {"metadata": {"name": "broken"}, "spec": {"graph": 1}})

        answer = await Person(server, "list workflows").get("/workflows?namespace=clinic")

        assert [item["name"] for item in answer.json()["items"]] == ["portal"]

    async def test_a_workflow_comes_as_it_is_now(self, server: Server) -> None:
        await installed(server, type="card")

        answer = await Person(server, "get workflows").get(PORTAL)

        told, stored = answer.json(), await server.cluster.get(WORKFLOWS, "clinic", "portal")
        assert (told["spec"], told["status"]) == (stored["spec"], stored["status"])
        assert (told["summary"]["type"], told["summary"]["activeVersion"]) == ("card", 2)
        assert answer.headers["etag"] == f'"{stored["metadata"]["resourceVersion"]}"'


class TestSettings:
    @pytest.mark.parametrize(
        ("change", "want"),
        [
            ({"state": "Paused"}, {"state": "Paused"}),
            ({"schedule": {"cron": ["0 6 * * *"]}}, {"schedule": {"cron": ["0 6 * * *"]}}),
            ({"errorHandling": {"xpathRecovery": False}}, {"errorHandling": {"xpathRecovery": False}}),
        ],
    )
    async def test_what_is_given_changes_and_nothing_else(self, server: Server, change: Object, want: Object) -> None:
        owner = await installed(server)
        before = await spec_of(server)

        answer = await Person(server, *SETTERS).call("PATCH", f"{PORTAL}/settings", change)

        assert (answer.status_code, answer.json()["applied"]) == (200, True), answer.text
        after = await spec_of(server)
        (name,) = want
        assert {**after, name: None} == {**before, name: None}
        assert after[name] == ({**before[name], **want[name]} if name == "errorHandling" else want[name])
        assert await reasons(server) == ["SettingsChanged"]
        entry = json.loads(server.artifacts.bodies[f"workflows/{owner.uid}/audit.jsonl"])
        assert (entry["verb"], entry["user"], entry["fields"]) == ("set", "ada", [name])

    async def test_a_schedule_can_be_taken_away(self, server: Server) -> None:
        await installed(server, schedule={"cron": ["0 6 * * *"]})

        answer = await Person(server, *SETTERS).call("PATCH", f"{PORTAL}/settings", {"schedule": None})

        assert answer.status_code == 200
        assert "schedule" not in await spec_of(server)

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({}, "at least one of"),
            ({"graph": {"nodes": []}}, "graph"),
            ({"state": "Gone"}, "state"),
            ({"errorHandling": {"colour": 1}}, "errorHandling.colour"),
            ({"errorHandling": {"maxRecoveryAttempts": 11}}, "errorHandling.maxRecoveryAttempts"),
            ({"schedule": {"cron": ["at noon"]}}, "schedule"),
            ({"schedule": {"cron": ["61 * * * *"]}}, "schedule"),
        ],
    )
    async def test_what_makes_no_workflow_is_refused(self, server: Server, change: Object, says: str) -> None:
        await installed(server)
        before = server.changes()

        answer = await Person(server, *SETTERS).call("PATCH", f"{PORTAL}/settings", change)

        assert (answer.status_code, says in answer.json()["detail"]) == (422, True), answer.text
        assert server.changes() == before

    async def test_a_change_of_what_has_changed_since_is_refused(self, server: Server) -> None:
        await installed(server)
        person = Person(server, *SETTERS)
        etag = (await person.get(PORTAL)).headers["etag"]

        answers = [
            (await person.call("PATCH", f"{PORTAL}/settings", {"state": state}, If_Match=etag)).status_code
            for state in ("Paused", "Active")
        ]

        assert (answers, (await spec_of(server))["state"]) == ([200, 412], "Paused")

    async def test_one_that_changes_in_between_is_refused(self, server: Server) -> None:
        await installed(server)
        person = Person(server, *SETTERS)
        etag = (await person.get(PORTAL)).headers["etag"]
        server.cluster.fail("patch", Conflict("changed"))

        answer = await person.call("PATCH", f"{PORTAL}/settings", {"state": "Paused"}, If_Match=etag)

        assert answer.status_code == 412

    @pytest.mark.parametrize(
        ("metadata", "owner"),
        [
            ({"labels": {"kustomize.toolkit.fluxcd.io/name": "apps"}}, "Flux"),
            ({"labels": {"helm.toolkit.fluxcd.io/name": "apps"}}, "Flux"),
            ({"annotations": {"argocd.argoproj.io/tracking-id": "apps:x"}}, "Argo CD"),
            ({"managedFields": [{"manager": "argocd-controller"}]}, "Argo CD"),
            ({"managedFields": [{"manager": "kustomize-controller"}]}, "Flux"),
            ({"labels": {"app.kubernetes.io/instance": "portal"}}, ""),
            ({"managedFields": [{"manager": "kubectl-client-side-apply"}]}, ""),
        ],
    )
    async def test_where_a_tool_owns_the_workflow_the_patch_is_handed_out(
        self, server: Server, metadata: Object, owner: str
    ) -> None:
        await installed(server, metadata)
        change = {"state": "Paused"}

        answer = await Person(server, *SETTERS).call("PATCH", f"{PORTAL}/settings", change)

        told = answer.json()
        assert (told["applied"], told.get("managedBy", ""), told["patch"]) == (not owner, owner, {"spec": change})
        assert (await spec_of(server))["state"] == ("Active" if owner else "Paused")

    async def test_a_dry_run_changes_nothing(self, server: Server) -> None:
        await installed(server)
        before = server.changes()

        answer = await Person(server, *SETTERS).call("PATCH", f"{PORTAL}/settings?dryRun=true", {"state": "Paused"})

        assert (answer.json()["applied"], server.changes()) == (False, before)


class TestCloning:
    async def test_a_copy_is_a_draft_with_the_version_in_force(self, server: Server) -> None:
        await installed(server, {"labels": {"team": "north", "helm.toolkit.fluxcd.io/name": "x"}})

        answer = await Person(server, "create workflows", "get workflows").post(f"{PORTAL}/clone", {"name": "trial"})

        assert answer.status_code == 201, answer.text
        copy = await server.cluster.get(WORKFLOWS, "clinic", "trial")
        assert (copy["spec"]["state"], copy["spec"]["graph"]["nodes"][0]["waitTime"]) == ("Draft", "30s")
        assert copy["metadata"]["labels"] == {"team": "north"}
        assert await reasons(server) == ["Cloned"]

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({"name": "a" * 51}, 422),
            ({"name": "Trial"}, 422),
            ({"name": "../x"}, 422),
            ({"name": "portal"}, 409),
            ({"name": "trial", "version": 9}, 409),
        ],
    )
    async def test_what_cannot_be_is_refused(self, server: Server, body: Object, status: int) -> None:
        await installed(server)

        answer = await Person(server, "create workflows", "get workflows").post(f"{PORTAL}/clone", body)

        assert answer.status_code == status, answer.text
        assert len(await server.cluster.list(WORKFLOWS, "clinic")) == 1

    async def test_who_may_not_read_the_original_gets_no_copy(self, server: Server) -> None:
        await installed(server)

        answer = await Person(server, "create workflows").post(f"{PORTAL}/clone", {"name": "trial"})

        assert answer.status_code == 403

    async def test_a_key_makes_one_copy(self, server: Server) -> None:
        await installed(server)
        person = Person(server, "create workflows", "get workflows")

        answers = [
            (await person.post(f"{PORTAL}/clone", {"name": name}, Idempotency_Key="k")).status_code
            for name in ("trial", "trial", "second")
        ]

        assert answers == [201, 201, 422]
        assert len(await server.cluster.list(WORKFLOWS, "clinic", labels=LABEL_REQUEST)) == 1


class TestVersions:
    async def test_they_are_listed_with_the_one_in_force(self, server: Server) -> None:
        await installed(server)

        items = (await Person(server, "list workflowversions").get(f"{PORTAL}/versions")).json()["items"]

        assert [(item["number"], item["active"], item["waits"]) for item in items] == [
            (2, True, False),
            (1, False, False),
        ]

    @pytest.mark.parametrize("query", ["", "?against=1"])
    async def test_two_are_compared_step_by_step(self, server: Server, query: str) -> None:
        await installed(server)

        told = (await Person(server, "get workflowversions").get(f"{PORTAL}/versions/2/diff{query}")).json()

        (change,) = told["changes"]
        assert (change["kind"], change["nodeId"]) == ("Changed", "open")
        assert change["fields"] == [{"path": "waitTime", "old": "", "new": "30s"}]

    async def test_one_comes_with_its_steps(self, server: Server) -> None:
        await installed(server)

        told = (await Person(server, "get workflowversions").get(f"{PORTAL}/versions/2")).json()

        assert told["graph"]["nodes"][0]["waitTime"] == "30s"

    @pytest.mark.parametrize("number", ["0", "9", "x", "-1", "1e3", "9999999999", "%31%00"])
    async def test_one_that_is_not_there_is_not_found(self, server: Server, number: str) -> None:
        await installed(server)

        for path in (f"{PORTAL}/versions/{number}", f"{PORTAL}/versions/1/diff?against={number}"):
            assert (await Person(server, "get workflowversions").get(path)).status_code == 404

    async def test_a_revert_is_a_new_version(self, server: Server) -> None:
        await installed(server)
        person = Person(server, "revert workflows")

        answers = [
            await person.post(f"{PORTAL}/versions/1/revert", {"note": "wrong"}, Idempotency_Key="k") for _ in range(2)
        ]

        assert [answer.status_code for answer in answers] == [201, 201]
        made = (await server.cluster.get(VERSIONS, "clinic", "portal-v3"))["spec"]
        assert (made["number"], made["revertTo"], made["note"], made["author"]) == (3, 1, "wrong", "User")
        assert len(await server.cluster.list(VERSIONS, "clinic")) == 3
        assert await reasons(server) == ["Reverted"]

    async def test_a_revert_to_nothing_is_not_found(self, server: Server) -> None:
        await installed(server)

        assert (await Person(server, "revert workflows").post(f"{PORTAL}/versions/9/revert", {})).status_code == 404

    @pytest.mark.parametrize(
        ("words", "want", "decision"),
        [
            (["approve"], [200], "Approved"),
            (["reject"], [200], "Rejected"),
            (["approve", "approve"], [200, 200], "Approved"),
            (["approve", "reject"], [200, 409], "Approved"),
        ],
    )
    async def test_a_person_says_their_word_once(
        self, server: Server, words: list[str], want: list[int], decision: str
    ) -> None:
        owner = await installed(server)
        proposed = version(owner, 3, review=True).spec
        await server.cluster.create(VERSIONS, "clinic", versions.body(owner, proposed))
        person = Person(server, "approve workflows")

        answers = [(await person.post(f"{PORTAL}/versions/3/{word}")).status_code for word in words]

        assert answers == want
        assert (await server.cluster.get(VERSIONS, "clinic", "portal-v3"))["spec"]["decision"] == decision
        assert await reasons(server) == [decision]
