"""Which values are taken."""

from typing import Any

import pytest

from tests.support.helm import CHART, Helm, Refused


def test_the_chart_is_without_fault(helm: Helm) -> None:
    assert "0 chart(s) failed" in helm.run("lint", "--strict", str(CHART))


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"namespace": "a"}, "'': additional properties 'namespace'"),
        ({"operator": {"replicaz": 3}}, "/operator"),
        ({"recovery": {"backofBase": "1m"}}, "/recovery"),
        ({"recovery": {"loadingDelays": {"SPINNER": "1s"}}}, "/recovery/loadingDelays"),
        ({"runner": {"image": {"name": "a"}}}, "/runner/image"),
        ({"server": {"persistence": {"storageclass": "a"}}}, "/server/persistence"),
        ({"namespaces": "a"}, "/namespaces"),
        ({"namespaces": ["a", "a"]}, "/namespaces"),
        ({"operator": {"replicas": "2"}}, "/operator/replicas"),
        ({"operator": {"replicas": -1}}, "/operator/replicas"),
        ({"image": {"pullPolicy": "Sometimes"}}, "/image/pullPolicy"),
        ({"runner": {"isolation": "none"}}, "/runner/isolation"),
        ({"runner": {"ttlSeconds": -1}}, "/runner/ttlSeconds"),
        ({"recovery": {"backoffBase": "10"}}, "/recovery/backoffBase"),
        ({"recovery": {"backoffBase": ""}}, "/recovery/backoffBase"),
        ({"recovery": {"backoffJitter": 1}}, "/recovery/backoffJitter"),
        ({"recovery": {"platformRetries": 11}}, "/recovery/platformRetries"),
        ({"server": {"persistence": {"size": "large"}}}, "/server/persistence/size"),
        ({"server": {"service": {"port": 0}}}, "/server/service/port"),
        ({"seccompInstaller": {"kubeletRoot": "var/lib"}}, "/seccompInstaller/kubeletRoot"),
        ({"commonLabels": {"a": 1}}, "/commonLabels/a"),
        ({"egress": {"ports": []}}, "/egress/ports"),
        ({"egress": {"allow": ["a", "a"]}}, "/egress/allow"),
        ({"operator": {"extraEnv": {"A": "b"}}}, "/operator/extraEnv"),
        ({"metrics": {"maxWorkflows": 0}}, "/metrics/maxWorkflows"),
        ({"metrics": {"podMonitor": {"interval": "often"}}}, "/metrics/podMonitor/interval"),
        ({"metrics": {"prometheusRule": {"objective": 100}}}, "/metrics/prometheusRule/objective"),
        ({"metrics": {"prometheusRule": {"labels": {"a": 1}}}}, "/metrics/prometheusRule/labels/a"),
    ],
)
def test_a_wrong_value_is_refused_with_its_path(helm: Helm, values: dict[str, Any], path: str) -> None:
    with pytest.raises(Refused) as refused:
        helm.render(values)
    assert path in str(refused.value)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"namespaces": []}, "say which namespaces are served"),
        ({"runner": {"isolation": "runtimeClass"}}, "runner.isolation=runtimeClass needs runner.runtimeClassName"),
    ],
)
def test_values_that_do_not_go_together_are_refused_with_the_way_out(
    helm: Helm, values: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        helm.render(values)


def test_a_chart_that_depends_on_this_one_may_have_global_values(helm: Helm) -> None:
    assert helm.render({"global": {"imageRegistry": "registry.example"}}).objects
