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


def test_a_ca_bundle_is_mounted_and_named_to_the_runner() -> None:
    pod = job_body(run(), workflow(browser={"caBundleRef": "authorities"}), attempt(), SETTINGS)["spec"]["template"]
    [container] = pod["spec"]["containers"]
    [volume] = [v for v in pod["spec"]["volumes"] if v["name"] == "ca-bundle"]
    [mount] = [m for m in container["volumeMounts"] if m["name"] == "ca-bundle"]

    # one that is missing does not hang the pod: its runner says so
    assert volume["configMap"] == {"name": "authorities", "optional": True}
    assert mount["readOnly"] is True
    assert {"name": "WEBMEND_CA_BUNDLE", "value": mount["mountPath"]} in container["env"]


def test_of_a_client_certificate_the_pod_knows_only_where_it_is_shown() -> None:
    shown = {"secretRef": "nurse-canary", "origins": ["https://Portal.example:443", "https://lab.example:8443"]}
    body = job_body(run(), workflow(browser={"clientCertificate": shown}), attempt(), SETTINGS)
    [container] = body["spec"]["template"]["spec"]["containers"]

    origins = "https://portal.example https://lab.example:8443"
    assert {"name": "WEBMEND_CLIENT_CERTIFICATE_ORIGINS", "value": origins} in container["env"]
    assert "canary" not in json.dumps(body)


def test_without_certificates_nothing_of_them_is_in_the_pod() -> None:
    assert "ca-bundle" not in json.dumps(BODY)
    assert "CERTIFICATE" not in json.dumps(BODY)


def test_developer_tools_are_served_only_to_a_run_that_may_be_looked_into() -> None:
    looked_into = run(debug={"holdOnFailure": "10m"})
    [container] = job_body(looked_into, workflow(), attempt(), SETTINGS)["spec"]["template"]["spec"]["containers"]

    assert {"name": "WEBMEND_DEBUG_PORT", "value": "9222"} in container["env"]
    assert "WEBMEND_DEBUG_PORT" not in json.dumps(BODY)


def test_the_runner_is_told_of_the_egress_proxy_where_there_is_one() -> None:
    def told(**runner: str) -> list[str]:
        settings = SETTINGS.with_(runner=SETTINGS.runner.with_(**runner))
        [container] = job_body(run(), workflow(), attempt(), settings)["spec"]["template"]["spec"]["containers"]
        return [each["value"] for each in container["env"] if each["name"] == "WEBMEND_EGRESS_PROXY"]

    assert told(egress_proxy="http://webmend-egress.webmend-system.svc:3128") == [
        "http://webmend-egress.webmend-system.svc:3128"
    ]
    assert told() == []
