"""What is run: a plain workflow, one that fails at once, and a bare Job to compare with."""

from datetime import UTC, datetime
from typing import Any

from stories import kubectl
from stories.installation import SPACE

from webmend.domain.resource import run_from, workflow_from
from webmend.domain.run import Attempt, AttemptCause, AttemptState
from webmend.domain.settings import RunnerSettings, Settings
from webmend.policy.job import job_body

PLAIN = "bench-plain"
FAILING = "bench-failing"
KEPT = 1000
"""The most that may be said, and more than are made before writes are counted: none is to go meanwhile."""
OPEN = {"id": "open", "navigate": {"url": "http://site.webmend-demo/plain/login"}}
MISSING = {"id": "missing", "waitTime": "1s", "target": {"selectors": [{"css": "#missing"}]}, "click": {}}

BARE_SCRIPT = """
import os, time
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    browser = p.chromium.launch(executable_path=os.environ["WEBMEND_CHROMIUM"], chromium_sandbox=True)
    page = browser.new_page()
    page.goto("about:blank")
    print("OPENED", time.time(), flush=True)
    browser.close()
"""
"""The least that anybody would run in such a pod: what webmend's own start is compared with."""


def apply_workflows() -> None:
    """Both workflows, ready to run."""
    kubectl.apply([_workflow(PLAIN, [OPEN]), _workflow(FAILING, [OPEN, MISSING])])
    for name in (PLAIN, FAILING):
        kubectl.kubectl("wait", f"workflow/{name}", "-n", SPACE, "--for=condition=Accepted", "--timeout=30s")


def make_run(name: str, workflow: str) -> dict[str, Any]:
    """A run; what was stored."""
    return kubectl.create(
        {
            "apiVersion": "webmend.io/v1alpha1",
            "kind": "WorkflowRun",
            "metadata": {"name": name, "namespace": SPACE, "labels": {"bench": "reaction"}},
            "spec": {"workflowRef": {"name": workflow}},
        }
    )


def make_bare_job(name: str, image: str) -> None:
    """The Job of a run as webmend makes it, with the bare script in place of the runner."""
    body = _runners_job(image)
    body["metadata"] = {"name": name, "namespace": SPACE, "labels": {"bench": "reaction"}}
    container = body["spec"]["template"]["spec"]["containers"][0]
    container["command"] = ["python3", "-c", BARE_SCRIPT]
    kubectl.create(body)


def _runners_job(image: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    meta = {"namespace": SPACE, "name": "bench", "uid": "0" * 36, "generation": 1, "creationTimestamp": now.isoformat()}
    run = run_from({"metadata": meta, "spec": {"workflowRef": {"name": PLAIN}}})
    workflow = workflow_from({"metadata": meta, "spec": {"graph": {"nodes": [OPEN]}}})
    attempt = Attempt(
        number=1, cause=AttemptCause.FIRST, state=AttemptState.RUNNING, version=1, job_name="bench", intended_at=now
    )
    runner = RunnerSettings(image=image, image_pull_policy="Never", server_url="http://unused")
    return job_body(run, workflow, attempt, Settings(runner=runner))


def _workflow(name: str, nodes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "apiVersion": "webmend.io/v1alpha1",
        "kind": "Workflow",
        "metadata": {"name": name, "namespace": SPACE},
        "spec": {"graph": {"nodes": nodes}, "history": {"succeeded": KEPT, "failed": KEPT}},
    }
