"""From a workflow that fails to somebody who is told: real operator, Prometheus and Alertmanager, the chart's rules."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL
from typing import Any

import httpx
import pytest
import yaml
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.integration.clinic import Clinic, eventually
from tests.integration.conftest import clinic
from tests.integration.test_logins import REFUSED
from tests.support import kubelet
from tests.support.builders import SETTINGS, failed, report
from tests.support.control_plane import control_plane
from tests.support.helm import Helm
from tests.support.loopback import served
from tests.support.prometheus import Prometheus, alertmanager, prometheus
from tests.support.replica import Replica, replica
from webmend.adapters import metrics
from webmend.adapters.artifacts import LocalArtifacts
from webmend.adapters.clock import SystemClock
from webmend.server.parts import Outside, assembled

__all__ = ["clinic", "control_plane"]

WITHIN = 90.0
"""Seconds until somebody is told; it takes about 3 where nothing else is done."""
MANY = 12
"""Runs: more than the burn rate wants to have seen."""
pytestmark = pytest.mark.timeout(400)


@dataclass
class Told:
    """Who is on call."""

    alerts: dict[str, Any] = field(default_factory=dict)
    """What has come, by name: the latest of each."""

    async def hear(self, request: Request) -> Response:
        for each in (await request.json())["alerts"]:
            self.alerts[each["labels"]["alertname"]] = each
        return Response()


@dataclass(frozen=True)
class Watched:
    """A clinic whose operator is watched."""

    clinic: Clinic
    prometheus: Prometheus
    told: Told

    async def fails(self, run: str) -> None:
        """A run whose login is refused."""
        await self.clinic.apply_run(run)
        said = failed(report("new-patient", evidence=REFUSED))
        await self.clinic.play(kubelet.running(), run)
        await self.clinic.play(kubelet.ended(said, exit_code=1), run)
        await eventually(lambda: self.clinic.is_over(run))

    async def sees(self, query: str, want: float) -> None:
        """Wait until a query gives this one number."""

        async def is_so() -> bool:
            return list((await self.prometheus.asks(query)).values()) == [want]

        try:
            await eventually(is_so, WITHIN, every=0.25)
        except TimeoutError as late:
            late.add_note(f"{query}: {await self.prometheus.asks(query)}; {await self.prometheus.targets()}")
            raise

    async def is_told(self, name: str) -> Any:
        """The alert, once it has come."""

        async def has_come() -> bool:
            return name in self.told.alerts

        await eventually(has_come, WITHIN)
        return self.told.alerts[name]


@pytest.fixture
async def operator(clinic: Clinic, tmp_path: Path) -> AsyncIterator[Replica]:
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path) as running:
        await eventually(running.is_leader, WITHIN)
        yield running


@pytest.fixture
async def watched(clinic: Clinic, operator: Replica, helm: Helm, tmp_path: Path) -> AsyncIterator[Watched]:
    rules = tmp_path / "rules.yaml"
    rendered = helm.render({"metrics": {"prometheusRule": {"enabled": True}}})
    rules.write_text(yaml.safe_dump(rendered.one("PrometheusRule", "webmend")["spec"]))
    told = Told()
    parts = assembled(Outside(clinic.cluster, LocalArtifacts(tmp_path / "kept"), SystemClock(), SETTINGS))
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        server_port = await enter(metrics.served(parts.metrics.registry, 0))
        receiver = await enter(served(Starlette(routes=[Route("/", told.hear, methods=["POST"])]), log_config=None))
        alerts = await enter(alertmanager(tmp_path, f"{receiver}/"))
        targets = {"operator": operator.metrics_port, "server": server_port}
        watching = await enter(prometheus(tmp_path, targets, rules, alerts))
        yield Watched(clinic, watching, told)


async def test_a_workflow_that_fails_is_told_and_one_that_succeeds_is_not(watched: Watched) -> None:
    await watched.sees("sum(webmend_leader)", 1)
    await watched.clinic.apply_workflow()
    await watched.sees('sum(webmend_workflow_versions_created_total{source="User"})', 1)
    await watched.clinic.sees_a_run_through("good")
    await watched.sees('webmend_runs_finished_total{result="Succeeded"}', 1)
    await watched.sees("count(up == 1)", 2)
    assert (await watched.prometheus.alerts(), watched.told.alerts) == (set(), {})

    await watched.fails("refused-0")
    alert = await watched.is_told("WebmendCredentialProblem")
    assert alert["status"] == "firing"
    assert alert["labels"]["severity"] == "warning"
    assert alert["labels"]["sub_type"] == "INVALID_CREDENTIALS"
    assert alert["annotations"]["description"] == "A login has failed within the last hour with INVALID_CREDENTIALS."
    assert alert["annotations"]["runbook_url"].endswith("/docs/runbooks/WebmendCredentialProblem.md")
    assert set(watched.told.alerts) == {"WebmendCredentialProblem"}, "one failure of two burns no budget"

    for number in range(1, MANY):
        await watched.fails(f"refused-{number}")
    burning = await watched.is_told("WebmendRunErrorBudgetBurn")
    assert burning["annotations"]["description"].endswith("have failed.")
    assert "error" not in burning["annotations"]["description"]
    await watched.sees('webmend_runs_finished_total{result="Failed",category="AUTHENTICATION_ERROR"}', MANY)
    await watched.sees("webmend_run_duration_seconds_count", MANY + 1)


async def test_what_is_told_can_be_read_in_both_formats_and_nothing_else_is_there(operator: Replica) -> None:
    url = f"http://127.0.0.1:{operator.metrics_port}"
    async with httpx.AsyncClient() as client:
        plain = await client.get(f"{url}/metrics")
        open_ = await client.get(f"{url}/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
        assert (await client.get(f"{url}/healthz")).status_code == 404
    assert plain.headers["Content-Type"].startswith("text/plain")
    assert open_.headers["Content-Type"].startswith("application/openmetrics-text")
    names = {family.name for family in text_string_to_metric_families(open_.text)}
    assert {"webmend_runs", "webmend_runs_finished", "webmend_build", "process_cpu_seconds"} <= names
    assert not re.search(r"_created(\{.*\})? ", plain.text)


async def test_a_new_leader_counts_nothing_that_was_counted_before(
    clinic: Clinic, operator: Replica, tmp_path: Path
) -> None:
    await clinic.apply_workflow()
    await clinic.sees_a_run_through("good")
    assert await operator.metric("webmend_runs_finished_total") == 1
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path, "b") as follower:
        await eventually(follower.is_healthy, WITHIN)
        operator.signal(SIGKILL)
        await eventually(follower.is_leader, WITHIN)
        await clinic.sees_a_run_through("after")
        assert await follower.metric("webmend_runs_finished_total") == 1
        assert await follower.metric("webmend_runs_started_total") == 1
        assert await follower.metric("webmend_workflow_versions_created_total") == 0
