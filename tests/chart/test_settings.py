"""What operator and server are told."""

import json
from typing import Any

import pytest

from tests.support.egress import name_server, proxy
from tests.support.helm import CHART, Helm, Object, Refused, Rendered
from webmend.domain.base import Model
from webmend.domain.settings import (
    EnrichmentSettings,
    HistorySettings,
    IsolationLevel,
    MetricsSettings,
    ModelSettings,
    NotificationSettings,
    RecoverySettings,
    ReliabilitySettings,
    RetentionSettings,
    Settings,
)


def settings(rendered: Rendered, name: str = "webmend-settings") -> Settings:
    return Settings.model_validate_json(rendered.one("ConfigMap", name)["data"]["settings.json"])


def test_the_chart_says_the_same_defaults_as_the_domain_and_brings_a_recorder(defaults: Rendered) -> None:
    want = Settings.model_validate(
        {
            "namespaces": ["default"],
            "history": {"recorder": True},
            "runner": {
                "image": "ghcr.io/webmend/runner:0.1.0",
                "serverUrl": "http://webmend-server.webmend-system.svc:80",
            },
        }
    )
    assert settings(defaults) == want


@pytest.mark.parametrize(
    ("part", "model"),
    [
        ("recovery", RecoverySettings),
        ("enrichment", EnrichmentSettings),
        ("history", HistorySettings),
        ("metrics", MetricsSettings),
        ("notifications", NotificationSettings),
        ("retention", RetentionSettings),
        ("reliability", ReliabilitySettings),
    ],
)
def test_every_setting_of_a_part_is_a_value(defaults: Rendered, part: str, model: type[Model]) -> None:
    given = json.loads(defaults.one("ConfigMap", "webmend-settings")["data"]["settings.json"])[part]
    assert set(given) == {info.alias for info in model.model_fields.values()}


def test_values_reach_the_settings(helm: Helm) -> None:
    values: Object = {
        "namespaces": ["a", "b"],
        "imagePullSecrets": ["regcred"],
        "runner": {"isolation": "runtimeClass", "runtimeClassName": "gvisor", "ttlSeconds": 60},
        "recovery": {"backoffBase": "5s", "loadingDelays": {"SPINNER_VISIBLE": "1s"}},
        "enrichment": {"cycle": "1h"},
    }
    found = settings(helm.render(values))
    assert found.namespaces == ("a", "b")
    assert found.runner.image_pull_secrets == ("regcred",)
    assert (found.runner.isolation, found.runner.runtime_class_name) == (IsolationLevel.RUNTIME_CLASS, "gvisor")
    assert found.runner.ttl_seconds == 60
    assert found.recovery.backoff_base == "5s"
    assert (found.enrichment.cycle, found.enrichment.workflows) == ("1h", 50)
    assert found.recovery.loading_delays == {**RecoverySettings().loading_delays, "SPINNER_VISIBLE": "1s"}


def test_all_namespaces_are_none_by_name(helm: Helm) -> None:
    assert settings(helm.render({"allNamespaces": True})).namespaces == ()


def test_a_release_of_another_name_knows_its_own_server_and_operator(helm: Helm) -> None:
    found = settings(helm.render(release="web"), "web-webmend-settings")
    assert found.runner.server_url == "http://web-webmend-server.webmend-system.svc:80"
    assert found.operator_service_account == "web-webmend-operator"


@pytest.mark.parametrize("name", ["webmend-operator", "webmend-server"])
def test_changed_settings_restart_the_pods(helm: Helm, defaults: Rendered, name: str) -> None:
    def checksum(rendered: Rendered) -> Any:
        return rendered.one("Deployment", name)["spec"]["template"]["metadata"]["annotations"]["checksum/settings"]

    assert checksum(defaults) == checksum(helm.render())
    assert checksum(defaults) != checksum(helm.render({"recovery": {"backoffBase": "5s"}}))


def test_every_value_is_described_in_the_readme() -> None:
    assert (
        '| `recovery.backoffBase` | `"10m"` | Delay before the first further attempt'
        in (CHART / "README.md").read_text()
    )


MODEL: Object = {"url": "http://ollama.models.svc:11434/v1", "name": "small"}


def test_no_model_is_asked_unless_one_is_named(helm: Helm, defaults: Rendered) -> None:
    assert settings(defaults).model is None
    assert settings(helm.render({"model": MODEL})).model == ModelSettings(**MODEL)
    with pytest.raises(Refused, match=r"model\.url needs model\.name"):
        helm.render({"model": {"url": MODEL["url"]}})


@pytest.mark.parametrize("url", ["ollama:11434", "ftp://ollama/v1", "http:// ollama/v1"])
def test_an_address_that_is_none_is_refused(helm: Helm, url: str) -> None:
    with pytest.raises(Refused, match="url"):
        helm.render({"model": {**MODEL, "url": url}})


def test_the_key_of_the_model_is_a_file_of_the_operator_and_of_nobody_else(helm: Helm, defaults: Rendered) -> None:
    rendered = helm.render({"model": {**MODEL, "keySecret": "model-key", "keyName": "token"}})
    assert _mounts(rendered, "webmend-operator") - _mounts(defaults, "webmend-operator") == {
        "/var/run/secrets/webmend-model"
    }
    assert _mounts(rendered, "webmend-server") == _mounts(defaults, "webmend-server")
    volumes = rendered.one("Deployment", "webmend-operator")["spec"]["template"]["spec"]["volumes"]
    [secret] = [volume["secret"] for volume in volumes if "secret" in volume]
    assert secret == {"secretName": "model-key", "items": [{"key": "token", "path": "key"}], "optional": True}


def test_a_model_needs_no_further_right(helm: Helm, defaults: Rendered) -> None:
    def roles(rendered: Rendered) -> list[Any]:
        return [found["rules"] for found in rendered.objects if found["kind"] in ("Role", "ClusterRole")]

    assert roles(helm.render({"model": {**MODEL, "keySecret": "model-key"}})) == roles(defaults)


def _mounts(rendered: Rendered, name: str) -> set[str]:
    [container] = rendered.one("Deployment", name)["spec"]["template"]["spec"]["containers"]
    return {mount["mountPath"] for mount in container["volumeMounts"]}


def test_the_proxy_is_told_its_rules_and_runners_where_it_is(helm: Helm) -> None:
    rules = {"allow": ["10.20.0.0/16", "*.corp.example"], "deny": ["10.20.96.0/20"], "ports": [443]}
    rendered = helm.render({"egress": {"enabled": True, **rules}}, release="web")
    assert json.loads(rendered.one("ConfigMap", "web-webmend-egress")["data"]["egress.json"]) == rules
    proxy = settings(rendered, "web-webmend-settings").runner.egress_proxy
    assert proxy == "http://web-webmend-egress.webmend-system.svc:3128"
    [port] = rendered.one("Service", "web-webmend-egress")["spec"]["ports"]
    assert port["port"] == 3128


def test_without_the_proxy_runners_are_told_of_none(defaults: Rendered) -> None:
    assert settings(defaults).runner.egress_proxy == ""


@pytest.mark.parametrize("rules", [{}, {"allow": ["10.0.0.0/8", "portal.corp.example"], "deny": ["10.96.0.0/12"]}])
def test_the_proxy_starts_with_what_the_chart_tells_it(
    helm: Helm, tmp_path_factory: pytest.TempPathFactory, rules: Object
) -> None:
    rendered = helm.render({"egress": {"enabled": True, **rules}})
    told = json.loads(rendered.one("ConfigMap", "webmend-egress")["data"]["egress.json"])
    with name_server() as names, proxy(tmp_path_factory.mktemp("egress"), names, **told) as running:
        assert running.connect("10.96.0.1:443")[0] == 403


@pytest.mark.parametrize(
    ("server", "proxy", "want"),
    [
        ("10.96.0.20", "10.96.0.21", ("http://10.96.0.20:80", "http://10.96.0.21:3128")),
        ("fd00::20", "fd00::21", ("http://[fd00::20]:80", "http://[fd00::21]:3128")),
        ("", "", ("http://webmend-server.webmend-system.svc:80", "http://webmend-egress.webmend-system.svc:3128")),
    ],
)
def test_runners_are_told_fixed_addresses_in_place_of_names(
    helm: Helm, server: str, proxy: str, want: tuple[str, str]
) -> None:
    values: Object = {
        "server": {"service": {"clusterIP": server}},
        "egress": {"enabled": True, "clusterIP": proxy},
    }
    runner = settings(helm.render(values)).runner
    assert (runner.server_url, runner.egress_proxy) == want
