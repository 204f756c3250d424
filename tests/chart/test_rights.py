"""What operator, server and runner are granted: exactly this."""

from typing import Any

import pytest

from tests.support.helm import SYSTEM, Helm, Object, Rendered

OPERATOR = {
    ("webmend.io", "workflows"): "get list watch",
    ("webmend.io", "workflowruns"): "get list watch",
    ("webmend.io", "workflowversions"): "get list watch create",
    ("webmend.io", "errorcodes"): "get list watch create",
    ("webmend.io", "workflows/status"): "patch",
    ("webmend.io", "errorcodes/status"): "patch",
    ("webmend.io", "workflowruns/status"): "patch",
    ("webmend.io", "workflowruns/finalizers"): "update",
    ("batch", "jobs"): "get list watch create delete",
    ("", "pods"): "list watch",
    ("events.k8s.io", "events"): "create",
}
SERVER = {
    ("webmend.io", "workflows"): "get",
    ("webmend.io", "workflowversions"): "get",
    ("webmend.io", "workflowruns"): "get list watch",
    ("webmend.io", "workflowruns/status"): "patch",
    ("", "pods"): "get",
    ("batch", "jobs"): "get",
    ("", "secrets"): "get",
}
GRANTS = {"webmend-operator": OPERATOR, "webmend-server": SERVER}


def granted(role: Object) -> dict[tuple[str, str], set[str]]:
    """Verbs by group and resource."""
    found: dict[tuple[str, str], set[str]] = {}
    for rule in role["rules"]:
        for group in rule["apiGroups"]:
            for resource in rule["resources"]:
                found.setdefault((group, resource), set()).update(rule["verbs"])
    return found


def want(name: str) -> dict[tuple[str, str], set[str]]:
    return {what: set(verbs.split()) for what, verbs in GRANTS[name].items()}


@pytest.mark.parametrize("name", GRANTS)
def test_in_each_namespace_served_and_nowhere_else(helm: Helm, name: str) -> None:
    rendered = helm.render({"namespaces": ["a", "b"]})
    for namespace in ("a", "b"):
        assert granted(rendered.one("Role", name, namespace)) == want(name)
        assert rendered.one("RoleBinding", name, namespace)["subjects"] == [subject(name)]
    assert rendered.find("Role", name, SYSTEM) is None
    assert rendered.find("ClusterRole", name) is None


@pytest.mark.parametrize("name", GRANTS)
def test_everywhere_only_by_explicit_choice(helm: Helm, name: str) -> None:
    rendered = helm.render({"allNamespaces": True})
    assert granted(rendered.one("ClusterRole", name)) == want(name)
    assert rendered.one("ClusterRoleBinding", name)["subjects"] == [subject(name)]
    assert rendered.find("Role", name, "default") is None


def test_the_only_cluster_wide_right_is_to_ask_whose_a_token_is(defaults: Rendered) -> None:
    roles = {found["metadata"]["name"]: granted(found) for found in defaults.objects if found["kind"] == "ClusterRole"}
    assert roles == {"webmend-server-tokens": {("authentication.k8s.io", "tokenreviews"): {"create"}}}


def test_one_lease_is_the_operators_own(defaults: Rendered) -> None:
    rules = defaults.one("Role", "webmend-operator-lease")["rules"]
    assert [(rule["resources"], rule.get("resourceNames"), rule["verbs"]) for rule in rules] == [
        (["leases"], ["webmend-operator"], ["get", "update"]),
        (["leases"], None, ["create"]),
    ]


def test_secrets_can_be_narrowed_to_names(helm: Helm) -> None:
    role = helm.render({"server": {"secretNames": ["clinic-login"]}}).one("Role", "webmend-server", "default")
    rules = [rule for rule in role["rules"] if rule["resources"] == ["secrets"]]
    assert rules == [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"], "resourceNames": ["clinic-login"]}]


def test_runners_are_nobody(defaults: Rendered) -> None:
    account = defaults.one("ServiceAccount", "webmend-runner", "default")
    assert account["automountServiceAccountToken"] is False
    bound = [s["name"] for found in defaults.objects for s in found.get("subjects", [])]
    assert "webmend-runner" not in bound


def subject(name: str) -> Any:
    return {"kind": "ServiceAccount", "name": name, "namespace": SYSTEM}
