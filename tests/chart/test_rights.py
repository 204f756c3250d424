"""What operator, server and runner are granted: exactly this."""

from typing import Any

import pytest

from tests.support.helm import SYSTEM, Helm, Object, Rendered

OPERATOR = {
    ("webmend.io", "workflows"): "get list watch",
    ("webmend.io", "workflowruns"): "get list watch create patch delete",
    ("webmend.io", "workflowversions"): "get list watch create",
    ("webmend.io", "errorcodes"): "get list watch create",
    ("webmend.io", "workflows/status"): "patch",
    ("webmend.io", "errorcodes/status"): "patch",
    ("webmend.io", "workflowruns/status"): "patch",
    ("webmend.io", "workflowruns/finalizers"): "update",
    ("batch", "jobs"): "get list watch create delete",
    ("", "pods"): "list watch",
    ("events.k8s.io", "events"): "create list",
}
SERVER = {
    ("webmend.io", "workflows"): "get list create patch",
    ("webmend.io", "workflowversions"): "get list create patch watch",
    ("webmend.io", "errorcodes"): "get list patch watch",
    ("webmend.io", "workflowruns"): "get list watch create patch",
    ("webmend.io", "workflowruns/status"): "patch",
    ("events.k8s.io", "events"): "create",
    ("webmend.io", "notificationchannels"): "get list watch patch",
    ("webmend.io", "notificationchannels/status"): "patch",
    ("", "pods"): "get",
    ("batch", "jobs"): "get",
    ("", "secrets"): "get create",
}
RELEASE = {("webmend.io", "workflowruns"): "get list patch"}
GRANTS = {"webmend-operator": OPERATOR, "webmend-server": SERVER, "webmend-release": RELEASE}


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


def test_the_only_cluster_wide_right_is_to_ask_whose_a_token_is_and_what_they_may_do(defaults: Rendered) -> None:
    bound = {found["roleRef"]["name"] for found in defaults.objects if found["kind"] == "ClusterRoleBinding"}
    assert bound == {"webmend-server-tokens"}
    assert granted(defaults.one("ClusterRole", "webmend-server-tokens")) == {
        ("authentication.k8s.io", "tokenreviews"): {"create"},
        ("authorization.k8s.io", "subjectaccessreviews"): {"create"},
    }


def test_people_see_or_operate_and_nobody_is_bound_to_it_by_the_chart(defaults: Rendered) -> None:
    see, operate = (granted(defaults.one("ClusterRole", f"webmend-{name}")) for name in ("view", "operate"))
    kinds = ("workflows", "workflowruns", "workflowversions", "errorcodes", "notificationchannels")
    assert see == {("webmend.io", kind): {"get", "list", "watch"} for kind in kinds}
    changes = {"get", "list", "watch", "create", "update", "patch", "delete"}
    ours = {"workflowruns": {"export", "provideinput", "replay", "stop"}, "workflows": {"approve", "revert"}}
    assert operate == {("webmend.io", kind): changes | ours.get(kind, set()) for kind in kinds}


@pytest.mark.parametrize(
    ("values", "want"),
    [
        ({}, {"webmend-view": {"view", "edit", "admin"}, "webmend-operate": {"edit", "admin"}}),
        ({"aggregate": False}, {"webmend-view": set(), "webmend-operate": set()}),
        ({"create": False}, {}),
    ],
)
def test_the_roles_of_people_are_part_of_the_clusters_own_by_default(
    helm: Helm, values: Object, want: dict[str, set[str]]
) -> None:
    rendered = helm.render({"peopleRoles": values})
    found = {name: rendered.find("ClusterRole", name) for name in ("webmend-view", "webmend-operate")}
    prefix = "rbac.authorization.k8s.io/aggregate-to-"
    part_of = {
        name: {label.removeprefix(prefix) for label in role["metadata"]["labels"] if label.startswith(prefix)}
        for name, role in found.items()
        if role
    }
    assert part_of == want


def test_a_server_that_tells_nobody_knows_no_channel(helm: Helm) -> None:
    role = helm.render({"notifications": {"enabled": False}}).one("Role", "webmend-server", "default")
    assert {what for what in want("webmend-server") if what not in granted(role)} == {
        ("webmend.io", "notificationchannels"),
        ("webmend.io", "notificationchannels/status"),
    }


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


def test_no_secret_is_changed_but_those_that_are_named(helm: Helm) -> None:
    role = helm.render({"server": {"writableSecretNames": ["clinic-login"]}}).one("Role", "webmend-server", "default")
    rules = [rule for rule in role["rules"] if "update" in rule["verbs"]]
    named = {"apiGroups": [""], "resources": ["secrets"], "resourceNames": ["clinic-login"], "verbs": ["update"]}
    assert rules == [named]
    narrowed = helm.render().one("Role", "webmend-server", "default")
    assert not any("update" in rule["verbs"] for rule in narrowed["rules"])


def test_runs_are_deleted_only_where_a_recorder_keeps_their_record(helm: Helm, defaults: Rendered) -> None:
    runs = ("webmend.io", "workflowruns")
    without = granted(helm.render({"history": {"recorder": False}}).one("Role", "webmend-operator", "default"))
    assert without == {**want("webmend-operator"), runs: want("webmend-operator")[runs] - {"delete"}}
    assert "delete" in granted(defaults.one("Role", "webmend-operator", "default"))[runs]


def test_runners_are_nobody(defaults: Rendered) -> None:
    account = defaults.one("ServiceAccount", "webmend-runner", "default")
    assert account["automountServiceAccountToken"] is False
    bound = [s["name"] for found in defaults.objects for s in found.get("subjects", [])]
    assert "webmend-runner" not in bound


def subject(name: str) -> Any:
    return {"kind": "ServiceAccount", "name": name, "namespace": SYSTEM}
