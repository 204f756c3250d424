"""The dashboard for Grafana: rows of panels, each with what it asks Prometheus."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 24, 8
"""Of Grafana's grid, and of a panel in it."""
_VARIABLE = {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"}
SOURCE = {"type": "prometheus", "uid": "${datasource}"}


@dataclass(frozen=True)
class Panel:
    """One panel. `queries`: by what their lines are called."""

    title: str
    queries: dict[str, str]
    unit: str = "short"
    type: str = "timeseries"
    width: int = 8


def _quantiles(name: str) -> dict[str, str]:
    rate = f"sum by (le) (rate({name}_bucket[$__rate_interval]))"
    return {f"{share:.0%} below": f"histogram_quantile({share}, {rate})" for share in (0.5, 0.95)}


def _increase(name: str, by: str, matchers: str = "") -> dict[str, str]:
    called = " / ".join(f"{{{{{label.strip()}}}}}" for label in by.split(","))
    return {called: f"sum by ({by}) (increase({name}{{{matchers}}}[$__rate_interval]))"}


def _rate(name: str, by: str, matchers: str = "") -> dict[str, str]:
    return {f"{{{{{by}}}}}": f"sum by ({by}) (rate({name}{{{matchers}}}[$__rate_interval]))"}


_BY_PROCESS = "* on (instance, job) webmend_build_info"
"""Of our own processes, not of all that Prometheus scrapes."""
_ENDED = 'webmend_runs_finished_total{result!="Stopped"}[$__range]'
_GOOD = 'webmend_runs_finished_total{result=~"Succeeded|Recovered"}[$__range]'
_MENDED = 'webmend_recovery_attempts_total{outcome="Succeeded"}[$__range]'
ROWS: dict[str, tuple[Panel, ...]] = {
    "Runs": (
        Panel("Succeeded", {"share": f"sum(increase({_GOOD})) / sum(increase({_ENDED}))"}, "percentunit", "stat", 4),
        Panel("Ended", {"runs": f"sum(increase({_ENDED}))"}, "none", "stat", 4),
        Panel(
            "Recoveries that helped",
            {"share": f"sum(increase({_MENDED})) / sum(increase(webmend_recovery_attempts_total[$__range]))"},
            "percentunit", "stat", 4,
        ),
        Panel("Stuck", {"runs": "sum(webmend_runs_stuck)"}, "none", "stat", 4),
        Panel("Waiting for somebody", {"runs": "sum(webmend_input_required)"}, "none", "stat", 4),
        Panel("Late schedules", {"workflows": "sum(webmend_workflows_without_recent_success)"}, "none", "stat", 4),
        Panel("Runs by phase", {"{{phase}}": "sum by (phase) (webmend_runs)"}),
        Panel("Runs that ended", _increase("webmend_runs_finished_total", "result")),
        Panel("Failed runs", _increase("webmend_runs_finished_total", "category", 'result="Failed"')),
        Panel("Duration", _quantiles("webmend_run_duration_seconds"), "s"),
        Panel("Time in the queue", _quantiles("webmend_run_queue_seconds"), "s"),
        Panel("Queue", {"runs": "sum(webmend_queue_depth)"}),
        Panel("Runs that began", _increase("webmend_runs_started_total", "trigger")),
        Panel("Runner pods", {"{{phase}} {{reason}}": "sum by (phase, reason) (webmend_runner_pods)"}),
        Panel("Oldest in the queue", {"age": "max(webmend_queue_oldest_seconds)"}, "s"),
    ),
    "Failures and recoveries": (
        Panel("Failed steps", _increase("webmend_steps_failed_total", "category, sub_type")),
        Panel("Recoveries", _increase("webmend_recovery_attempts_total", "action, outcome")),
        Panel("Time of a recovery", _quantiles("webmend_recovery_duration_seconds"), "s"),
        Panel("How sure explanations are", _quantiles("webmend_classification_confidence"), "percentunit"),
        Panel("Versions", _increase("webmend_workflow_versions_created_total", "source")),
        Panel(
            "Without explanation, and mended in vain",
            {
                "nobody knows why": "sum(increase(webmend_unclassified_total[$__rate_interval]))",
                "failed as before its repair": "sum(increase(webmend_repair_regressions_total[$__rate_interval]))",
            },
        ),
        Panel("Time of an answer", _quantiles("webmend_input_wait_seconds"), "s"),
        Panel("Suggested error codes", {"codes": "sum(webmend_error_codes_pending)"}),
        Panel("Model", _increase("webmend_model_questions_total", "outcome")),
    ),
    "Operator": (
        Panel("Leads", {"{{instance}}": "webmend_leader"}),
        Panel("Rounds", _rate("webmend_reconcile_duration_seconds_count", "kind")),
        Panel("Time of a round", _quantiles("webmend_reconcile_duration_seconds"), "s"),
        Panel(
            "Rounds that were repeated",
            {
                "failed": "sum(increase(webmend_reconcile_errors_total[$__rate_interval]))",
                "all": "sum(increase(webmend_reconcile_retries_total[$__rate_interval]))",
            },
        ),
        Panel("Waiting for a worker", {"{{instance}}": "webmend_workqueue_depth"}),
        Panel("Age of the watches", {"{{instance}}": "webmend_watch_age_seconds"}, "s"),
    ),
    "Server": (
        Panel("Requests", _rate("http_server_request_duration_seconds_count", "route")),
        Panel("Requests that failed", _rate("http_server_request_duration_seconds_count", "status", 'status=~"5.."')),
        Panel("Time of a request", _quantiles("http_server_request_duration_seconds"), "s"),
        Panel("Time of a write to the history", _quantiles("webmend_history_write_seconds"), "s"),
        Panel(
            "Writes that failed",
            {
                "history": "sum(increase(webmend_history_writes_failed_total[$__rate_interval]))",
                "artifacts": "sum(increase(webmend_artifact_upload_failures_total[$__rate_interval]))",
                "runs let go without a record": "sum(increase(webmend_runs_not_recorded_total[$__rate_interval]))",
            },
        ),
        Panel("Runs not recorded yet", {"runs": "sum(webmend_recorder_waiting_runs)"}),
        Panel("Memory", {"{{instance}}": f"process_resident_memory_bytes {_BY_PROCESS}"}, "bytes"),
        Panel("CPU", {"{{instance}}": f"rate(process_cpu_seconds_total[$__rate_interval]) {_BY_PROCESS}"}),
        Panel("Releases", {"{{component}} {{version}}": "count by (component, version) (webmend_build_info)"}),
    ),
}  # fmt: skip


def dashboard() -> str:
    """The dashboard as JSON."""
    described = {
        "uid": "webmend",
        "title": "webmend",
        "tags": ["webmend"],
        "schemaVersion": 39,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [_VARIABLE]},
        "panels": [{"id": number, **panel} for number, panel in enumerate(_panels(), 1)],
    }
    return json.dumps(described, indent=1) + "\n"


def _panels() -> Iterator[dict[str, Any]]:
    top = 0
    for title, panels in ROWS.items():
        yield {"type": "row", "title": title, "gridPos": {"x": 0, "y": top, "w": WIDTH, "h": 1}}
        left, top = 0, top + 1
        for panel in panels:
            if left + panel.width > WIDTH:
                left, top = 0, top + HEIGHT
            yield _panel(panel, left, top)
            left += panel.width
        top += HEIGHT


def _panel(panel: Panel, left: int, top: int) -> dict[str, Any]:
    targets = [
        {"refId": chr(ord("A") + number), "datasource": SOURCE, "expr": expr, "legendFormat": called}
        for number, (called, expr) in enumerate(panel.queries.items())
    ]
    return {
        "type": panel.type,
        "title": panel.title,
        "datasource": SOURCE,
        "gridPos": {"x": left, "y": top, "w": panel.width, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": targets,
    }
