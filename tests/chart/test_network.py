"""Who may reach whom."""

from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from tests.support.helm import Helm, Rendered


def blocks(rendered: Rendered) -> list[Any]:
    rules = rendered.one("NetworkPolicy", "webmend-runner", "default")["spec"]["egress"]
    return [peer["ipBlock"] for rule in rules for peer in rule.get("to", []) if "ipBlock" in peer]


def may_reach(rendered: Rendered, address: str) -> bool:
    ip = ip_address(address)
    return any(
        ip in ip_network(block["cidr"]) and not any(ip in ip_network(hole) for hole in block["except"])
        for block in blocks(rendered)
        if ip.version == ip_network(block["cidr"]).version
    )


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700::1"])
def test_a_runner_reaches_the_public_network(defaults: Rendered, address: str) -> None:
    assert may_reach(defaults, address)


@pytest.mark.parametrize(
    "address",
    [
        "10.96.0.1", "172.17.0.1", "192.168.1.1", "100.64.0.1", "127.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "169.254.169.254", "100.100.100.200",  # metadata of clouds
        "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a00:1", "2002:a00:1::1",
    ],
)  # fmt: skip
def test_a_runner_reaches_no_inner_address(defaults: Rendered, address: str) -> None:
    assert not may_reach(defaults, address)


def test_nobody_reaches_a_runner(defaults: Rendered) -> None:
    spec = defaults.one("NetworkPolicy", "webmend-runner", "default")["spec"]
    assert spec["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in spec


def test_a_site_in_the_cluster_is_reached_when_it_is_named(helm: Helm) -> None:
    rule = {"to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "site"}}}]}
    rendered = helm.render({"networkPolicy": {"runnerTo": [rule]}})
    assert rule in rendered.one("NetworkPolicy", "webmend-runner", "default")["spec"]["egress"]


def test_the_server_hears_runners_of_served_namespaces_and_the_operator(helm: Helm) -> None:
    sources = helm.render({"namespaces": ["a", "b"]}).one("NetworkPolicy", "webmend-server")["spec"]["ingress"][0][
        "from"
    ]
    assert [source["podSelector"].get("matchLabels", {}).get("app.kubernetes.io/component") for source in sources] == [
        "operator",
        None,
    ]
    assert sources[1]["podSelector"] == {"matchExpressions": [{"key": "webmend.io/run", "operator": "Exists"}]}
    assert sources[1]["namespaceSelector"]["matchExpressions"][0]["values"] == ["a", "b"]


def test_with_all_namespaces_the_server_hears_runners_of_any(helm: Helm) -> None:
    policy = helm.render({"allNamespaces": True}).one("NetworkPolicy", "webmend-server")
    assert policy["spec"]["ingress"][0]["from"][1]["namespaceSelector"] == {}


def test_prometheus_is_let_in_where_it_is_named(helm: Helm) -> None:
    peer = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
    rendered = helm.render({"networkPolicy": {"operatorFrom": [peer], "serverFrom": [peer]}})
    assert rendered.one("NetworkPolicy", "webmend-operator")["spec"]["ingress"][0]["from"] == [peer]
    assert peer in rendered.one("NetworkPolicy", "webmend-server")["spec"]["ingress"][0]["from"]


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("http://ollama.models.svc:11434/v1", 11434),
        ("https://models.example/v1", 443),
        ("http://models.example/v1", 80),
    ],
)
def test_the_operator_reaches_the_model_on_its_port(helm: Helm, url: str, port: int) -> None:
    policy = helm.render({"model": {"url": url, "name": "small"}}).one("NetworkPolicy", "webmend-operator")
    assert {"ports": [{"port": port, "protocol": "TCP"}]} in policy["spec"]["egress"]


def test_the_way_to_the_model_can_be_narrowed_and_is_shut_without_one(helm: Helm, defaults: Rendered) -> None:
    peer = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "models"}}}
    values: Any = {"model": {"url": "http://ollama.models.svc:11434/v1", "name": "small"}}
    rendered = helm.render({**values, "networkPolicy": {"modelTo": [peer]}})
    egress = rendered.one("NetworkPolicy", "webmend-operator")["spec"]["egress"]
    assert {"ports": [{"port": 11434, "protocol": "TCP"}], "to": [peer]} in egress
    assert len(defaults.one("NetworkPolicy", "webmend-operator")["spec"]["egress"]) == len(egress) - 1
