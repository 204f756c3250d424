"""The chart on a real API server: installed, upgraded, removed; what its pods and accounts may do there."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.integration.serving import kubeconfig_of
from tests.support.control_plane import ControlPlane, bare, binaries
from tests.support.helm import CHART, SYSTEM, Helm, Object, Rendered

ROOT = Path(__file__).parents[2]
SERVED, OTHER, NODE = "tenant-a", "tenant-b", "webmend-node"
RUNS = "workflowruns.webmend.io"
UNINSTALL = ("uninstall", "webmend", "--wait", "--no-hooks")
"""Its hook is a Job, and there is no kubelet."""
VALUES: Object = {"namespaces": [SERVED], "seccompInstaller": {"enabled": True}, "egress": {"enabled": True}}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControlPlane]:
    """Namespaces as strict as can be, and no definitions: bringing them is the chart's part."""
    with bare(tmp_path_factory.mktemp("cluster") / "state", binaries()) as plane:
        for name in (SYSTEM, SERVED, OTHER):
            labels = {"pod-security.kubernetes.io/enforce": "restricted"}
            body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}
            plane.kubectl("apply", "--server-side", "-f", "-", input_=json.dumps(body))
        yield plane


def release(helm: Helm, cluster: ControlPlane, *command: str, values: Object | None = None) -> str:
    return helm.run(*command, "--namespace", SYSTEM, "--kubeconfig", cluster.kubeconfig, values=values)


def eventually(holds: Callable[[], bool], within: float = 60) -> None:
    """Returns once it holds; raises AssertionError after so many seconds."""
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, f"not so after {within} seconds"
        time.sleep(0.2)


def is_served(cluster: ControlPlane) -> bool:
    """Whether runs can be created: for a moment their kind is listed, and still not found."""
    try:
        created(cluster, run("asked", SERVED))
    except AssertionError:
        return False
    return True


@pytest.fixture(scope="module")
def installed(helm: Helm, cluster: ControlPlane) -> Iterator[str]:
    """What Helm said after it, once the API server serves the new definitions: a person takes longer to go on."""
    said = release(helm, cluster, "install", "webmend", str(CHART), values=VALUES)
    cluster.kubectl("wait", "--for=condition=Established", "--timeout=60s", "--filename", str(ROOT / "crds"))
    eventually(lambda: is_served(cluster))
    yield said
    release(helm, cluster, *UNINSTALL, "--ignore-not-found")


@pytest.fixture(scope="module")
def rendered(helm: Helm) -> Rendered:
    return helm.render(VALUES)


def test_the_notes_name_commands_that_work(installed: str, cluster: ControlPlane) -> None:
    manifest = installed.split("<<YAML", 1)[1].split("YAML", 1)[0]
    said = cluster.kubectl("apply", "-n", SERVED, "--validate=strict", "-f", "-", input_=manifest)
    assert "workflow.webmend.io/hello created" in said
    assert "workflowrun.webmend.io/hello-1 created" in said
    assert "hello-1" in cluster.kubectl("get", "-n", SERVED, "workflowruns.webmend.io", "-o", "wide")
    assert "nodes" in cluster.kubectl("explain", "workflow.spec.graph.nodes")


def test_the_installed_definitions_are_the_generated_ones(installed: str, cluster: ControlPlane) -> None:
    for path in (ROOT / "crds").glob("*.yaml"):
        want = yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
        found = json.loads(cluster.kubectl("get", "crd", want["metadata"]["name"], "-o", "json"))
        assert found["spec"]["versions"] == want["spec"]["versions"]


@pytest.mark.parametrize("deployment", ["webmend-operator", "webmend-server", "webmend-egress"])
def test_pods_of_the_system_meet_the_restricted_level(
    installed: str, cluster: ControlPlane, rendered: Rendered, deployment: str
) -> None:
    create_pod(cluster, rendered.one("Deployment", deployment)["spec"]["template"], SYSTEM)


def test_only_the_installer_needs_a_namespace_of_the_privileged_level(
    installed: str, cluster: ControlPlane, rendered: Rendered
) -> None:
    template = rendered.one("DaemonSet", "webmend-seccomp", NODE)["spec"]["template"]
    create_pod(cluster, template, NODE)
    with pytest.raises(AssertionError, match="hostPath") as refused:
        create_pod(cluster, template, SYSTEM)
    assert "capabilities" not in str(refused.value)
    assert "allowPrivilegeEscalation" not in str(refused.value)


def create_pod(cluster: ControlPlane, template: Object, namespace: str) -> None:
    """Ask the API server whether it would take the pod; raises AssertionError."""
    metadata = {"name": "asked", "namespace": namespace, "labels": template["metadata"]["labels"]}
    body = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"]}
    cluster.kubectl("create", "--dry-run=server", "--validate=strict", "-f", "-", input_=json.dumps(body))


@pytest.mark.parametrize(
    ("account", "verb", "resource", "namespace", "want"),
    [
        ("webmend-operator", "watch", "workflowruns.webmend.io", SERVED, True),
        ("webmend-operator", "create", "jobs.batch", SERVED, True),
        ("webmend-operator", "update", "leases.coordination.k8s.io/webmend-operator", SYSTEM, True),
        ("webmend-operator", "update", "leases.coordination.k8s.io/another", SYSTEM, False),
        ("webmend-operator", "get", "secrets", SERVED, False),
        ("webmend-operator", "list", "secrets", SYSTEM, False),
        ("webmend-operator", "update", "workflows.webmend.io", SERVED, False),
        ("webmend-operator", "create", "pods/exec", SERVED, False),
        ("webmend-operator", "create", "serviceaccounts/token", SERVED, False),
        ("webmend-operator", "create", "jobs.batch", OTHER, False),
        ("webmend-operator", "list", "workflowruns.webmend.io", OTHER, False),
        ("webmend-server", "get", "secrets", SERVED, True),
        ("webmend-server", "list", "secrets", SERVED, False),
        ("webmend-server", "update", "secrets", SERVED, False),
        ("webmend-server", "get", "secrets", OTHER, False),
        ("webmend-server", "get", "secrets", SYSTEM, False),
        ("webmend-server", "create", "jobs.batch", SERVED, False),
        ("webmend-server", "patch", "workflows.webmend.io", SERVED, True),
        ("webmend-server", "delete", "workflows.webmend.io", SERVED, False),
        ("webmend-server", "patch", "workflows.webmend.io", OTHER, False),
        ("webmend-runner", "get", "secrets", SERVED, False),
        ("webmend-runner", "list", "pods", SERVED, False),
        ("webmend-runner", "get", "workflowruns.webmend.io", SERVED, False),
    ],
)
def test_an_account_may_do_what_it_needs_and_no_more(
    installed: str, cluster: ControlPlane, account: str, verb: str, resource: str, namespace: str, want: bool
) -> None:
    home = SERVED if account == "webmend-runner" else SYSTEM
    assert may(cluster, f"system:serviceaccount:{home}:{account}", verb, resource, namespace) is want


def may(cluster: ControlPlane, user: str, verb: str, resource: str, namespace: str) -> bool:
    """What the API server's own review says."""
    what, _, name = (
        resource.partition("/") if not resource.startswith(("pods/", "serviceaccounts/")) else (resource, "", "")
    )
    kind, _, group = what.partition(".")
    kind, _, subresource = kind.partition("/")
    asked = {
        "namespace": namespace,
        "verb": verb,
        "group": group,
        "resource": kind,
        "subresource": subresource,
        "name": name,
    }
    body = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SubjectAccessReview",
        "spec": {"user": user, "resourceAttributes": asked},
    }
    said = cluster.kubectl("create", "-f", "-", "-o", "json", input_=json.dumps(body))
    return bool(json.loads(said)["status"]["allowed"])


def test_an_upgrade_keeps_what_is_there_and_changes_the_rest(installed: str, helm: Helm, cluster: ControlPlane) -> None:
    values = {**VALUES, "namespaces": [SERVED, OTHER], "recovery": {"backoffBase": "5s"}}
    release(helm, cluster, "upgrade", "webmend", str(CHART), values=values)
    assert may(cluster, f"system:serviceaccount:{SYSTEM}:webmend-operator", "create", "jobs.batch", OTHER)
    settings = cluster.kubectl("get", "configmap", "webmend-settings", "-n", SYSTEM, "-o", "jsonpath={.data}")
    assert '\\"backoffBase\\": \\"5s\\"' in settings


def test_workflows_outlive_the_chart(installed: str, helm: Helm, cluster: ControlPlane) -> None:
    workflow = {"apiVersion": "webmend.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "kept"}}
    spec = {"graph": {"nodes": [{"id": "open", "navigate": {"url": "https://example.com"}}]}}
    cluster.kubectl("apply", "-n", SERVED, "-f", "-", input_=json.dumps({**workflow, "spec": spec}))
    release(helm, cluster, *UNINSTALL)
    assert "kept" in cluster.kubectl("get", "workflows.webmend.io", "-n", SERVED)
    assert not cluster.kubectl("get", "deployments", "-n", SYSTEM)
    release(helm, cluster, "install", "webmend", str(CHART), values=VALUES)
    assert "kept" in cluster.kubectl("get", "workflows.webmend.io", "-n", SERVED)


def test_the_hook_lets_the_runs_go_of_the_namespaces_served_and_may_do_no_more(
    installed: str, helm: Helm, cluster: ControlPlane, rendered: Rendered, tmp_path: Path
) -> None:
    apply(cluster, *(found for found in rendered.objects if found["metadata"]["name"] == "webmend-release"))
    for namespace in (SERVED, OTHER):
        apply(cluster, run("held", namespace, "example.com/other", "webmend.io/recorded"))
    account = kubeconfig_of(cluster, SYSTEM, "webmend-release", tmp_path)
    template = rendered.one("Job", "webmend-release")["spec"]["template"]
    create_pod(cluster, template, SYSTEM)
    [container] = template["spec"]["containers"]
    operator = Path(sys.executable).with_name(container["command"][0])

    subprocess.run([operator, *container["command"][1:], *container["args"]], env={"KUBECONFIG": account}, check=True)

    assert finalizers(cluster, SERVED) == ["example.com/other"]
    assert finalizers(cluster, OTHER) == ["example.com/other", "webmend.io/recorded"]
    assert not may(cluster, f"system:serviceaccount:{SYSTEM}:webmend-release", "delete", RUNS, SERVED)


@pytest.mark.parametrize(
    ("name", "namespace", "given", "want"),
    [
        ("plain", SERVED, [], ["webmend.io/recorded"]),
        ("other", SERVED, ["example.com/other"], ["example.com/other", "webmend.io/recorded"]),
        ("known", SERVED, ["webmend.io/recorded"], ["webmend.io/recorded"]),
        ("plain", OTHER, [], []),
    ],
)
def test_a_run_is_held_from_its_creation_on_where_it_is_served(
    installed: str, cluster: ControlPlane, name: str, namespace: str, given: list[str], want: list[str]
) -> None:
    # the API server hears of a new policy within a second or two
    eventually(lambda: "webmend.io/recorded" in created(cluster, run("asked", SERVED)))
    assert created(cluster, run(name, namespace, *given)) == want


def created(cluster: ControlPlane, body: Object) -> list[str]:
    """The finalizers that it would be created with."""
    said = cluster.kubectl("create", "--dry-run=server", "-f", "-", "-o", "json", input_=json.dumps(body))
    return list(json.loads(said)["metadata"].get("finalizers", []))


def run(name: str, namespace: str, *finalizers: str) -> Object:
    metadata = {"name": name, "namespace": namespace, "finalizers": list(finalizers)}
    spec = {"workflowRef": {"name": "gone"}}
    return {"apiVersion": "webmend.io/v1alpha1", "kind": "WorkflowRun", "metadata": metadata, "spec": spec}


def apply(cluster: ControlPlane, *objects: Object) -> None:
    """Without the Job among them: nobody would end it."""
    items = [{**each, "metadata": {"namespace": SYSTEM, **each["metadata"]}} for each in objects]
    body = {"apiVersion": "v1", "kind": "List", "items": [each for each in items if each["kind"] != "Job"]}
    cluster.kubectl("apply", "--server-side", "-f", "-", input_=json.dumps(body))


def finalizers(cluster: ControlPlane, namespace: str) -> list[str]:
    """Of the run that was held."""
    found = json.loads(cluster.kubectl("get", RUNS, "held", "-n", namespace, "-o", "json"))
    return list(found["metadata"].get("finalizers", []))
