"""A pod is evicted on a real node: the runner ends in order, and the step that was under way says what follows."""

import json
from typing import Any

from hack.stories import kubectl
from hack.stories.installation import SPACE
from tests.e2e.test_missing import make_run, status, wait_until


def pausing(name: str, on_interrupt: str) -> dict[str, Any]:
    """A workflow whose first step takes a minute."""
    pause = {"id": "pause", "delay": {"duration": "60s"}, "onInterrupt": on_interrupt}
    return {
        "apiVersion": "webmend.io/v1alpha1",
        "kind": "Workflow",
        "metadata": {"name": name, "namespace": SPACE},
        "spec": {"graph": {"nodes": [pause, {"id": "end", "end": {}}]}},
    }


def evicted(name: str, on_interrupt: str) -> None:
    """A run of it whose pod is evicted in its first step."""
    kubectl.apply([pausing(name, on_interrupt)])
    make_run(name, name)
    wait_until(lambda: status(name), lambda s: s.get("session", {}).get("underWay", {}).get("nodeId") == "pause")
    [pod] = kubectl.items("pods", "-n", SPACE, "-l", f"webmend.io/run-name={name}")
    metadata = {"name": pod["metadata"]["name"], "namespace": SPACE}
    body = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": metadata}
    path = f"/api/v1/namespaces/{SPACE}/pods/{metadata['name']}/eviction"
    kubectl.kubectl("create", f"--raw={path}", "--filename=-", stdin=json.dumps(body))


def test_a_step_that_says_fail_fails_the_run_with_the_reason(node: None) -> None:
    evicted("evicted-fail", "fail")
    seen = wait_until(lambda: status("evicted-fail"), lambda s: s.get("phase") == "Failed")
    assert (seen["reason"], seen["error"]["nodeId"]) == ("Evicted", "pause")
    assert "its onInterrupt is fail" in seen["message"]


def test_a_step_that_says_ask_has_somebody_decide(node: None) -> None:
    evicted("evicted-ask", "ask")
    seen = wait_until(lambda: status("evicted-ask"), lambda s: s.get("phase") == "InputRequired")
    answer = {"requestId": seen["inputRequest"]["requestId"], "modalAction": "End"}
    patch = json.dumps({"spec": {"answers": [answer]}})
    kubectl.kubectl("patch", "workflowrun", "evicted-ask", "-n", SPACE, "--type=merge", "--patch", patch)
    seen = wait_until(lambda: status("evicted-ask"), lambda s: s.get("phase") == "Failed")
    assert "somebody chose End" in seen["message"]
