"""The API on a real API server, with the chart's rights and real tokens: what the guide shows is done, line by line."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.integration.clinic import Clinic
from tests.integration.serving import kubeconfig, serving, token_of_person
from tests.support.builders import attempt, version
from webmend.adapters.clock import SystemClock
from webmend.domain.names import TOKEN_AUDIENCE
from webmend.domain.resource import workflow_from
from webmend.domain.run import InputReason, InputRequest
from webmend.policy import versions
from webmend.ports.cluster import ERROR_CODES, EVENTS, RUNS, VERSIONS, WORKFLOWS

__all__ = ["kubeconfig"]

GUIDE = Path(__file__).parents[2] / "docs/guide/api.md"
CALLS = re.findall(r"^\$ (curl .*)$", GUIDE.read_text(), re.MULTILINE)
INPUTS = [{"name": "patientId", "pattern": "P-[0-9]{4}", "required": True}]


@pytest.fixture
async def url(clinic: Clinic, kubeconfig: str, tmp_path: Path) -> AsyncIterator[str]:
    """A server for a workflow with a run that is over, one under way, and one that asks."""
    owner = workflow_from(await clinic.apply_workflow(inputs=INPUTS))
    for number in (1, 2):
        await clinic.cluster.create(VERSIONS, clinic.namespace, versions.body(owner, version(owner, number).spec))
    code = {"match": {"category": "PAGE_NOT_FOUND"}, "state": "Suggested"}
    await clinic.cluster.create(ERROR_CODES, clinic.namespace, {"metadata": {"name": "page-not-found"}, "spec": code})
    await clinic.cluster.patch_status(WORKFLOWS, clinic.namespace, "portal", {"activeVersion": 1}, "")
    known = {"version": 1, "attempt": 1, "attempts": [attempt().stored()]}
    now = SystemClock().now()
    question = InputRequest(
        request_id="a1-s1",
        attempt=1,
        sequence=1,
        reason=InputReason.INCORRECT_FORM_INPUT,
        inputs={"patientId": "P-1001"},
        asked_at=now,
        expires_at=now + timedelta(minutes=5),
    )
    for name, status in {
        "portal-0": {"phase": "Failed", "irreversible": False},
        "portal-1": {"phase": "Running"},
        "portal-2": {"phase": "InputRequired", "inputRequest": question.stored()},
    }.items():
        await clinic.apply_run(name, inputs={"patientId": "P-1001"})
        await clinic.cluster.patch_status(RUNS, clinic.namespace, name, {**known, **status}, "")
    async with serving(clinic, kubeconfig, tmp_path / "store") as url:
        yield url


async def shell(line: str, **environment: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        "bash", "-c", line, env={"PATH": "/usr/bin:/bin", **environment}, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def test_every_call_of_the_guide_does_what_it_says(clinic: Clinic, url: str) -> None:
    token = await token_of_person(clinic, "nurse", "*", resources="*", audience=TOKEN_AUDIENCE)

    for line in CALLS:
        here = re.sub(r"(namespaces/|namespace=)clinic", rf"\g<1>{clinic.namespace}", line)
        assert (await shell(here, API=f"{url}/api/v1", TOKEN=token))[0] == 0, line

    runs = {run["metadata"]["name"]: run["spec"] for run in await clinic.cluster.list(RUNS, clinic.namespace)}
    made = [spec for name, spec in runs.items() if name not in ("portal-0", "portal-1", "portal-2")]
    assert sorted(spec["trigger"] for spec in made) == ["API", "API", "Replay", "Replay"]
    assert runs["portal-1"]["stop"] is True
    assert runs["portal-2"]["answers"] == [{"requestId": "a1-s1", "inputs": {"patientId": "P-1002"}}]
    told = [event["reason"] for event in await clinic.cluster.list(EVENTS, clinic.namespace)]
    deeds = ["Answered", "Approved", "Approved", "Cloned", "Reverted", "SettingsChanged", "StopAsked"]
    assert sorted(told) == sorted([*deeds, *["Created"] * 4])
    portal = await clinic.cluster.get(WORKFLOWS, clinic.namespace, "portal")
    assert portal["spec"]["state"] == "Paused"
    assert portal["spec"]["schedule"]["cron"] == ["0 6 * * 1-5"]
    assert portal["spec"]["errorHandling"]["serviceUnavailableRecovery"] is True
    assert (await clinic.cluster.get(WORKFLOWS, clinic.namespace, "portal-trial"))["spec"]["state"] == "Draft"
    assert (await clinic.cluster.get(VERSIONS, clinic.namespace, "portal-v3"))["spec"]["revertTo"] == 1
    code = await clinic.cluster.get(ERROR_CODES, clinic.namespace, "page-not-found")
    assert (code["spec"]["state"], code["spec"]["code"]) == ("Approved", "NO_SUCH_RECORD")


async def test_one_key_makes_one_run_of_many_requests_at_once(clinic: Clinic, url: str) -> None:
    token = await token_of_person(clinic, "nurse", "create", audience=TOKEN_AUDIENCE)
    body = {"workflow": "portal", "inputs": {"patientId": "P-1001"}}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "night"}
    async with httpx.AsyncClient(base_url=url, headers=headers) as person:
        path = f"/api/v1/namespaces/{clinic.namespace}/runs"
        answers = await asyncio.gather(*(person.post(path, json=body) for _ in range(20)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["name"] for answer in answers}) == 1
    assert len(await clinic.cluster.list(RUNS, clinic.namespace)) == 4


@pytest.mark.parametrize("verb", ["replay", "stop"])
async def test_a_verb_lets_do_its_own_deed_and_none_other(clinic: Clinic, url: str, verb: str) -> None:
    token = await token_of_person(clinic, "nurse", verb, audience=TOKEN_AUDIENCE)
    runs = f"/api/v1/namespaces/{clinic.namespace}/runs"
    async with httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {token}"}) as person:
        answers = {
            "create": await person.post(runs, json={"workflow": "portal", "inputs": {"patientId": "P-1001"}}),
            "replay": await person.post(f"{runs}/portal-0/replay", json={}),
            "stop": await person.post(f"{runs}/portal-1/stop"),
            "provideinput": await person.post(f"{runs}/portal-2/answers", json={"inputs": {"patientId": "P-1002"}}),
        }

    assert {name for name, answer in answers.items() if answer.status_code != 403} == {verb}
    assert (await shell(f"curl -sf {url}{runs}/portal-1/stop -X POST"))[0] == 22
