"""The page that lists what operator and server tell Prometheus, from their registries."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry

from webmend.adapters.clock import SystemClock
from webmend.adapters.metrics import PORT
from webmend.controller.app import App
from webmend.domain.settings import MetricsSettings, RunnerSettings, Settings
from webmend.server.parts import Outside, assembled

_SETTINGS = Settings(runner=RunnerSettings(image="runner", server_url="http://server"))
_NONE: Any = None
_NOTHING: Any = object()
"""The world outside: nothing of it is touched by putting parts together."""

_PAGE = """\
# Metrics

<!-- Written by hack/generate.py from what operator and server register; do not edit. -->

Operator and server answer `GET /metrics` on port {port}, in the formats of Prometheus and OpenMetrics. How to scrape
them, and the alerts that look at them: [monitoring](../guide/monitoring.md). A counter counts from the start of its
process. Labels in brackets are there with `metrics.perWorkflow` only. Both also tell `process_*` of their process.

## Operator

Every replica tells its own work; what the cluster holds is told by the one that leads.

{operator}
## Server

{server}"""


@dataclass(frozen=True)
class Described:
    """One metric."""

    name: str
    type: str
    labels: tuple[str, ...]
    help: str


def page() -> str:
    """The page in Markdown."""
    plain = {each.name: each for each in operators(MetricsSettings())}
    told_apart = operators(MetricsSettings(per_workflow=True))
    rows = [_row(each, plain[each.name].labels) for each in told_apart]
    return _PAGE.format(port=PORT, operator=_table(rows), server=_table([_row(m, m.labels) for m in servers()]))


def operators(settings: MetricsSettings) -> list[Described]:
    """What the operator tells."""
    app = App(_SETTINGS.with_(metrics=settings), _NONE, _NONE, "documented")
    return described(app.metrics.registry)


def servers() -> list[Described]:
    """What the server tells."""
    parts = assembled(Outside(_NONE, _NONE, SystemClock(), _SETTINGS, store=_NOTHING))
    return described(parts.metrics.registry)


def described(registry: CollectorRegistry) -> list[Described]:
    """Every metric of the registry but those of its process, by name."""
    found = (made for collector in registry._collector_to_names for made in _of(collector))
    return sorted((each for each in found if not each.name.startswith("process_")), key=lambda each: each.name)


def _of(collector: Any) -> Iterator[Described]:
    for family in collector.describe() if hasattr(collector, "describe") else collector.collect():
        labels: tuple[str, ...] = getattr(collector, "_labelnames", ()) or getattr(family, "_labelnames", ())
        if family.type == "info":
            labels = tuple(next(iter(collector.collect())).samples[0].labels)
        name = family.name + {"counter": "_total", "info": "_info"}.get(family.type, "")
        yield Described(name, "gauge" if family.type == "info" else family.type, tuple(labels), family.documentation)


def _table(rows: list[str]) -> str:
    return "| metric | type | labels | |\n|---|---|---|---|\n" + "".join(rows)


def _row(metric: Described, always: tuple[str, ...]) -> str:
    labels = ", ".join(f"`{label}`" if label in always else f"[`{label}`]" for label in metric.labels)
    return f"| `{metric.name}` | {metric.type} | {labels} | {metric.help} |\n"
