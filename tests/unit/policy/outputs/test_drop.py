"""How many fewer rows than in the last good run are too few."""

import pytest

from tests.support.builders import NOW
from webmend.domain.data import DataRuleKind, OutputRows
from webmend.domain.workflow import DataRules, GoodRun
from webmend.policy.outputs.drop import drops


def good(rows: int, output: str = "visits") -> GoodRun:
    return GoodRun(run="before", session_id="uid-0", attempt=1, at=NOW, rows=(OutputRows(output=output, rows=rows),))


@pytest.mark.parametrize(
    ("most", "before", "now", "is_too_few"),
    [
        (50, 10, 5, False),
        (50, 10, 4, True),
        (50, 10, 11, False),
        (0, 10, 10, False),
        (0, 10, 9, True),
        (33, 3, 2, True),  # a third is more than 33 %
        (34, 3, 2, False),
        (99, 10, 0, True),
        (100, 10, 0, False),
        (0, 0, 0, False),
        (None, 10, 0, False),
    ],
)
def test_a_drop(most: int | None, before: int, now: int, is_too_few: bool) -> None:
    rules = (DataRules(output="visits", max_drop_percent=most),)
    found = drops(rules, good(before), (OutputRows(output="visits", rows=now),))
    assert bool(found) is is_too_few


def test_it_is_told_in_figures_and_with_the_run_that_it_is_compared_with() -> None:
    rules = (DataRules(output="visits", max_drop_percent=20),)
    [warning] = drops(rules, good(9), ())
    assert warning.message == (
        "visits has 0 rows, 100 % fewer than the 9 of the last good run before; at most 20 % fewer are expected"
    )
    assert (warning.output, warning.rule) == ("visits", DataRuleKind.MAX_DROP_PERCENT)


def test_what_there_is_nothing_to_compare_with_is_no_drop() -> None:
    rules = (DataRules(output="visits", max_drop_percent=0),)
    assert drops(rules, None, ()) == ()
    assert drops(rules, good(9, output="notes"), ()) == ()
