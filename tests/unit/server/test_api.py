"""What the API tells of what runs have left."""

import json
from typing import Any

import httpx
import pytest

from tests.support.builders import attempt
from tests.support.installation import portal
from tests.support.server import Server
from webmend.domain.run import Run

pytestmark = pytest.mark.looptime

VISITS = [{"date": "2026-11-03", "reason": "Check-up"}]


async def left(server: Server, *attempts: int, **bodies: bytes) -> Run:
    """A run of so many attempts that has left these bodies; `__` stands for the slashes of their names."""
    await server.installed.install(portal())
    made = [attempt(number, version=number + 4) for number in attempts or (1,)]
    run = await server.installed.run("portal-1", *made)
    for name, body in bodies.items():
        server.artifacts.bodies[f"runs/{run.uid}/{name.replace('__', '/').replace('_DOT_', '.')}"] = body
    return run


def outputs(values: dict[str, Any]) -> bytes:
    return json.dumps({"values": values}).encode()


async def read(
    server: Server, rest: str, *, run: str = "portal-1", who: str = "ada", verb: str = "get"
) -> httpx.Response:
    """What somebody is told who holds this one verb in the run's namespace."""
    user = {"username": who, "uid": f"uid-of-{who}", "groups": []}
    server.cluster.tokens["a-token"] = {"authenticated": True, "audiences": ["webmend-server"], "user": user}
    server.cluster.rights.add((who, f"{verb} workflowruns.webmend.io", "clinic"))
    path = f"/api/v1/namespaces/clinic/runs/{run}/{rest}"
    return await server.http.get(path, headers={"Authorization": "Bearer a-token"})


class TestData:
    async def test_they_come_with_where_they_are_from(self, server: Server) -> None:
        run = await left(server, a1__outputs_DOT_json=outputs({"visits": VISITS}))
        warning = {"rule": "MinRows", "message": "visits has 1 row, 3 are wanted"}
        await server.installed.set_status(run, phase="Succeeded", warnings=[warning])

        told = (await read(server, "data")).json()

        assert told == {
            "run": "portal-1",
            "sessionId": run.uid,
            "phase": "Succeeded",
            "attempt": 1,
            "version": 5,
            "warnings": ["visits has 1 row, 3 are wanted"],
            "values": {"visits": VISITS},
        }

    async def test_those_of_the_latest_attempt_that_has_any(self, server: Server) -> None:
        one, two = outputs({"visits": [1]}), outputs({"visits": [2]})
        await left(server, 1, 2, 3, a1__outputs_DOT_json=one, a2__outputs_DOT_json=two)

        told = (await read(server, "data")).json()

        assert (told["attempt"], told["version"], told["values"]) == (2, 6, {"visits": [2]})

    async def test_a_run_without_any_says_so(self, server: Server) -> None:
        await left(server)

        answer = await read(server, "data")

        assert (answer.status_code, answer.json()["detail"]) == (404, "the run portal-1 has extracted nothing")


class TestArtifacts:
    async def test_all_are_listed_attempt_by_attempt(self, server: Server) -> None:
        await left(
            server, 1, 2,
            a10__steps_DOT_jsonl=b"12", a2__files__page_DOT_png=b"123", a1__files__x=b"1", audit_DOT_jsonl=b"who",
        )  # fmt: skip

        told = (await read(server, "artifacts")).json()

        assert told["items"] == [
            {"name": "a1/files/x", "attempt": 1, "sizeBytes": 1, "contentType": "application/octet-stream"},
            {"name": "a2/files/page.png", "attempt": 2, "sizeBytes": 3, "contentType": "image/png"},
            {"name": "a10/steps.jsonl", "attempt": 10, "sizeBytes": 2, "contentType": "application/jsonl"},
        ]

    async def test_a_body_comes_as_it_was_kept_and_no_browser_may_run_it(self, server: Server) -> None:
        await left(server, a1__files__page_DOT_html=b"<script>")

        answer = await read(server, "artifacts/a1/files/page.html")

        assert (answer.status_code, answer.content) == (200, b"<script>")
        assert answer.headers["content-disposition"] == "attachment"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("sandbox;")

    @pytest.mark.parametrize(
        "name",
        [
            "a1/files/none", "audit.jsonl", "a1", "a1/", "a0/x", "a1/../audit.jsonl", "a1/..%2faudit.jsonl", "a1//x",
            "/etc/passwd",
        ],
    )  # fmt: skip
    async def test_what_is_no_artifact_of_the_run_is_not_found(self, server: Server, name: str) -> None:
        await left(server, a1__x=b"1", audit_DOT_jsonl=b"who")

        assert (await read(server, f"artifacts/{name}")).status_code == 404


class TestRights:
    @pytest.mark.parametrize("rest", ["data", "artifacts", "artifacts/a1/outputs.json"])
    async def test_who_may_not_get_runs_reads_nothing_of_them(self, server: Server, rest: str) -> None:
        await left(server, a1__outputs_DOT_json=outputs({}))

        answer = await read(server, rest, verb="list")

        assert (answer.status_code, answer.json()["detail"]) == (
            403,
            "ada may not get workflowruns.webmend.io in clinic",
        )

    async def test_nobody_learns_without_the_right_whether_there_is_a_run(self, server: Server) -> None:
        await left(server)

        answer = await read(server, "data", run="nowhere", verb="list")

        assert answer.status_code == 403

    async def test_a_run_that_is_not_there_is_not_found(self, server: Server) -> None:
        await left(server)

        answer = await read(server, "data", run="nowhere")

        assert (answer.status_code, answer.json()["detail"]) == (404, "there is no WorkflowRun nowhere in clinic")

    async def test_without_a_token_nothing_is_told(self, server: Server) -> None:
        answer = await server.http.get("/api/v1/namespaces/clinic/runs/portal-1/data")

        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")

    @pytest.mark.parametrize("name", ["Portal", "-", "a_b", "a" * 254])
    async def test_what_can_be_no_name_is_not_found(self, server: Server, name: str) -> None:
        answer = await read(server, "data", run=name)

        assert (answer.status_code, answer.json()["detail"]) == (404, "there can be no namespace or run of that name")


class TestLinks:
    async def test_one_opens_the_body_to_whoever_has_it(self, server: Server) -> None:
        await left(server, a1__files__receipt_DOT_pdf=b"%PDF")

        made = await linked(server, "a1/files/receipt.pdf")
        found = await server.http.get(made.json()["path"])

        assert made.status_code == 201
        assert (found.status_code, found.content, found.headers["content-type"]) == (200, b"%PDF", "application/pdf")
        assert "sandbox" in found.headers["content-security-policy"]

    async def test_it_runs_out(self, server: Server) -> None:
        await left(server, a1__files__receipt_DOT_pdf=b"%PDF")
        path = (await linked(server, "a1/files/receipt.pdf")).json()["path"]

        await server.clock.sleep(300)

        found = await server.http.get(path)
        assert (found.status_code, found.json()["detail"]) == (404, "the link has run out: ask for another one")

    async def test_who_may_not_read_the_run_gets_none(self, server: Server) -> None:
        await left(server, a1__files__receipt_DOT_pdf=b"%PDF")

        assert (await linked(server, "a1/files/receipt.pdf", verb="list")).status_code == 403

    @pytest.mark.parametrize("name", ["a1/files/none.pdf", "../other/a1/x", "audit.jsonl", "/etc/passwd"])
    async def test_there_is_none_to_what_is_no_artifact(self, server: Server, name: str) -> None:
        await left(server, a1__files__receipt_DOT_pdf=b"%PDF")

        assert (await linked(server, name)).status_code == 404

    async def test_who_has_asked_for_it_is_written_down(self, server: Server) -> None:
        run = await left(server, a1__files__receipt_DOT_pdf=b"%PDF")

        await linked(server, "a1/files/receipt.pdf")

        [line] = server.artifacts.bodies[f"runs/{run.uid}/audit.jsonl"].splitlines()
        said = json.loads(line)
        assert (said["verb"], said["user"], said["artifact"]) == ("link", "ada", "a1/files/receipt.pdf")


async def linked(server: Server, name: str, verb: str = "get") -> httpx.Response:
    """What somebody is told who asks for a link and holds this one verb."""
    await read(server, "data", verb=verb)
    path = "/api/v1/namespaces/clinic/runs/portal-1/links"
    return await server.http.post(path, json={"name": name}, headers={"Authorization": "Bearer a-token"})
