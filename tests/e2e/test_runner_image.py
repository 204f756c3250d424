"""The runner image on a node: in a restricted namespace, under the profile that the chart's installer has put there."""

from pathlib import Path
from typing import Any

import pytest

from hack.stories import kubectl
from hack.stories.installation import SPACE, images

IMAGE = Path(__file__).resolve().parents[2] / "runner-image"


def job(name: str, script: str) -> dict[str, Any]:
    """Run one of the image's scripts as runs are run: no root, no capabilities, nothing writable but /tmp."""
    container = {
        "name": "script",
        "image": images()["RUNNER_IMAGE"],
        "imagePullPolicy": "Never",
        "command": ["python", "-c", (IMAGE / script).read_text()],
        "resources": {"requests": {"cpu": "100m"}, "limits": {"memory": "1Gi"}},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}, {"name": "memory", "mountPath": "/dev/shm"}],
    }
    pod = {
        "restartPolicy": "Never",
        "automountServiceAccountToken": False,
        "securityContext": {
            "runAsNonRoot": True,
            "seccompProfile": {"type": "Localhost", "localhostProfile": "webmend/chromium.json"},
        },
        "containers": [container],
        "volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "memory", "emptyDir": {"medium": "Memory"}}],
    }
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": name, "namespace": SPACE},
        "spec": {"backoffLimit": 0, "template": {"spec": pod}},
    }


@pytest.fixture(scope="module", autouse=True)
def _restricted(node: None) -> None:
    (namespace,) = kubectl.items("namespace", "--field-selector", f"metadata.name={SPACE}")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


@pytest.mark.parametrize(
    ("name", "script"),
    [
        pytest.param("smoke-test", "smoke_test.py", id="Chromium works with its sandbox on"),
        pytest.param("probe-seccomp", "probe_seccomp.py", id="every system call is answered as it should be"),
    ],
)
def test_on_a_node(name: str, script: str) -> None:
    kubectl.kubectl("delete", "job", name, "-n", SPACE, "--ignore-not-found")
    kubectl.apply([job(name, script)])
    kubectl.kubectl("wait", "--for=condition=Complete", f"job/{name}", "-n", SPACE, "--timeout=100s")
    kubectl.kubectl("delete", "job", name, "-n", SPACE)
