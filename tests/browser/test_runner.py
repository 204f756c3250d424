"""The runner as a process of its own, with a real browser: what a pod would run, and what it leaves behind."""

import asyncio
import json
import os
import signal
import ssl
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import pytest_asyncio
import yaml

from tests.browser.runner import Pod
from tests.browser.site import Site
from tests.support import tls_site
from tests.support.builders import node
from tests.support.certificates import Authority
from tests.support.egress import name_server, proxy
from tests.support.session import FakeServer
from tests.support.session_http import served
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import ErrorKind
from webmend.domain.graph import Graph, Node
from webmend.domain.report import AttemptOutcome
from webmend.domain.session import ClientCertificate, CredentialScope, SessionPlan
from webmend.domain.workflow import Browser, Outputs
from webmend.domain.workflow import ClientCertificate as ShownCertificate
from webmend.runner.identifying import key_lines

PASSWORD = "correct-horse-7"
LOGIN = """
<title>Portal</title><h1>Sign in</h1>
<form action=/list><label>Password <input name=p type=password></label><button>Go</button></form>
"""
LIST = """
<title>Patients</title><h1>Patients</h1>
<table><tr><th>Number</th><th>Name</th></tr><tr><td>1</td><td>Ada</td></tr><tr><td>2</td><td>Bob</td></tr></table>
"""


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


async def test_an_attempt_whose_data_break_the_rules_of_the_workflow(pod: Pod, site: Site) -> None:
    site.put("/list", LIST.replace("Bob", "").replace("<td>1</td>", f"<td>{PASSWORD}</td>"))
    rows = {"items": {"properties": {"Number": {"maxLength": 3}}}}
    rule = {"output": "patients", "minRows": 3, "required": ["Name"]}
    asked = Outputs.model_validate({"dataSchema": {"properties": {"patients": rows}}, "rules": [rule]})
    pod.server.plan = pod.server.plan.with_(outputs=asked)
    status, log = await pod.run()
    report = pod.report()
    assert (status, report.outcome) == (0, AttemptOutcome.SUCCEEDED)
    assert [(o.output, o.rows) for o in report.rows] == [("patients", 2)]
    assert [w.message for w in report.warnings] == [
        "patients[0].Number is longer than 3 characters",
        "patients has 2 rows; at least 3 are expected",
        "patients: Name is empty in 1 of 2 rows, first in patients[1]",
    ]
    assert PASSWORD not in log + (pod.folder / "termination-log").read_text()


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


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder with a short name: Chromium puts a socket into its scratch folder, whose path may have 107 letters."""
    with TemporaryDirectory(prefix="w") as folder:
        yield Path(folder)


async def test_an_attempt_at_a_site_that_lets_only_its_own_people_in(pod: Pod, tmp_path: Path, scratch: Path) -> None:
    company = Authority("Clinic's authority")
    nurse = company.issue("nurse")
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "ca.crt").write_text(company.pem)
    with tls_site.served(company.issue("localhost", "localhost"), tmp_path, ssl.CERT_REQUIRED, company.pem) as site:
        origin = f"https://localhost:{site.port}"
        says = Browser(client_certificate=ShownCertificate(secret_ref="nurse", origins=(origin,)))
        steps_ = (
            node("open", "navigate", navigate={"url": origin}, expect=[{"text": "Hello nurse"}]),
            node("leave", target={"selectors": [{"role": "button", "name": "Leave"}]}, waitTime="500ms"),
        )
        pod.server.plan = pod.server.plan.with_(graph=Graph(nodes=steps_), browser=says)
        pod.server.certificate = ClientCertificate(certificate=nurse.certificate, key=nurse.key)
        pod.server.answer = lambda report: Directive(sequence=1, attempt=1, kind=DirectiveKind.END)
        _, log = await pod.run(
            WEBMEND_CA_BUNDLE=str(tmp_path / "bundle"), WEBMEND_CLIENT_CERTIFICATE_ORIGINS=origin, TMPDIR=str(scratch)
        )

    assert [step.node_id for step in pod.server.steps] == ["open", "leave"], log
    assert pod.report().steps_done == 1
    everything = log + (pod.folder / "termination-log").read_text() + pod.server.failures[0].model_dump_json()
    assert not any(line in everything for line in key_lines(nurse.key))
    assert not list(scratch.glob("webmend-*"))


async def test_an_attempt_whose_ca_bundle_is_missing_says_so(pod: Pod, tmp_path: Path) -> None:
    status, _ = await pod.run(WEBMEND_CA_BUNDLE=str(tmp_path / "nothing-mounted"))

    assert (status, pod.report().reason) == (3, "CaBundleNotFound")


async def test_an_attempt_that_is_refused_its_client_certificate_says_why(pod: Pod) -> None:
    shown = ShownCertificate(secret_ref="nurse", origins=("https://portal.internal",))
    pod.server.plan = pod.server.plan.with_(browser=Browser(client_certificate=shown))
    status, _ = await pod.run(WEBMEND_CLIENT_CERTIFICATE_ORIGINS="https://portal.internal")

    failure = pod.report().failure
    assert failure is not None
    assert (status, failure.evidence.error.kind) == (1, ErrorKind.DEFINITION)
    assert "names no client certificate" in failure.evidence.error.message


async def test_an_attempt_goes_through_the_egress_proxy(pod: Pod, site: Site) -> None:
    port = int(site.url.rpartition(":")[2])
    with name_server() as names, proxy(pod.folder, names, [port], allow=["127.0.0.1"]) as running:
        status, _ = await pod.run(WEBMEND_EGRESS_PROXY=running.url)
        assert running.log.read_text().count(f'"requested_host":"127.0.0.1:{port}"') >= 2
    assert (status, pod.report().steps_done) == (0, 4)


async def test_an_attempt_that_leads_where_the_egress_proxy_refuses(pod: Pod, site: Site) -> None:
    pod.server.answer = lambda report: Directive(sequence=1, attempt=1, kind=DirectiveKind.END)
    with name_server() as names, proxy(pod.folder, names, [int(site.url.rpartition(":")[2])]) as running:
        status, _ = await pod.run(WEBMEND_EGRESS_PROXY=running.url)
    report = pod.report()
    assert (status, report.steps_done) == (1, 0)
    assert report.failure is not None
    assert report.failure.evidence.error.kind is ErrorKind.EGRESS_REFUSED
    assert report.failure.evidence.error.message.startswith(f"{site.url} is refused by this installation")


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


async def webmend_run(file: Path, *options: str) -> asyncio.subprocess.Process:
    """Of a manifest; all that it keeps goes beside it."""
    kept = ("--out", str(file.parent / "out"), "--known", str(file.parent / "known.json"))
    command = [Path(sys.executable).with_name("webmend"), "run", str(file), *kept, *options]
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
