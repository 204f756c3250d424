"""Error codes on a real API server: suggested by the operator, decided on by kubectl."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.integration.clinic import Clinic, eventually
from tests.support import kubelet
from tests.support.builders import failed, report
from tests.support.replica import replica
from webmend.domain.evidence import DocumentFacts, Evidence, StepFacts
from webmend.domain.phase import TERMINAL, Phase
from webmend.domain.run import RecoveryKind, Run
from webmend.ports.cluster import ERROR_CODES, WORKFLOWS, Object

GONE = Evidence(
    step=StepFacts(id="open", action="navigate", title="Open the record"),
    document=DocumentFacts(status=404, final_url="https://clinic.example/patients/P-1001", ready_state="complete"),
)


@dataclass
class Failing:
    """Makes runs that end with a page that is not there, one after the other."""

    clinic: Clinic
    number: int = 0

    async def run(self) -> Run:
        """The next one, once it is over or waits for a further attempt."""
        self.number += 1
        name = f"portal-{self.number}"
        await self.clinic.apply_run(name)
        await self.clinic.play(kubelet.ended(failed(report("open", evidence=GONE)), exit_code=1), name)
        await eventually(lambda: self.has_ended(name))
        return await self.clinic.run(name)

    async def has_ended(self, name: str) -> bool:
        return (await self.clinic.run(name)).status.phase in (*TERMINAL, Phase.REQUEUED)

    async def approve(self, **spec: Any) -> Run:
        """Approve the only code as a person does; the first run that is given it, since a watch takes a moment."""
        name = (await self.code())["metadata"]["name"]
        patch = json.dumps({"spec": {"state": "Approved", **spec}})
        self.clinic.plane.kubectl("-n", self.clinic.namespace, "patch", "wme", name, "--type=merge", "-p", patch)
        for _ in range(5):
            run = await self.run()
            if run.status.error and run.status.error.code:
                return run
        raise AssertionError("no run was given the code")

    async def code(self) -> Object:
        [code] = await self.clinic.cluster.list(ERROR_CODES, self.clinic.namespace)
        return code


@pytest.fixture
async def failing(clinic: Clinic, tmp_path: Path) -> AsyncIterator[Failing]:
    """A replica of the operator, and a workflow of which one run has failed."""
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path) as operator:
        await eventually(operator.is_leader)
        await clinic.apply_workflow()
        found = Failing(clinic)
        await found.run()
        yield found


async def test_a_failure_is_suggested_and_its_approved_code_stands_in_those_that_follow(failing: Failing) -> None:
    code = await failing.code()
    assert (code["spec"]["state"], code["spec"]["action"]) == ("Suggested", "Alert")
    assert [sample["run"] for sample in code["status"]["samples"]] == ["portal-1"]
    run = await failing.approve(code="NO_SUCH_RECORD")
    assert run.status.error is not None
    assert run.status.error.code == "NO_SUCH_RECORD"
    assert (await failing.code())["status"]["occurrences"] == failing.number


async def test_a_code_that_says_retry_brings_a_further_attempt(failing: Failing) -> None:
    run = await failing.approve(action="Retry", count=1, after="1h")
    assert run.status.phase is Phase.REQUEUED
    assert run.status.recoveries[-1].kind is RecoveryKind.RETRY_BY_CODE


async def test_a_code_that_says_pause_holds_scheduled_runs_until_a_person_resumes_them(failing: Failing) -> None:
    clinic = failing.clinic
    run = await failing.approve(action="Pause")

    async def is_paused() -> bool:
        status = (await clinic.cluster.get(WORKFLOWS, clinic.namespace, "portal"))["status"]
        return any(c["type"] == "Paused" and c["status"] == "True" for c in status["conditions"])

    await eventually(is_paused)
    await clinic.apply_run("scheduled", trigger="Schedule")
    await eventually(lambda: clinic.is_in(Phase.PENDING, "scheduled"))
    assert (await clinic.run("scheduled")).status.reason == "WorkflowPaused"
    resume = f"webmend.io/resume={run.name}"
    clinic.plane.kubectl("-n", clinic.namespace, "annotate", "workflow", "portal", resume, "--overwrite")
    await eventually(lambda: clinic.is_in(Phase.RUNNING, "scheduled"))
    assert not await is_paused()
