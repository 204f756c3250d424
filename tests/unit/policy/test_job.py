import json

import pytest

from tests.support.builders import SETTINGS, attempt, run, workflow
from webmend.domain.settings import IsolationLevel
from webmend.policy.job import job_body

BODY = job_body(run(), workflow(), attempt(epoch=7), SETTINGS)
POD = BODY["spec"]["template"]["spec"]
[CONTAINER] = POD["containers"]


def test_one_attempt_is_one_pod() -> None:
    spec = BODY["spec"]
    assert (spec["backoffLimit"], spec["completions"], spec["parallelism"]) == (0, 1, 1)
    assert spec["podReplacementPolicy"] == "Failed"
    assert POD["restartPolicy"] == "Never"


def test_it_belongs_to_the_run_and_says_which_attempt_and_epoch() -> None:
    [owner] = BODY["metadata"]["ownerReferences"]
    assert (owner["kind"], owner["uid"], owner["controller"]) == ("WorkflowRun", run().uid, True)
    assert BODY["metadata"]["labels"]["webmend.io/attempt"] == "1"
    assert BODY["metadata"]["annotations"]["webmend.io/epoch"] == "7"
    assert BODY["spec"]["template"]["metadata"]["labels"]["webmend.io/run"] == run().uid


def test_the_pod_meets_the_restricted_standard() -> None:
    security = CONTAINER["securityContext"]
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert security["allowPrivilegeEscalation"] is False
    assert security["readOnlyRootFilesystem"] is True
    assert security["capabilities"] == {"drop": ["ALL"]}
    assert POD["securityContext"]["seccompProfile"] == {
        "type": "Localhost",
        "localhostProfile": "webmend/chromium.json",
    }


def test_it_has_no_token_for_the_api_and_one_for_the_server() -> None:
    assert POD["automountServiceAccountToken"] is False
    [token] = [v for v in POD["volumes"] if "projected" in v]
    [source] = token["projected"]["sources"]
    assert source["serviceAccountToken"]["audience"] == "webmend-server"


def test_no_value_of_the_run_stands_in_the_pod() -> None:
    secretive = job_body(run(inputs={"patient": "P-1001-canary"}), workflow(), attempt(), SETTINGS)
    assert "canary" not in json.dumps(secretive)


@pytest.mark.parametrize("level", [IsolationLevel.RUNTIME_CLASS, IsolationLevel.COMPAT])
def test_other_isolation_uses_the_runtimes_own_profile(level: IsolationLevel) -> None:
    settings = SETTINGS.with_(runner=SETTINGS.runner.with_(isolation=level))
    pod = job_body(run(), workflow(), attempt(), settings)["spec"]["template"]["spec"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}


def test_what_a_workflow_says_of_its_runner_is_taken_over() -> None:
    said = {
        "nodeSelector": {"pool": "browsers"},
        "tolerations": [{"key": "browsers", "operator": "Exists"}],
        "resources": {"limits": {"memory": "3Gi"}},
        "imagePullSecrets": ["registry"],
        "runtimeClassName": "gvisor",
        "activeDeadlineSeconds": 120,
    }
    body = job_body(run(), workflow(runner=said), attempt(), SETTINGS)
    pod = body["spec"]["template"]["spec"]
    assert body["spec"]["activeDeadlineSeconds"] == 120
    assert (pod["nodeSelector"], pod["runtimeClassName"]) == ({"pool": "browsers"}, "gvisor")
    assert pod["tolerations"] == [{"key": "browsers", "operator": "Exists"}]
    assert pod["imagePullSecrets"] == [{"name": "registry"}]
    assert pod["containers"][0]["resources"]["limits"]["memory"] == "3Gi"
