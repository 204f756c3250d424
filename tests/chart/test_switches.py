"""Every switch, on and off, and what a value does to an object."""

from typing import Any

import pytest

from tests.support.helm import SYSTEM, Helm, Object, Rendered

OFF_OR_ON = [
    ({"crds": {"install": True}}, "CustomResourceDefinition", "workflows.webmend.io", SYSTEM, True),
    ({"crds": {"install": False}}, "CustomResourceDefinition", "workflows.webmend.io", SYSTEM, False),
    ({"operator": {"replicas": 2}}, "PodDisruptionBudget", "webmend-operator", SYSTEM, True),
    ({"operator": {"replicas": 1}}, "PodDisruptionBudget", "webmend-operator", SYSTEM, False),
    ({"operator": {"podDisruptionBudget": False}}, "PodDisruptionBudget", "webmend-operator", SYSTEM, False),
    ({"server": {"persistence": {"enabled": True}}}, "PersistentVolumeClaim", "webmend-server", SYSTEM, True),
    ({"server": {"persistence": {"enabled": False}}}, "PersistentVolumeClaim", "webmend-server", SYSTEM, False),
    ({"server": {"persistence": {"existingClaim": "a"}}}, "PersistentVolumeClaim", "webmend-server", SYSTEM, False),
    ({"networkPolicy": {"enabled": True}}, "NetworkPolicy", "webmend-operator", SYSTEM, True),
    ({"networkPolicy": {"enabled": True}}, "NetworkPolicy", "webmend-server", SYSTEM, True),
    ({"networkPolicy": {"enabled": True}}, "NetworkPolicy", "webmend-runner", "default", True),
    ({"networkPolicy": {"enabled": False}}, "NetworkPolicy", "webmend-operator", SYSTEM, False),
    ({"networkPolicy": {"enabled": False}}, "NetworkPolicy", "webmend-server", SYSTEM, False),
    ({"networkPolicy": {"enabled": False}}, "NetworkPolicy", "webmend-runner", "default", False),
    ({"egress": {"enabled": True}}, "Deployment", "webmend-egress", SYSTEM, True),
    ({"egress": {"enabled": True}}, "Service", "webmend-egress", SYSTEM, True),
    ({"egress": {"enabled": True}}, "NetworkPolicy", "webmend-egress", SYSTEM, True),
    ({"egress": {"enabled": False}}, "Deployment", "webmend-egress", SYSTEM, False),
    ({"egress": {"enabled": False}}, "Service", "webmend-egress", SYSTEM, False),
    (
        {"egress": {"enabled": True}, "networkPolicy": {"enabled": False}},
        "NetworkPolicy",
        "webmend-egress",
        SYSTEM,
        False,
    ),
    ({"seccompInstaller": {"enabled": True}}, "DaemonSet", "webmend-seccomp", "webmend-node", True),
    ({"seccompInstaller": {"enabled": False}}, "DaemonSet", "webmend-seccomp", "webmend-node", False),
    ({"seccompInstaller": {"enabled": True}}, "Namespace", "webmend-node", "", True),
    ({"seccompInstaller": {"enabled": True, "createNamespace": False}}, "Namespace", "webmend-node", "", False),
    ({"namespaces": ["a", "b"]}, "ServiceAccount", "webmend-runner", "b", True),
    ({"namespaces": ["a", "b"]}, "ServiceAccount", "webmend-runner", "default", False),
]


@pytest.mark.parametrize(("values", "kind", "name", "namespace", "want"), OFF_OR_ON)
def test_an_object_is_there_exactly_when_it_is_switched_on(
    helm: Helm, values: Object, kind: str, name: str, namespace: str, want: bool
) -> None:
    assert (helm.render(values).find(kind, name, namespace) is not None) is want


@pytest.mark.parametrize(
    ("values", "want"),
    [
        ({}, "ghcr.io/webmend/operator:0.1.0"),
        ({"image": {"tag": "1.2.3"}}, "ghcr.io/webmend/operator:1.2.3"),
        ({"image": {"tag": "1.2.3", "digest": "sha256:abc"}}, "ghcr.io/webmend/operator@sha256:abc"),
        ({"image": {"registry": "mirror.example:5000"}}, "mirror.example:5000/webmend/operator:0.1.0"),
        ({"image": {"registry": ""}}, "webmend/operator:0.1.0"),
        ({"image": {"ref": "localhost/operator:dev"}}, "localhost/operator:dev"),
    ],
)
def test_an_image_is_named_by_its_parts_or_as_a_whole(helm: Helm, values: Object, want: str) -> None:
    assert container(helm.render(values), "webmend-operator")["image"] == want


def test_the_runner_comes_from_the_same_registry(helm: Helm) -> None:
    found = helm.render({"image": {"registry": "mirror.example"}}).one("ConfigMap", "webmend-settings")
    assert '"image": "mirror.example/webmend/runner:0.1.0"' in found["data"]["settings.json"]


@pytest.mark.parametrize("name", ["webmend-operator", "webmend-server"])
def test_pods_take_what_they_are_given(helm: Helm, name: str) -> None:
    given: Object = {
        "nodeSelector": {"disk": "fast"},
        "tolerations": [{"key": "a", "operator": "Exists"}],
        "affinity": {"nodeAffinity": {}},
        "priorityClassName": "high",
        "podLabels": {"team": "a"},
        "podAnnotations": {"note": "b"},
        "extraEnv": [{"name": "A", "value": "b"}],
        "resources": {"limits": {"memory": "1Gi"}},
    }
    component = name.removeprefix("webmend-")
    rendered = helm.render({component: given, "imagePullSecrets": ["regcred"]})
    template = rendered.one("Deployment", name)["spec"]["template"]
    spec = template["spec"]
    assert {field: spec[field] for field in ("nodeSelector", "tolerations", "affinity", "priorityClassName")} == {
        field: given[field] for field in ("nodeSelector", "tolerations", "affinity", "priorityClassName")
    }
    assert template["metadata"]["labels"]["team"] == "a"
    assert template["metadata"]["annotations"]["note"] == "b"
    assert {"name": "A", "value": "b"} in container(rendered, name)["env"]
    assert container(rendered, name)["resources"]["limits"] == {"memory": "1Gi"}
    assert spec["imagePullSecrets"] == [{"name": "regcred"}]


def test_the_volume_is_a_claim_an_own_claim_or_a_folder(helm: Helm) -> None:
    def volume(persistence: Object) -> Any:
        rendered = helm.render({"server": {"persistence": persistence}})
        volumes = rendered.one("Deployment", "webmend-server")["spec"]["template"]["spec"]["volumes"]
        return next(found for found in volumes if found["name"] == "artifacts")

    assert volume({})["persistentVolumeClaim"] == {"claimName": "webmend-server"}
    assert volume({"existingClaim": "mine"})["persistentVolumeClaim"] == {"claimName": "mine"}
    assert volume({"enabled": False, "size": "1Gi"})["emptyDir"] == {"sizeLimit": "1Gi"}


@pytest.mark.parametrize(
    ("values", "kind", "name", "want"),
    [
        ({}, "CustomResourceDefinition", "workflows.webmend.io", True),
        ({"crds": {"keep": False}}, "CustomResourceDefinition", "workflows.webmend.io", False),
        ({}, "PersistentVolumeClaim", "webmend-server", True),
        ({"server": {"persistence": {"keep": False}}}, "PersistentVolumeClaim", "webmend-server", False),
    ],
)
def test_what_holds_data_outlives_the_release(helm: Helm, values: Object, kind: str, name: str, want: bool) -> None:
    annotations = helm.render(values).one(kind, name)["metadata"].get("annotations", {})
    assert (annotations.get("helm.sh/resource-policy") == "keep") is want


def test_every_object_bears_the_labels_of_the_chart_and_of_the_user(helm: Helm) -> None:
    rendered = helm.render({"commonLabels": {"team": "a"}, "seccompInstaller": {"enabled": True}})
    for found in rendered.objects:
        labels = found["metadata"]["labels"]
        assert labels["app.kubernetes.io/name"] == "webmend", found["metadata"]["name"]
        assert labels["app.kubernetes.io/instance"] == "webmend"
        assert labels["team"] == "a"


def test_two_operators_never_share_a_node_where_that_can_be_helped(defaults: Rendered) -> None:
    spec = defaults.one("Deployment", "webmend-operator")["spec"]
    assert spec["replicas"] == 2
    assert spec["template"]["spec"]["topologySpreadConstraints"][0]["topologyKey"] == "kubernetes.io/hostname"


def test_the_server_never_runs_twice(defaults: Rendered) -> None:
    spec = defaults.one("Deployment", "webmend-server")["spec"]
    assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})


def container(rendered: Rendered, name: str) -> Any:
    return rendered.one("Deployment", name)["spec"]["template"]["spec"]["containers"][0]


def database(rendered: Rendered) -> tuple[Any, Any]:
    """What the server and the container that prepares its tables know of the database."""
    pod = rendered.one("Deployment", "webmend-server", SYSTEM)["spec"]["template"]["spec"]
    found = [
        [each.get("value", each.get("valueFrom")) for each in container["env"] if each["name"] == "WEBMEND_DATABASE"]
        for container in (*pod["initContainers"], *pod["containers"])
    ]
    return found[0], found[1]


@pytest.mark.parametrize(
    ("values", "want"),
    [
        ({}, []),
        ({"url": "postgresql://w@db/w"}, ["postgresql://w@db/w"]),
        ({"url": "postgresql://w@db/w", "secretName": "db"}, [{"secretKeyRef": {"name": "db", "key": "url"}}]),
    ],
)
def test_the_server_and_what_prepares_its_tables_are_told_the_same_database(
    helm: Helm, values: Object, want: list[Any]
) -> None:
    assert database(helm.render({"server": {"database": values}})) == (want, want)


def store(rendered: Rendered) -> dict[str, Any]:
    """What the server is told of its bucket."""
    env = container(rendered, "webmend-server")["env"]
    told = {each["name"]: each.get("value", each.get("valueFrom")) for each in env}
    return {name: value for name, value in told.items() if name.startswith("AWS_") or name == "WEBMEND_ARTIFACTS"}


def key(name: str) -> Object:
    return {"secretKeyRef": {"name": "s3", "key": name}}


ELSEWHERE = {"url": "s3://webmend/prod", "endpoint": "http://minio.storage.svc:9000", "secretName": "s3"}


@pytest.mark.parametrize(
    ("values", "want"),
    [
        ({}, {"WEBMEND_ARTIFACTS": "/var/lib/webmend"}),
        (
            {"url": "s3://webmend", "region": "eu-central-1"},
            {"WEBMEND_ARTIFACTS": "s3://webmend", "AWS_REGION": "eu-central-1"},
        ),
        (
            ELSEWHERE,
            {
                "WEBMEND_ARTIFACTS": "s3://webmend/prod",
                "AWS_REGION": "us-east-1",
                "AWS_ENDPOINT_URL": "http://minio.storage.svc:9000",
                "AWS_ACCESS_KEY_ID": key("AWS_ACCESS_KEY_ID"),
                "AWS_SECRET_ACCESS_KEY": key("AWS_SECRET_ACCESS_KEY"),
            },
        ),
    ],
)
def test_the_server_is_told_of_its_bucket(helm: Helm, values: Object, want: dict[str, Any]) -> None:
    assert store(helm.render({"server": {"artifacts": values}})) == want


def test_the_server_may_connect_to_its_database_where_that_is_said(helm: Helm) -> None:
    rule = {"to": [{"ipBlock": {"cidr": "10.1.2.3/32"}}], "ports": [{"port": 5432}]}
    policy = helm.render({"networkPolicy": {"enabled": True, "serverTo": [rule]}}).one(
        "NetworkPolicy", "webmend-server", SYSTEM
    )
    assert rule in policy["spec"]["egress"]
