"""The runner as a process of its own, with a real browser: what a pod would run, and what it leaves behind."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest_asyncio
import yaml

from tests.browser.site import Site
from tests.support.builders import node
from tests.support.session import FakeServer
from tests.support.session_http import TOKEN, served
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import Graph, Node
from webmend.domain.names import TERMINATION_MESSAGE_BYTES
from webmend.domain.report import AttemptOutcome, AttemptReport
from webmend.domain.session import CredentialScope, SessionPlan

PASSWORD = "correct-horse-7"
LOGIN = """
<title>Portal</title><h1>Sign in</h1>
<form action=/list><label>Password <input name=p type=password></label><button>Go</button></form>
"""
LIST = """
<title>Patients</title><h1>Patients</h1>
<table><tr><th>Number</th><th>Name</th></tr><tr><td>1</td><td>Ada</td></tr><tr><td>2</td><td>Bob</td></tr></table>
"""


@dataclass
class Pod:
    """Where a runner runs."""

    server: FakeServer
    url: str
    folder: Path

    async def start(self, **variables: str) -> asyncio.subprocess.Process:
        (self.folder / "token").write_text(TOKEN)
        environment = {
            **os.environ,
            "WEBMEND_SERVER_URL": self.url,
            "WEBMEND_SESSION": "uid-1",
            "WEBMEND_ATTEMPT": "1",
            "WEBMEND_TOKEN_FILE": str(self.folder / "token"),
            "WEBMEND_ISOLATION": "compat",
            "WEBMEND_TERMINATION_LOG": str(self.folder / "termination-log"),
            **variables,
        }
        return await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("webmend-runner"), env=environment, stdout=asyncio.subprocess.PIPE
        )

    async def run(self, **variables: str) -> tuple[int | None, str]:
        """Its exit status and its log."""
        process = await self.start(**variables)
        log, _ = await process.communicate()
        return process.returncode, log.decode()

    def report(self) -> AttemptReport:
        """What it said at its end."""
        message = (self.folder / "termination-log").read_bytes()
        assert len(message) <= TERMINATION_MESSAGE_BYTES
        return AttemptReport.model_validate_json(message)


@pytest_asyncio.fixture(loop_scope="session")
async def pod(site: Site, tmp_path: Path) -> AsyncIterator[Pod]:
    site.put("/login", LOGIN)
    site.put("/list", LIST)
    plan = SessionPlan(
        session_id="uid-1",
        run="run-1",
        namespace="clinic",
        workflow="portal",
        version=1,
        attempt=1,
        graph=Graph(nodes=steps(site)),
        credentials=(CredentialScope(alias="portal", origins=(site.url,)),),
    )
    server = FakeServer(plan)
    server.secrets = {("portal", "password"): PASSWORD}
    async with served(server) as url:
        yield Pod(server, url, tmp_path)


def steps(site: Site) -> tuple[Node, ...]:
    def target(**selector: str) -> dict[str, Any]:
        return {"selectors": [selector]}

    return (
        node("open", "navigate", navigate={"url": f"{site.url}/login"}),
        node("type", "fill", fill={"value": "{{ credentials.portal.password }}"}, target=target(label="Password")),
        node("go", target=target(role="button", name="Go"), waitTime="2s", expect=[{"title": "Patients"}]),
        node("patients", "extract", extract={"table": {}}, target=target(css="table")),
    )


async def test_an_attempt_that_goes_well(pod: Pod) -> None:
    status, log = await pod.run()
    assert status == 0
    report = pod.report()
    assert (report.outcome, report.steps_done, report.records) == (AttemptOutcome.SUCCEEDED, 4, 2)
    assert report.isolation is not None
    assert pod.server.outputs is not None
    assert pod.server.outputs.values["patients"] == [{"Number": "1", "Name": "Ada"}, {"Number": "2", "Name": "Bob"}]
    assert [step.node_id for step in pod.server.steps] == ["open", "type", "go", "patients"]
    assert pod.server.steps[2].fingerprint is not None
    assert pod.server.steps[2].url.endswith("/list")
    assert all(json.loads(line)["session"] == "uid-1" for line in log.splitlines())
    assert PASSWORD not in log


async def test_an_attempt_whose_step_fails(pod: Pod, site: Site) -> None:
    site.put("/login", LOGIN.replace(">Go<", f">Enter {PASSWORD}<"))
    pod.server.answer = lambda report: Directive(sequence=1, attempt=1, kind=DirectiveKind.END)
    status, log = await pod.run()
    assert status == 1
    report = pod.report()
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "Directed")
    assert report.failure is not None
    assert report.failure.evidence.error.kind is ErrorKind.NO_MATCH
    assert report.failure.evidence.session.login_node == "type"
    assert pod.server.artifacts["failure-1.png"].startswith(b"\x89PNG")
    everything = log + (pod.folder / "termination-log").read_text() + pod.server.failures[0].model_dump_json()
    assert PASSWORD not in everything
    assert "***" in everything


async def test_an_attempt_that_is_asked_to_stop(pod: Pod, site: Site) -> None:
    pause = (*pod.server.plan.graph.nodes[:1], node("pause", "delay", delay={"duration": "10m"}))
    pod.server.plan = pod.server.plan.with_(graph=Graph(nodes=pause))
    process = await pod.start()
    async with asyncio.timeout(60):
        while not pod.server.steps:
            await asyncio.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    await process.communicate()
    assert process.returncode == 2
    assert (pod.report().outcome, pod.report().steps_done) == (AttemptOutcome.STOPPED, 1)


async def test_an_attempt_without_a_browser(pod: Pod) -> None:
    status, _ = await pod.run(WEBMEND_CHROMIUM="/nowhere/chromium")
    assert status == 3
    report = pod.report()
    assert report.reason == "BrowserLaunch"
    assert report.failure is not None
    assert report.failure.evidence.error.kind is ErrorKind.BROWSER_LAUNCH


async def test_a_pod_that_was_made_without_a_setting_says_which(pod: Pod) -> None:
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("webmend-runner"), env={}, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert b"WEBMEND_SERVER_URL is not set" in said
    assert process.returncode == os.EX_USAGE


def manifest(folder: Path, nodes: tuple[Node, ...], site: Site) -> Path:
    workflow = {
        "apiVersion": "webmend.io/v1alpha1",
        "kind": "Workflow",
        "metadata": {"name": "portal"},
        "spec": {
            "credentials": [{"alias": "portal", "secretRef": "login", "origins": [site.url]}],
            "graph": {"nodes": [n.model_dump(mode="json", by_alias=True, exclude_unset=True) for n in nodes]},
        },
    }
    secret = {"kind": "Secret", "metadata": {"name": "login"}, "stringData": {"password": PASSWORD}}
    file = folder / "portal.yaml"
    file.write_text(yaml.safe_dump_all([workflow, secret]))
    return file


async def webmend_run(file: Path) -> asyncio.subprocess.Process:
    """Of a manifest; all that it keeps goes beside it."""
    kept = ("--out", str(file.parent / "out"), "--known", str(file.parent / "known.json"))
    command = [Path(sys.executable).with_name("webmend"), "run", str(file), *kept]
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe, start_new_session=True)


async def test_webmend_run_does_the_same_without_a_cluster(site: Site, pod: Pod, tmp_path: Path) -> None:
    process = await webmend_run(manifest(tmp_path, steps(site), site))
    said, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    assert "Succeeded" in said.decode()
    assert "2 records" in said.decode()
    assert len(json.loads((tmp_path / "out" / "outputs.json").read_text())["patients"]) == 2
    assert PASSWORD not in said.decode() + errors.decode()


async def test_ctrl_c_ends_webmend_run_with_the_step_in_flight(site: Site, pod: Pod, tmp_path: Path) -> None:
    held = site.hold("/login", LOGIN)
    process = await webmend_run(manifest(tmp_path, steps(site), site))
    async with asyncio.timeout(60):
        while "/login" not in site.asked:
            await asyncio.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the browser gets it too
    held.set()
    said, errors = await process.communicate()
    assert process.returncode == 130, said.decode() + errors.decode()
    assert "✓ open" in said.decode()
    assert "Stopped" in said.decode()
