"""Metrics are named as Prometheus' practices say, and no label can grow without a bound."""

import re

import pytest

from hack.generator.metrics import Described, operators, servers
from webmend.domain.settings import MetricsSettings

ALL = [*operators(MetricsSettings(per_workflow=True)), *servers()]
LABELS = {
    "action", "category", "component", "kind", "method", "namespace", "outcome", "phase", "reason", "result", "route",
    "source", "status", "sub_type", "trigger", "version", "workflow",
}  # fmt: skip
"""All of them have closed sets of values, but for the two that `Scope` bounds, the release, and patterns of routes."""
WITHOUT_UNIT = {"webmend_classification_confidence"}


def named(metric: Described) -> str:
    return metric.name


@pytest.mark.parametrize("metric", ALL, ids=named)
def test_a_metric_is_named_by_the_rules(metric: Described) -> None:
    assert re.fullmatch(r"(webmend|http)(_[a-z]+)+", metric.name)
    assert (metric.type == "counter") == metric.name.endswith("_total")
    assert (metric.type == "histogram") <= (metric.name.endswith("_seconds") or metric.name in WITHOUT_UNIT)
    assert not re.search(r"_(milliseconds|ms|minutes|hours|count|sum|bucket|kb|mb)(_|$)", metric.name)
    assert set(metric.labels) <= LABELS


@pytest.mark.parametrize("metric", ALL, ids=named)
def test_a_metric_says_what_it_is(metric: Described) -> None:
    assert metric.help[0].isupper() or metric.help[0].isdigit()
    assert not metric.help.endswith(".")


def test_a_name_means_one_thing_wherever_it_is_told() -> None:
    assert len({(each.name, each.type, each.labels, each.help) for each in ALL}) == len({each.name for each in ALL})


def test_workflows_are_told_apart_only_where_that_is_asked_for() -> None:
    plain = operators(MetricsSettings())
    assert {label for each in plain for label in each.labels} & {"namespace", "workflow"} == set()
    assert {each.name for each in plain} == {each.name for each in ALL} - {each.name for each in servers()} | {
        "webmend_build_info"
    }
