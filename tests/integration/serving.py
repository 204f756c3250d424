"""A server with its own rights and no more, in this process."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.clinic import SERVICE_ACCOUNTS, Clinic
from tests.support.control_plane import ControlPlane
from tests.support.loopback import served
from webmend.adapters.artifacts import LocalArtifacts
from webmend.adapters.clock import SystemClock
from webmend.adapters.kubernetes import connect
from webmend.domain import names
from webmend.ports.cluster import Kind
from webmend.ports.store import Store
from webmend.server.app import create_app
from webmend.server.parts import Outside

CLUSTER_ROLES = Kind("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole")
BINDINGS = Kind("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding")
ROLES = Kind("rbac.authorization.k8s.io", "v1", "roles", "Role")
ROLE_BINDINGS = Kind("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding")
ACCOUNT = "webmend-server"
RULES = [
    {"apiGroups": ["webmend.io"], "resources": ["workflowruns"], "verbs": ["get", "list", "watch", "create", "patch"]},
    {"apiGroups": ["events.k8s.io"], "resources": ["events"], "verbs": ["create"]},
    {"apiGroups": ["webmend.io"], "resources": ["workflowruns/status"], "verbs": ["patch"]},
    {
        "apiGroups": ["webmend.io"],
        "resources": ["workflows", "workflowversions"],
        "verbs": ["get", "list", "create", "patch"],
    },
    {"apiGroups": ["webmend.io"], "resources": ["errorcodes"], "verbs": ["get", "list", "patch"]},
    {"apiGroups": ["webmend.io"], "resources": ["workflowversions", "errorcodes"], "verbs": ["watch"]},
    {"apiGroups": ["webmend.io"], "resources": ["notificationchannels"], "verbs": ["get", "list", "watch"]},
    {"apiGroups": ["webmend.io"], "resources": ["notificationchannels/status"], "verbs": ["patch"]},
    {"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get"]},
    {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]},
    {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "create"]},
    {"apiGroups": ["authentication.k8s.io"], "resources": ["tokenreviews"], "verbs": ["create"]},
    {"apiGroups": ["authorization.k8s.io"], "resources": ["subjectaccessreviews"], "verbs": ["create"]},
]
"""All that the server may do; the chart gives it the same."""


def token_of(plane: ControlPlane, namespace: str, account: str, *arguments: str) -> str:
    """A token that the API server gives out for a ServiceAccount."""
    return plane.kubectl("create", "token", account, f"--namespace={namespace}", *arguments).strip()


async def token_of_person(
    clinic: Clinic, name: str, *verbs: str, audience: str = "", resources: str = "workflowruns"
) -> str:
    """The token of somebody new with these rights on runs, in this namespace."""
    await clinic.cluster.create(SERVICE_ACCOUNTS, clinic.namespace, {"metadata": {"name": name}})
    if verbs:
        rule = {"apiGroups": ["webmend.io"], "resources": [resources], "verbs": list(verbs)}
        await clinic.cluster.create(ROLES, clinic.namespace, {"metadata": {"name": name}, "rules": [rule]})
        binding = {
            "metadata": {"name": name},
            "roleRef": {"apiGroup": ROLES.group, "kind": "Role", "name": name},
            "subjects": [{"kind": "ServiceAccount", "name": name, "namespace": clinic.namespace}],
        }
        await clinic.cluster.create(ROLE_BINDINGS, clinic.namespace, binding)
    return token_of(clinic.plane, clinic.namespace, name, *([f"--audience={audience}"] if audience else []))


async def token_of_pod(clinic: Clinic, run: str = "portal-1") -> Callable[[], str]:
    """What gives the token of the run's first pod, as the kubelet puts it there."""
    pod = (await clinic.pod(run))["metadata"]
    binding = ["--bound-object-kind=Pod", f"--bound-object-name={pod['name']}", f"--bound-object-uid={pod['uid']}"]
    audience = f"--audience={names.TOKEN_AUDIENCE}"
    token = token_of(clinic.plane, clinic.namespace, names.RUNNER_SERVICE_ACCOUNT, audience, *binding)
    return lambda: token


@pytest.fixture
async def kubeconfig(clinic: Clinic, tmp_path: Path) -> str:
    """The way of a server with RULES and nothing else to the API server."""
    namespace, name = clinic.namespace, f"{clinic.namespace}-server"
    await clinic.cluster.create(SERVICE_ACCOUNTS, namespace, {"metadata": {"name": ACCOUNT}})
    await clinic.cluster.create(CLUSTER_ROLES, None, {"metadata": {"name": name}, "rules": RULES})
    binding = {
        "metadata": {"name": name},
        "roleRef": {"apiGroup": CLUSTER_ROLES.group, "kind": "ClusterRole", "name": name},
        "subjects": [{"kind": "ServiceAccount", "name": ACCOUNT, "namespace": namespace}],
    }
    await clinic.cluster.create(BINDINGS, None, binding)
    return kubeconfig_of(clinic.plane, namespace, ACCOUNT, tmp_path)


def kubeconfig_of(plane: ControlPlane, namespace: str, account: str, folder: Path) -> str:
    """The way of a ServiceAccount to the API server, written into that folder."""
    config = yaml.safe_load(Path(plane.kubeconfig).read_text())
    config["users"][0]["user"] = {"token": token_of(plane, namespace, account)}
    path = folder / f"{account}.kubeconfig"
    path.write_text(yaml.safe_dump(config))
    return str(path)


@asynccontextmanager
async def serving(
    clinic: Clinic, kubeconfig: str, folder: Path, store: Store | None = None, **outside: Any
) -> AsyncIterator[str]:
    """The address of a server that keeps what it is given in that folder, and runs in that history.

    `outside`: further parts of the world that it works in.
    """
    cluster = await connect(kubeconfig)
    app = create_app(Outside(cluster, LocalArtifacts(folder), SystemClock(), clinic.settings, store=store, **outside))
    async with served(app, log_config=None, access_log=False) as url:
        yield url
    await cluster.close()
