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
    scrapes = {"ports": [{"port": 9464, "protocol": "TCP"}], "from": [peer]}
    rendered = helm.render({"networkPolicy": {"metricsFrom": [peer]}})
    assert rendered.one("NetworkPolicy", "webmend-operator")["spec"]["ingress"] == [scrapes]
    assert rendered.one("NetworkPolicy", "webmend-server")["spec"]["ingress"][1:] == [scrapes]


def test_prometheus_is_let_in_nowhere_where_it_is_not(defaults: Rendered) -> None:
    assert "ingress" not in defaults.one("NetworkPolicy", "webmend-operator")["spec"]
    [rule] = defaults.one("NetworkPolicy", "webmend-server")["spec"]["ingress"]
    assert rule["ports"] == [{"port": 8080, "protocol": "TCP"}]


def test_others_reach_the_server_where_they_are_named(helm: Helm) -> None:
    peer = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress"}}}
    policy = helm.render({"networkPolicy": {"serverFrom": [peer]}}).one("NetworkPolicy", "webmend-server")
    assert peer in policy["spec"]["ingress"][0]["from"]


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


def receivers(rendered: Rendered) -> list[Any]:
    """Rules by which the server reaches addresses."""
    rules = rendered.one("NetworkPolicy", "webmend-server")["spec"]["egress"]
    return [rule for rule in rules if any("ipBlock" in peer for peer in rule.get("to", []))]


def test_the_server_reaches_receivers_of_notifications_on_the_public_network_alone(helm: Helm) -> None:
    values: Any = {"notifications": {"ports": [443, 8443]}}
    (rule,) = receivers(helm.render(values))
    assert [port["port"] for port in rule["ports"]] == [443, 8443]
    assert rule["to"] == [{"ipBlock": block} for block in blocks(helm.render(values))]


@pytest.mark.parametrize("values", [{"notifications": {"enabled": False}}, {"egress": {"enabled": True}}])
def test_it_reaches_none_where_nobody_is_told_or_the_proxy_is_asked(helm: Helm, values: Any) -> None:
    assert receivers(helm.render(values)) == []


PROXIED: Any = {"egress": {"enabled": True}}


def selects(rule: Any, component: str) -> bool:
    """Whether a rule leads to, or comes from, the pods of that component and nothing else."""
    peers = rule.get("to") or rule.get("from") or [{}]
    return all(
        peer.get("podSelector", {}).get("matchLabels", {}).get("app.kubernetes.io/component") == component
        for peer in peers
    )


def test_behind_the_proxy_a_runner_reaches_names_the_server_and_the_proxy(helm: Helm) -> None:
    rules = helm.render(PROXIED).one("NetworkPolicy", "webmend-runner", "default")["spec"]["egress"]
    names, server, proxy = rules
    assert {port["port"] for port in names["ports"]} == {53}
    assert selects(server, "server")
    assert (selects(proxy, "egress"), proxy["ports"]) == (True, [{"port": 3128, "protocol": "TCP"}])


@pytest.mark.parametrize("address", ["93.184.216.34", "10.96.0.1", "2606:4700::1"])
def test_behind_the_proxy_a_runner_reaches_no_address_by_itself(helm: Helm, address: str) -> None:
    assert not may_reach(helm.render(PROXIED), address)


def test_the_proxy_hears_runners_and_the_server_alone(helm: Helm) -> None:
    spec = helm.render({**PROXIED, "namespaces": ["a"]}).one("NetworkPolicy", "webmend-egress")["spec"]
    [rule] = spec["ingress"]
    assert rule["ports"] == [{"port": 3128, "protocol": "TCP"}]
    server, runners = rule["from"]
    assert selects({"from": [server]}, "server")
    assert runners["podSelector"] == {"matchExpressions": [{"key": "webmend.io/run", "operator": "Exists"}]}
    assert runners["namespaceSelector"]["matchExpressions"][0]["values"] == ["a"]


def test_the_proxy_reaches_the_ports_that_it_may_connect_to_and_no_metadata(helm: Helm) -> None:
    values: Any = {"egress": {"enabled": True, "ports": [443, 8443]}}
    names, out = helm.render(values).one("NetworkPolicy", "webmend-egress")["spec"]["egress"]
    assert [port["port"] for port in out["ports"]] == [443, 8443]
    assert {port["port"] for port in names["ports"]} == {53}
    holes = [ip_network(hole) for peer in out["to"] for hole in peer["ipBlock"]["except"]]
    for address in ("169.254.169.254", "100.100.100.200", "fe80::1", "fd00:ec2::254"):
        assert any(ip_address(address) in hole for hole in holes)


def test_the_server_fetches_codes_through_the_proxy_where_there_is_one(helm: Helm, defaults: Rendered) -> None:
    def rules(rendered: Rendered) -> list[Any]:
        return [
            rule
            for rule in rendered.one("NetworkPolicy", "webmend-server")["spec"]["egress"]
            if selects(rule, "egress")
        ]

    assert [rule["ports"][0]["port"] for rule in rules(helm.render(PROXIED))] == [3128]
    assert rules(defaults) == []


FIXED: Any = {
    "egress": {"enabled": True, "clusterIP": "10.96.0.21"},
    "server": {"service": {"clusterIP": "10.96.0.20"}},
}


def names_asked(rendered: Rendered) -> list[Any]:
    rules = rendered.one("NetworkPolicy", "webmend-runner", "default")["spec"]["egress"]
    return [port for rule in rules for port in rule["ports"] if port["port"] == 53]


def test_with_fixed_addresses_a_runner_reaches_no_name_server(helm: Helm) -> None:
    rendered = helm.render(FIXED)
    assert names_asked(rendered) == []
    assert rendered.one("Service", "webmend-server")["spec"]["clusterIP"] == "10.96.0.20"
    assert rendered.one("Service", "webmend-egress")["spec"]["clusterIP"] == "10.96.0.21"


@pytest.mark.parametrize("missing", ["egress", "server"])
def test_with_one_of_them_it_still_needs_one(helm: Helm, missing: str) -> None:
    values = {**FIXED, missing: {"enabled": True} if missing == "egress" else {}}
    assert names_asked(helm.render(values)) != []
