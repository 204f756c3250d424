"""What operator and server are told."""

import json
from typing import Any

import pytest

from tests.support.helm import CHART, Helm, Object, Refused, Rendered
from webmend.domain.base import Model
from webmend.domain.settings import EnrichmentSettings, IsolationLevel, ModelSettings, RecoverySettings, Settings


def settings(rendered: Rendered, name: str = "webmend-settings") -> Settings:
    return Settings.model_validate_json(rendered.one("ConfigMap", name)["data"]["settings.json"])


def test_the_chart_says_the_same_defaults_as_the_domain(defaults: Rendered) -> None:
    want = Settings.model_validate(
        {
            "namespaces": ["default"],
            "runner": {
                "image": "ghcr.io/webmend/runner:0.1.0",
                "serverUrl": "http://webmend-server.webmend-system.svc:80",
            },
        }
    )
    assert settings(defaults) == want


@pytest.mark.parametrize(("part", "model"), [("recovery", RecoverySettings), ("enrichment", EnrichmentSettings)])
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
