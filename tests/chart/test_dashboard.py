"""The dashboard for Grafana: where it is asked for, and nothing in it that a Prometheus would not take."""

import json
import re
from pathlib import Path
from typing import Any

from hack.generator.metrics import operators, servers
from tests.support.helm import Helm, Rendered
from tests.support.prometheus import prometheus
from webmend.domain.settings import MetricsSettings

PROCESS = {"process_resident_memory_bytes", "process_cpu_seconds_total"}


def dashboard(helm: Helm) -> Any:
    """As Grafana's sidecar finds it."""
    made = helm.render({"metrics": {"grafanaDashboard": {"enabled": True}}}).one("ConfigMap", "webmend-dashboard")
    return json.loads(made["data"]["webmend.json"])


def queries(helm: Helm) -> list[str]:
    """What its panels ask, with what Grafana puts in for its own variables."""
    asked = [target["expr"] for panel in dashboard(helm)["panels"] for target in panel.get("targets", [])]
    return [re.sub(r"\$__(rate_interval|range)", "5m", expr) for expr in asked]


def test_it_comes_only_where_it_is_asked_for(defaults: Rendered) -> None:
    assert defaults.find("ConfigMap", "webmend-dashboard") is None


def test_grafanas_sidecar_finds_it(helm: Helm) -> None:
    given = {"enabled": True, "annotations": {"grafana_folder": "webmend"}, "namespace": "monitoring"}
    made = helm.render({"metrics": {"grafanaDashboard": given}}).one("ConfigMap", "webmend-dashboard", "monitoring")
    assert made["metadata"]["labels"]["grafana_dashboard"] == "1"
    assert made["metadata"]["annotations"] == {"grafana_folder": "webmend"}


async def test_prometheus_takes_every_query(helm: Helm, tmp_path: Path) -> None:
    async with prometheus(tmp_path) as running:
        for query in queries(helm):
            assert await running.asks(query) == {}, query


def test_every_query_asks_for_what_is_told(helm: Helm) -> None:
    known = {each.name for each in (*operators(MetricsSettings()), *servers())} | PROCESS
    for query in queries(helm):
        for name in re.findall(r"\b(?:webmend|http|process)_\w+", query):
            assert name in known or re.sub(r"_(bucket|count|sum)$", "", name) in known, name


def test_panels_lie_beside_one_another_and_have_names_of_their_own(helm: Helm) -> None:
    panels = dashboard(helm)["panels"]
    titles = [panel["title"] for panel in panels]
    assert len(set(titles)) == len(titles)
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
