"""Data rules on a real API server: what its schema keeps, what people see, and which data are the good ones."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.clinic import Clinic, eventually
from tests.support import builders
from tests.support.builders import node, succeeded
from tests.support.replica import Replica, replica
from webmend.domain.condition import find
from webmend.domain.data import DataRuleKind, DataWarning, OutputRows
from webmend.domain.phase import Phase
from webmend.domain.resource import workflow_from
from webmend.domain.workflow import Workflow
from webmend.ports.cluster import WORKFLOWS

VISITS = node("visits", "extract", target={"selectors": [{"css": "table"}]}, extract={"table": {}})
STEPS = builders.graph(node("open", "navigate"), VISITS).stored()
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"visit": {"type": "object", "properties": {"amount": {"type": ["number", "null"], "minimum": 0.5}}}},
    "properties": {"visits": {"items": {"$ref": "#/$defs/visit"}}},
}
RULES = [{"output": "visits", "minRows": 1, "maxDropPercent": 50, "required": ["date"]}]
EMPTY = DataWarning(output="visits", rule=DataRuleKind.REQUIRED, message="visits: date is empty in 2 of 8 rows")


@pytest.fixture
async def operator(clinic: Clinic, tmp_path: Path) -> AsyncIterator[Replica]:
    """One replica that serves the clinic."""
    async with replica(clinic.settings, clinic.plane.kubeconfig, tmp_path) as running:
        await eventually(running.is_leader)
        yield running


async def workflow(clinic: Clinic) -> Workflow:
    return workflow_from(await clinic.cluster.get(WORKFLOWS, clinic.namespace, "portal"))


async def through(clinic: Clinic, name: str, rows: int, *warnings: DataWarning) -> None:
    """A run whose runner has extracted so many rows and says that of them."""
    await clinic.apply_run(name)
    counted = (OutputRows(output="visits", rows=rows),)
    await clinic.end(succeeded(records=rows, rows=counted, warnings=warnings), run=name)
    await eventually(lambda: clinic.is_over(name))


async def good(clinic: Clinic) -> str:
    found = (await workflow(clinic)).status.last_good_run
    return found.run if found else ""


async def test_data_with_warnings_succeed_and_do_not_take_the_place_of_good_ones(
    clinic: Clinic, operator: Replica
) -> None:
    await clinic.apply_workflow(graph=STEPS, outputs={"dataSchema": SCHEMA, "rules": RULES})
    for name, rows, warnings, rules, want in (
        ("first", 10, (), [], "first"),
        ("dropped", 4, (), ["MaxDropPercent"], "first"),
        ("empty", 8, (EMPTY,), ["Required"], "first"),
        ("good", 6, (), [], "good"),
    ):
        await through(clinic, name, rows, *warnings)
        status = (await clinic.run(name)).status
        assert (status.phase, status.error, status.rows[0].rows) == (Phase.SUCCEEDED, None, rows)
        assert [w.rule for w in status.warnings] == rules
        assert await good(clinic) == want


async def test_kubectl_describe_tells_the_story(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_workflow(graph=STEPS, outputs={"rules": RULES})
    await through(clinic, "first", 10)
    await through(clinic, "second", 4, EMPTY)

    async def is_told() -> bool:
        said = clinic.plane.kubectl("-n", clinic.namespace, "describe", "wmr", "second")
        return all(
            part in said
            for part in (
                "Validating",
                "DataInvalid",
                "DataChange",
                EMPTY.message,
                "60 % fewer than the 10",
                "run first",
            )
        )

    await eventually(is_told)


async def test_a_run_with_outputs_costs_the_operator_two_writes_more(clinic: Clinic, operator: Replica) -> None:
    await clinic.apply_workflow(graph=STEPS, outputs={"rules": RULES})
    await through(clinic, "warm-up", 10)
    before = len(clinic.audited("webmend"))
    await through(clinic, "portal-1", 10)
    other = ("leases", "events", "pods/status")  # the last one is this test's own
    made = [w for w in clinic.audited("webmend")[before:] if not w.endswith(other)]
    run_status = "patch workflowruns/status"
    own = ["create workflowruns", run_status, "create jobs", run_status, "patch workflows/status", run_status]
    assert sorted(made) == sorted(own)


@pytest.mark.parametrize(
    ("outputs", "says"),
    [
        (
            {"dataSchema": {"properties": {"visits": {"type": "arry"}}}},
            "spec.outputs.dataSchema.properties.visits.type",
        ),
        ({"dataSchema": {"$ref": "https://elsewhere.example/visit"}}, "nothing is fetched"),
        ({"rules": [{"output": "visit"}]}, "spec.outputs.rules[0].output: no step gives an output visit"),
    ],
)
async def test_what_cannot_be_judged_is_not_accepted(
    clinic: Clinic, operator: Replica, outputs: dict[str, Any], says: str
) -> None:
    await clinic.apply_workflow(graph=STEPS, outputs=outputs)

    async def is_told() -> bool:
        accepted = find((await workflow(clinic)).status.conditions, "Accepted")
        return accepted is not None and accepted.status == "False" and says in accepted.message

    await eventually(is_told)


async def test_the_api_server_keeps_a_schema_as_it_was_written(clinic: Clinic) -> None:
    await clinic.apply_workflow(graph=STEPS, outputs={"dataSchema": SCHEMA, "rules": RULES})
    stored = await clinic.cluster.get(WORKFLOWS, clinic.namespace, "portal")
    assert json.dumps(stored["spec"]["outputs"]["dataSchema"], sort_keys=True) == json.dumps(SCHEMA, sort_keys=True)
