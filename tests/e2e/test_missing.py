"""A run that names what does not exist is Pending with the reason, and starts once it is there."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from hack.stories import kubectl
from hack.stories.installation import SPACE


def wait_until(look: Callable[[], Any], holds: Callable[[Any], bool], seconds: float = 60) -> Any:
    """What `look` gives once it holds; fails with the last sight."""
    end = time.monotonic() + seconds
    while not holds(seen := look()):
        if time.monotonic() > end:
            pytest.fail(f"not so after {seconds} s: {seen}")
        time.sleep(0.2)
    return seen


def status(name: str) -> dict[str, Any]:
    return dict(kubectl.get("workflowrun", name, "-n", SPACE).get("status", {}))


def make_run(name: str, workflow: str, **spec: Any) -> None:
    kubectl.kubectl("delete", "workflowrun", name, "-n", SPACE, "--ignore-not-found")
    kubectl.create(
        {
            "apiVersion": "webmend.io/v1alpha1",
            "kind": "WorkflowRun",
            "metadata": {"name": name, "namespace": SPACE},
            "spec": {"workflowRef": {"name": workflow}, **spec},
        }
    )


ENDS_AT_ONCE = {
    "apiVersion": "webmend.io/v1alpha1",
    "kind": "Workflow",
    "metadata": {"name": "ends-at-once", "namespace": SPACE},
    "spec": {
        "credentials": [{"alias": "late", "secretRef": "late-login", "origins": ["http://site.webmend-demo"]}],
        "graph": {"nodes": [{"id": "end", "end": {}}]},
    },
}


def test_a_missing_workflow_is_named(node: None) -> None:
    make_run("no-workflow", "nowhere")
    seen = wait_until(lambda: status("no-workflow"), lambda s: s.get("phase"))
    assert (seen["phase"], seen["reason"]) == ("Pending", "WorkflowNotFound")


def test_a_missing_version_is_named(node: None) -> None:
    kubectl.apply([ENDS_AT_ONCE])
    make_run("no-version", "ends-at-once", version=9)
    seen = wait_until(lambda: status("no-version"), lambda s: s.get("reason") == "VersionNotFound")
    assert "9" in seen["message"]


def test_a_missing_secret_is_named_and_the_run_starts_once_it_is_there(node: None) -> None:
    kubectl.kubectl("delete", "secret", "late-login", "-n", SPACE, "--ignore-not-found")
    kubectl.apply([ENDS_AT_ONCE])
    make_run("no-secret", "ends-at-once")
    seen = wait_until(lambda: status("no-secret"), lambda s: s.get("reason") == "SecretNotFound")
    assert "late-login" in seen["message"]
    kubectl.kubectl("create", "secret", "generic", "late-login", "-n", SPACE, "--from-literal=username=x")
    seen = wait_until(lambda: status("no-secret"), lambda s: s.get("phase") in ("Succeeded", "Failed"))
    assert seen["phase"] == "Succeeded"


def test_an_input_that_nobody_declares_fails_the_run_at_once(node: None) -> None:
    kubectl.apply([ENDS_AT_ONCE])
    make_run("stray-input", "ends-at-once", inputs={"stray": "x"})
    seen = wait_until(lambda: status("stray-input"), lambda s: s.get("phase") == "Failed")
    assert "spec.inputs.stray" in seen["message"]
