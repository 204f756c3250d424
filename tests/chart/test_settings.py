"""What operator and server are told."""

import json
from typing import Any

import pytest

from tests.support.helm import CHART, Helm, Object, Rendered
from webmend.domain.base import Model
from webmend.domain.settings import EnrichmentSettings, IsolationLevel, RecoverySettings, Settings


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
