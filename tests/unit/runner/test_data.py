"""What a runner says of the data once the steps are done."""

from typing import Any

import pytest

from tests.support.builders import node
from tests.unit.runner.lab import Lab, end, failed
from webmend.domain.data import DataRuleKind
from webmend.domain.graph import Node
from webmend.domain.report import AttemptOutcome, AttemptReport
from webmend.domain.workflow import DataRules, Outputs
from webmend.ports.browser import Performed

pytestmark = pytest.mark.looptime

VISITS = {"target": {"selectors": [{"css": "table"}]}, "extract": {"table": {}}}
STEPS = (node("open", "navigate"), node("visits", "extract", **VISITS), node("pay", irreversible=True))
RULED = Outputs.model_validate({"rules": [{"output": "visits", "minRows": 2, "required": ["date"]}]})


async def report(
    rows: list[dict[str, Any]], outputs: Outputs | None = RULED, steps: tuple[Node, ...] = STEPS, **plan: Any
) -> AttemptReport:
    lab = Lab(*steps, outputs=outputs, **plan)
    lab.tab.gives["visits"] = [Performed(data=rows)]
    return await lab.run()


async def test_good_data_are_counted_and_nothing_is_warned_of() -> None:
    said = await report([{"date": "2026-01-02"}, {"date": "2026-01-03"}])
    assert ([(o.output, o.rows) for o in said.rows], said.warnings) == ([("visits", 2)], ())


async def test_bad_data_do_not_fail_the_attempt() -> None:
    said = await report([{"date": ""}])
    assert said.outcome is AttemptOutcome.SUCCEEDED
    assert [w.rule for w in said.warnings] == [DataRuleKind.MIN_ROWS, DataRuleKind.REQUIRED]


async def test_without_outputs_rows_are_counted_and_nothing_is_judged() -> None:
    said = await report([{"date": ""}], None)
    assert (len(said.rows), said.warnings) == (1, ())


async def test_a_dry_run_is_not_judged() -> None:
    said = await report([], dry_run=True)
    assert (said.reason, said.warnings) == ("DryRun", ())


async def test_an_attempt_that_failed_says_nothing_of_its_data() -> None:
    lab = Lab(*STEPS, outputs=RULED)
    lab.tab.gives["visits"] = [Performed(data=[])]
    lab.tab.gives["pay"] = [failed()]
    lab.told(end())
    said = await lab.run()
    assert (said.outcome, said.rows, said.warnings) == (AttemptOutcome.FAILED, (), ())


async def test_no_secret_leaves_in_a_warning() -> None:
    asked = Outputs(data_schema={"properties": {"visits": {"items": {"additionalProperties": {"type": "null"}}}}})
    said = await report([{"P-1001": "x"}], asked, inputs={"patient": "P-1001"}, secret_inputs=("patient",))
    assert [w.message for w in said.warnings] == ["visits[0].*** is not of type null"]


async def test_a_defect_of_ours_is_a_warning_and_the_steps_are_not_done_again() -> None:
    lab = Lab(*STEPS, outputs=Outputs(rules=(DataRules(output="visits").with_(min_rows="many"),)))
    lab.tab.gives["visits"] = [Performed(data=[])]
    said = await lab.run()
    assert said.outcome is AttemptOutcome.SUCCEEDED
    [warning] = said.warnings
    assert "a defect of webmend" in warning.message
    assert lab.witness.faults
