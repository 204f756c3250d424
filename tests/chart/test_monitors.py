"""What the Prometheus operator is told to scrape."""

from typing import Any

import pytest

from tests.support.helm import Helm, Object, Rendered

KINDS = [("podMonitor", "PodMonitor", "podMetricsEndpoints"), ("serviceMonitor", "ServiceMonitor", "endpoints")]


def monitors(helm: Helm, **values: Any) -> Rendered:
    """Both, with the same values."""
    return helm.render({"metrics": {name: {"enabled": True, **values} for name, _, _ in KINDS}})


def selects(selector: Object, labels: dict[str, str]) -> bool:
    """Whether objects with these labels are meant."""
    asked = selector.get("matchLabels", {}).items() <= labels.items()
    return asked and all(
        each["key"] in labels and (each["operator"] == "Exists" or labels[each["key"]] in each["values"])
        for each in selector.get("matchExpressions", [])
    )


def test_nothing_is_scraped_unless_asked_for(defaults: Rendered) -> None:
    assert all(defaults.find(kind, "webmend") is None for _, kind, _ in KINDS)
    assert defaults.find("Service", "webmend-operator-metrics") is None


def test_a_pod_monitor_finds_the_pods_of_operator_and_server_and_their_port(helm: Helm) -> None:
    rendered = helm.render({"egress": {"enabled": True}, "metrics": {"podMonitor": {"enabled": True}}})
    spec = rendered.one("PodMonitor", "webmend")["spec"]
    found = {}
    for name, template in rendered.pod_templates():
        if selects(spec["selector"], template["metadata"]["labels"]):
            ports = template["spec"]["containers"][0]["ports"]
            found[name] = [port["containerPort"] for port in ports if port["name"] == "metrics"]
    assert found == {"Deployment/webmend-operator": [9464], "Deployment/webmend-server": [9464]}
    assert [endpoint["port"] for endpoint in spec["podMetricsEndpoints"]] == ["metrics"]


def test_a_service_monitor_finds_services_of_its_own_and_no_other(helm: Helm) -> None:
    rendered = helm.render({"metrics": {"serviceMonitor": {"enabled": True}}})
    spec = rendered.one("ServiceMonitor", "webmend")["spec"]
    services = [found for found in rendered.objects if found["kind"] == "Service"]
    chosen = [found for found in services if selects(spec["selector"], found["metadata"]["labels"])]
    assert {found["metadata"]["name"] for found in chosen} == {"webmend-operator-metrics", "webmend-server-metrics"}
    for service in chosen:
        deployment = rendered.one("Deployment", service["metadata"]["name"].removesuffix("-metrics"))
        labels = deployment["spec"]["template"]["metadata"]["labels"]
        assert service["spec"]["selector"].items() <= labels.items()
        assert service["spec"]["ports"] == [{"name": "metrics", "port": 9464, "targetPort": "metrics"}]


@pytest.mark.parametrize(("name", "kind", "endpoints"), KINDS)
def test_labels_of_workflows_are_left_as_they_are(helm: Helm, name: str, kind: str, endpoints: str) -> None:
    [endpoint] = monitors(helm).one(kind, "webmend")["spec"][endpoints]
    assert endpoint == {"port": "metrics", "honorLabels": True}


@pytest.mark.parametrize(("name", "kind", "endpoints"), KINDS)
def test_a_monitor_takes_what_it_is_given(helm: Helm, name: str, kind: str, endpoints: str) -> None:
    given: Object = {
        "interval": "15s",
        "scrapeTimeout": "5s",
        "relabelings": [{"action": "labeldrop", "regex": "pod"}],
        "metricRelabelings": [{"action": "drop", "regex": "process_.*", "sourceLabels": ["__name__"]}],
    }
    made = monitors(helm, additionalLabels={"release": "kps"}, **given).one(kind, "webmend")
    assert made["metadata"]["labels"]["release"] == "kps"
    [endpoint] = made["spec"][endpoints]
    assert {key: endpoint[key] for key in given} == given
