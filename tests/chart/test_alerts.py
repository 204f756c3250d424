"""The alerts: they fire when they should and not when they nearly should, and each of them has a runbook."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from hack.generator.metrics import operators, servers
from tests.chart.alerts import CASES, HEALTHY, Case
from tests.support.helm import ROOT, Helm, Object, Refused
from tests.support.prometheus import checked, program
from webmend.domain.settings import MetricsSettings

RUNBOOKS = ROOT / "docs/runbooks"
GUIDE = ROOT / "docs/guide/monitoring.md"
ON: Object = {"metrics": {"prometheusRule": {"enabled": True}}}


def rules(helm: Helm, **values: Any) -> list[Object]:
    """Every rule of the PrometheusRule with these values of metrics.prometheusRule."""
    rendered = helm.render({"metrics": {"prometheusRule": {"enabled": True, **values}}})
    return [rule for group in rendered.one("PrometheusRule", "webmend")["spec"]["groups"] for rule in group["rules"]]


@pytest.fixture(scope="session")
def rule_file(helm: Helm, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rules as Prometheus reads them."""
    path = tmp_path_factory.mktemp("rules") / "webmend.yaml"
    path.write_text(yaml.safe_dump(helm.render(ON).one("PrometheusRule", "webmend")["spec"]))
    return path


def test_prometheus_takes_the_rules(rule_file: Path) -> None:
    checked("promtool", "check", "rules", "--lint=all", "--lint-fatal", str(rule_file))


@pytest.fixture(scope="session")
def surprises(rule_file: Path) -> str:
    """What promtool says of all cases at once, which takes a tenth of the time; each names its case in its query."""
    files = []
    for every in sorted({case.every for case in CASES}):
        tests = [promtool_test(case) for case in CASES if case.every == every]
        files.append(rule_file.with_name(f"every-{every}.yaml"))
        told = {"rule_files": [str(rule_file)], "evaluation_interval": every, "tests": tests}
        files[-1].write_text(yaml.safe_dump(told))
    done = subprocess.run(
        [program("promtool"), "test", "rules", *map(str, files)], capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) == ("FAILED" not in done.stderr), done.stderr
    return done.stderr


def promtool_test(case: Case) -> Object:
    """The case as promtool reads it."""
    want = [f'{{alertname="{name}", severity="{severity}"}}' for name, severity in case.fires]
    firing = {
        "expr": f'max by (alertname, severity) (ALERTS{{alertstate="firing",alertname!="{case.says}"}})',
        "eval_time": case.at,
        "exp_samples": [{"labels": labels, "value": 1} for labels in want],
    }
    series = [{"series": name, "values": values} for name, values in {**HEALTHY, **case.series}.items()]
    return {"interval": case.every, "input_series": series, "promql_expr_test": [firing]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says.replace(" ", "-"))
def test_an_alert_fires_when_it_should_and_no_other_does(case: Case, surprises: str) -> None:
    _, found, rest = surprises.partition(f'alertname!=\\"{case.says}\\"')
    assert not found, rest.partition("expr:")[0]


def test_every_alert_of_each_severity_is_made_to_fire(helm: Helm) -> None:
    made = {fired for case in CASES for fired in case.fires}
    assert made == {(rule["alert"], rule["labels"]["severity"]) for rule in rules(helm)}


def test_every_alert_has_a_runbook_and_every_runbook_an_alert(helm: Helm) -> None:
    known = rules(helm)
    assert {path.stem for path in RUNBOOKS.glob("Webmend*.md")} == {rule["alert"] for rule in known}
    for rule in known:
        assert rule["annotations"]["runbook_url"].endswith(f"/docs/runbooks/{rule['alert']}.md")


@pytest.mark.parametrize("path", sorted(RUNBOOKS.glob("Webmend*.md")), ids=lambda path: path.stem)
def test_a_runbook_says_what_it_means_what_it_harms_how_to_look_and_what_to_do(path: Path) -> None:
    parts = re.findall(r"^(#+ .+)$", path.read_text(), flags=re.MULTILINE)
    assert parts == [f"# {path.stem}", "## Meaning", "## Impact", "## Diagnosis", "## Mitigation"]


def test_an_alert_looks_at_what_is_told_and_nothing_else(helm: Helm) -> None:
    known = {each.name for each in (*operators(MetricsSettings()), *servers())}
    for rule in rules(helm):
        for name in re.findall(r"\b(?:webmend|http)_\w+(?=\{)", rule["expr"]):
            assert name in known or re.sub(r"_(bucket|count|sum)$", "", name) in known, name


@pytest.mark.parametrize("path", sorted(RUNBOOKS.glob("*.md")), ids=lambda path: path.stem)
def test_a_runbook_names_metrics_that_are_told(path: Path) -> None:
    known = {each.name for each in (*operators(MetricsSettings(per_workflow=True)), *servers())}
    for name in re.findall(r"\bwebmend_\w+", path.read_text()):
        assert name in known or re.sub(r"_(bucket|count|sum)$", "", name) in known, name


def test_rules_come_only_where_they_are_asked_for(helm: Helm) -> None:
    assert helm.render().find("PrometheusRule", "webmend") is None


def test_single_alerts_are_left_out(helm: Helm) -> None:
    left = {rule["alert"] for rule in rules(helm, excludeRules=["WebmendRunStuck", "WebmendRunErrorBudgetBurn"])}
    assert left == {rule["alert"] for rule in rules(helm)} - {"WebmendRunStuck", "WebmendRunErrorBudgetBurn"}


@pytest.mark.parametrize("values", [{"excludeRules": ["WebmendRunStuk"]}, {"ruleLabels": {"WebmendRunStuk": {}}}])
def test_an_alert_that_is_not_there_is_no_alert_to_leave_out_or_to_label(helm: Helm, values: Object) -> None:
    with pytest.raises(Refused, match="there is no rule WebmendRunStuk; there are WebmendArtifact"):
        rules(helm, **values)


def test_labels_are_added_to_all_alerts_and_changed_for_single_ones(helm: Helm) -> None:
    given = {"labels": {"team": "a"}, "ruleLabels": {"WebmendRunStuck": {"severity": "info", "team": "b"}}}
    labels = {rule["alert"]: rule["labels"] for rule in rules(helm, **given)}
    assert labels["WebmendRunStuck"] == {"severity": "info", "team": "b"}
    assert labels["WebmendQueueStuck"] == {"severity": "warning", "team": "a"}


def test_the_objects_labels_let_a_prometheus_find_it(helm: Helm) -> None:
    values = {"enabled": True, "additionalLabels": {"release": "kps"}}
    made = helm.render({"metrics": {"prometheusRule": values}}).one("PrometheusRule", "webmend")
    assert made["metadata"]["labels"]["release"] == "kps"


def test_every_series_is_narrowed_where_that_is_asked_for(helm: Helm, tmp_path: Path) -> None:
    narrowed = rules(helm, selector='cluster="a"')
    for rule in narrowed:
        assert rule["expr"].count("webmend_") == rule["expr"].count('cluster="a"'), rule["alert"]
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "narrowed", "rules": narrowed}]}))
    checked("promtool", "check", "rules", str(path))


@pytest.mark.parametrize(("objective", "want"), [(95, "14.4 * 0.05 "), (99, "14.4 * 0.01 "), (99.9, "14.4 * 0.001 ")])
def test_the_budget_follows_from_the_objective(helm: Helm, objective: float, want: str) -> None:
    [page, _] = [r for r in rules(helm, objective=objective) if r["alert"] == "WebmendRunErrorBudgetBurn"]
    assert want in page["expr"]


def test_how_often_rules_are_evaluated_is_prometheus_own_affair_unless_said(helm: Helm) -> None:
    def intervals(**values: Any) -> set[Any]:
        rendered = helm.render({"metrics": {"prometheusRule": {"enabled": True, **values}}})
        return {group.get("interval") for group in rendered.one("PrometheusRule", "webmend")["spec"]["groups"]}

    assert (intervals(), intervals(interval="30s")) == ({None}, {"30s"})


def test_the_guide_lists_every_alert(helm: Helm) -> None:
    listed = re.findall(r"^\| \[(\w+)\]\(\.\./runbooks/\1\.md\) \| (\w+) \|", GUIDE.read_text(), flags=re.MULTILINE)
    assert listed == [(rule["alert"], rule["labels"]["severity"]) for rule in rules(helm)]
