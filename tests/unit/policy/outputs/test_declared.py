"""What a workflow may ask of its outputs."""

from typing import Any

import pytest

from tests.support.builders import graph, node, workflow
from webmend.policy.workflow import WorkflowFacts, problems

TABLE = {"target": {"selectors": [{"css": "table"}]}}
STEPS = graph(
    node("open", "navigate"),
    node("visits", "extract", **TABLE, extract={"table": {"columns": [{"name": "date"}, {"name": "amount"}]}}),
    node("rows", "extract", **TABLE, extract={"output": "bills", "table": {}}),
    node("people", "extract", **TABLE, extract={"list": {"fields": [{"name": "name"}]}}),
    node("more", "extract", **TABLE, extract={"output": "people", "fields": [{"name": "age"}]}),
    node("api", "request", request={"url": "http://site.test/api", "output": "answer"}),
)


def said(**outputs: Any) -> list[str]:
    return [str(p) for p in problems(WorkflowFacts(workflow(STEPS, outputs=outputs)))]


@pytest.mark.parametrize(
    ("rule", "want"),
    [
        ({"output": "visits", "required": ["date", "amount"]}, []),
        (
            {"output": "visits", "required": ["date", "total"]},
            ["spec.outputs.rules[0].required[1]: no step extracts a field total into visits"],
        ),
        ({"output": "visit", "minRows": 1}, ["spec.outputs.rules[0].output: no step gives an output visit"]),
        ({"output": "open"}, ["spec.outputs.rules[0].output: no step gives an output open"]),
        ({"output": "rows"}, ["spec.outputs.rules[0].output: no step gives an output rows"]),
        ({"output": "bills", "required": ["whatever its head says"]}, None),
        ({"output": "bills", "required": ["whatever"]}, []),
        ({"output": "answer", "required": ["whatever"]}, []),
        ({"output": "people", "required": ["name", "age"]}, []),
        (
            {"output": "people", "required": ["size"]},
            ["spec.outputs.rules[0].required[0]: no step extracts a field size into people"],
        ),
    ],
)
def test_a_rule_is_about_what_a_step_gives(rule: dict[str, Any], want: list[str] | None) -> None:
    if want is None:
        with pytest.raises(ValueError):
            said(rules=[rule])
    else:
        assert said(rules=[rule]) == want


@pytest.mark.parametrize(
    ("schema", "want"),
    [
        ({"properties": {"visits": {"minItems": 1}}, "required": ["visits"]}, []),
        ({"properties": {"visits": {"properties": {"anything": {}}, "required": ["it likes"]}}}, []),
        (
            {"properties": {"visit": {}}, "required": ["bill"]},
            [
                "spec.outputs.dataSchema.properties: no step gives an output visit",
                "spec.outputs.dataSchema.required: no step gives an output bill",
            ],
        ),
        (
            {"properties": {"visits": {"prefixItems": [{"type": "strin"}]}}},
            [
                "spec.outputs.dataSchema.properties.visits.prefixItems[0].type: "
                "'strin' is not valid under any of the given schemas"
            ],
        ),
    ],
)
def test_a_schema_is_one_that_can_be_judged(schema: dict[str, Any], want: list[str]) -> None:
    assert said(dataSchema=schema) == want


def test_a_workflow_that_asks_for_nothing_has_no_problem() -> None:
    assert not problems(WorkflowFacts(workflow(STEPS)))
