"""What was extracted, held against the rules that can be judged on it alone."""

from typing import Any

import pytest

from webmend.domain.data import MOST_WARNINGS, DataRuleKind
from webmend.domain.failure import Fault
from webmend.domain.workflow import Outputs
from webmend.policy.outputs.judging import judged
from webmend.policy.outputs.rows import counted, record_count

ROWS = [{"date": "2026-01-02", "amount": 0}, {"date": " ", "amount": False}, {"amount": None}]


def outputs(**rule: Any) -> Outputs:
    return Outputs.model_validate({"rules": [{"output": "visits", **rule}]})


@pytest.mark.parametrize(
    ("rule", "data", "want"),
    [
        ({"minRows": 3}, ROWS, []),
        ({"minRows": 4}, ROWS, ["visits has 3 rows; at least 4 are expected"]),
        ({"minRows": 1}, {"name": "Ada"}, []),
        ({"minRows": 1}, [], ["visits has 0 rows; at least 1 are expected"]),
        ({"minRows": 1}, None, ["visits has 0 rows; at least 1 are expected"]),
        ({"minRows": 0}, None, []),
        ({"required": ["amount"]}, ROWS[:2], []),
        ({"required": ["amount"]}, ROWS, ["visits: amount is empty in 1 of 3 rows, first in visits[2]"]),
        ({"required": ["date"]}, ROWS, ["visits: date is empty in 2 of 3 rows, first in visits[1]"]),
        ({"required": ["tags"]}, {"tags": []}, ["visits: tags is empty in 1 of 1 rows, first in visits[0]"]),
        ({"required": ["date"]}, ["no record"], ["visits: date is empty in 1 of 1 rows, first in visits[0]"]),
        ({"required": ["date"]}, [], []),
        ({"maxDropPercent": 0}, [], []),
    ],
)
def test_the_rules(rule: dict[str, Any], data: Any, want: list[str]) -> None:
    assert [w.message for w in judged(outputs(**rule), {"visits": data})] == want


def test_an_output_that_no_step_came_to_give_has_no_rows() -> None:
    [warning] = judged(outputs(minRows=1), {})
    assert (warning.output, warning.rule, warning.fault) == ("visits", DataRuleKind.MIN_ROWS, Fault.DATA)


def test_the_schema_is_judged_with_the_rules() -> None:
    asked = outputs(minRows=4).with_(data_schema={"properties": {"visits": {"maxItems": 2}}})
    found = judged(asked, {"visits": ROWS})
    assert [(w.rule, w.output) for w in found] == [(DataRuleKind.SCHEMA, "visits"), (DataRuleKind.MIN_ROWS, "visits")]


def test_data_that_cannot_be_judged_do_not_pass_for_good() -> None:
    [warning] = judged(Outputs(data_schema={"$ref": "#"}), {"visits": ROWS})
    assert "could not be judged" in warning.message


def test_a_schema_that_an_older_release_took_judges_nothing() -> None:
    [warning] = judged(Outputs(data_schema={"properties": {"visits": {"type": "aray"}}}), {"visits": ROWS})
    assert "could not be judged: dataSchema" in warning.message


def test_there_are_never_more_warnings_than_fit_and_the_last_says_how_many() -> None:
    names = [f"f{number}" for number in range(20)]
    found = judged(outputs(required=names), {"visits": [{}]})
    assert len(found) == MOST_WARNINGS
    assert found[-1].message == "13 further warnings are not listed"
    assert len(judged(outputs(required=names[:MOST_WARNINGS]), {"visits": [{}]})) == MOST_WARNINGS


def test_secrets_are_taken_out_before_a_warning_is_cut() -> None:
    """A table's heads, and with them the fields of its rows, are the site's."""
    asked = Outputs(data_schema={"additionalProperties": {"additionalProperties": {"type": "string"}}})
    secret = "correct-horse" * 30
    [warning] = judged(asked, {"visits": {secret: 1}}, lambda text: text.replace(secret, "***"))
    assert warning.message == "visits.*** is not of type string"
    [cut] = judged(asked, {"visits": {secret: 1}})
    assert len(cut.message) == 256


def test_rows_are_counted_for_each_output_those_with_rules_first() -> None:
    values = {"name": {"first": "Ada"}, "visits": [1, 2], "nothing": None}
    assert [(o.output, o.rows) for o in counted(values, ["visits", "elsewhere"])] == [
        ("visits", 2),
        ("name", 1),
        ("nothing", 0),
    ]
    many = {f"o{number}": [] for number in range(50)}
    assert [o.output for o in counted(many, ["o49"])][:2] == ["o49", "o0"]
    assert len(counted(many)) == 32
    assert record_count((1, 2)) == 2
