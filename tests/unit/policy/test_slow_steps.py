"""What steps come to: shares and rates that are no lies."""

import pytest

from webmend.domain.analytics import Durations
from webmend.domain.slow_steps import StepTally
from webmend.policy import slow_steps


def tally(**counts: object) -> StepTally:
    facts = {"namespace": "clinic", "workflow": "portal", "version": 3, "node_id": "save", "title": "Save", **counts}
    return StepTally.model_validate(facts)


@pytest.mark.parametrize(
    ("counts", "rate", "share"),
    [
        ({}, None, 0),
        ({"executions": 4, "failed": 1, "duration_ms": 300, "workflow_ms": 1200}, 0.25, 0.25),
        ({"executions": 4, "duration_ms": 300, "workflow_ms": 300}, 0, 1),
        ({"executions": 2, "duration_ms": 0, "workflow_ms": 0}, 0, 0),
    ],
)
def test_a_step_has_a_share_of_the_time_and_a_rate_where_it_was_executed(
    counts: dict[str, int], rate: float | None, share: float
) -> None:
    (found,) = slow_steps.summaries([tally(**counts)]).items
    assert (found.failure_rate, found.share) == (rate, share)


def test_the_average_of_a_step_is_exact_and_its_percentiles_are_near_enough() -> None:
    counts = {"executions": 2, "duration_ms": 3000, "durations": {79: 1, 87: 1}}
    (found,) = slow_steps.summaries([tally(**counts)]).items
    assert found.durations.average_ms == 1500
    assert (found.durations.p50_ms, found.durations.p95_ms) == (981, 1961)


def test_a_step_that_was_never_executed_has_no_durations_and_the_order_stays() -> None:
    found = slow_steps.summaries([tally(node_id="b"), tally(node_id="a")]).items
    assert [each.node_id for each in found] == ["b", "a"]
    assert found[0].durations == Durations()
