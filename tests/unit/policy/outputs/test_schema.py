"""Schemas: which can be used, what of some data does not hold to them, and that neither can do harm."""

from typing import Any

import pytest

from webmend.policy.outputs.schema import DEEPEST, DIALECT, TooMuch, breaches, flaws

VISIT = {"type": "object", "required": ["date", "amount"], "properties": {"amount": {"type": ["number", "null"]}}}
VISITS = {"type": "object", "properties": {"visits": {"type": "array", "items": VISIT}}}


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(depth):
        schema = {"items": schema}
    return schema


def said(schema: dict[str, Any], values: dict[str, Any]) -> list[str]:
    return [str(breach) for breach in breaches(schema, values)]


@pytest.mark.parametrize(
    "schema",
    [
        {},
        VISITS,
        {"$schema": DIALECT, "$id": "https://clinic.example/visits", **VISITS},
        {"$defs": {"visit": VISIT}, "properties": {"visits": {"items": {"$ref": "#/$defs/visit"}}}},
        {"$defs": {"visit": {"$anchor": "visit"}}, "$ref": "#visit"},
        {"properties": {"pattern": {"type": "string"}, "$ref": {"type": "string"}, "patternProperties": {}}},
        {"const": {"$ref": "https://elsewhere.example/"}, "enum": [{"pattern": "("}]},
        {"properties": {"date": {"pattern": r"^\d{4}-\d{2}-\d{2}$"}}},
        nested(DEEPEST),
    ],
)
def test_a_schema_that_can_be_used(schema: dict[str, Any]) -> None:
    assert flaws(schema) == ()


@pytest.mark.parametrize(
    ("schema", "path", "words"),
    [
        ({"properties": {"visits": {"type": "arry"}}}, ("properties", "visits", "type"), "'arry'"),
        ({"required": "visits"}, ("required",), "'array'"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, ("$schema",), DIALECT),
        ({"items": {"$schema": DIALECT}}, ("items", "$schema"), "stands at the top"),
        ({"items": {"$id": "visit"}}, ("items", "$id"), "stands at the top alone"),
        ({"$ref": "https://elsewhere.example/visit"}, ("$ref",), "nothing is fetched"),
        ({"$ref": "file:///etc/passwd"}, ("$ref",), "nothing is fetched"),
        ({"allOf": [{"$ref": "#/$defs/visit"}]}, ("allOf", 0, "$ref"), "leads nowhere"),
        ({"$dynamicRef": "#visit"}, ("$dynamicRef",), "leads nowhere"),
        ({"properties": {"date": {"pattern": r"(?=\d)"}}}, ("properties", "date", "pattern"), "RE2"),
        ({"patternProperties": {"^a": {}}}, ("patternProperties",), "under properties"),
        (nested(DEEPEST + 1), (), "nested deeper"),
        ({"enum": ["x" * 40_000]}, (), "is longer"),
    ],
)
def test_a_schema_that_cannot_be_used_says_where_and_why(
    schema: dict[str, Any], path: tuple[str | int, ...], words: str
) -> None:
    [flaw] = flaws(schema)
    assert flaw.path == path
    assert words in flaw.sentence


@pytest.mark.parametrize(
    ("schema", "values", "want"),
    [
        (VISITS, {"visits": [{"date": "2026-01-02", "amount": 12.5}]}, []),
        (VISITS, {"visits": [{"date": "2026-01-02", "amount": None}]}, []),
        (VISITS, {}, []),
        (VISITS, {"visits": {}}, ["visits is not of type array"]),
        (VISITS, {"visits": [{}, {}, {"date": "", "amount": 1}]}, ["visits[0] lacks date, amount, and 1 more like it"]),
        (
            VISITS,
            {"visits": [{"date": "", "amount": "12"}, {"date": ""}]},
            ["visits[0].amount is not of type number or null", "visits[1] lacks amount"],
        ),
        ({"required": ["visits"]}, {}, ["what was extracted lacks visits"]),
        ({"properties": {"name": {"pattern": "^P-"}}}, {"name": "P-1"}, []),
        ({"properties": {"name": {"pattern": "^P-"}}}, {"name": "1"}, ["name does not match ^P-"]),
        ({"properties": {"visits": {"uniqueItems": True}}}, {"visits": [{"a": 1}, {"a": 2}, {"a": True}]}, []),
        (
            {"properties": {"visits": {"uniqueItems": True}}},
            {"visits": [{"a": 1, "b": [2]}, {"b": [2.0], "a": 1.0}]},
            ["visits has an item twice"],
        ),
        ({"properties": {"visits": {"minItems": 2}}}, {"visits": [1]}, ["visits has fewer than 2 items"]),
        ({"not": {"required": ["visits"]}}, {"visits": 1}, ["what was extracted does not hold to not of the schema"]),
        ({"$schema": DIALECT, "properties": {"a": {"$ref": "#"}}, "maxProperties": 1}, {"a": {"b": 1}}, []),
    ],
)
def test_what_does_not_hold_is_told_once_with_its_first_place(
    schema: dict[str, Any], values: dict[str, Any], want: list[str]
) -> None:
    assert said(schema, values) == want


def test_the_output_that_is_meant_is_named() -> None:
    found = breaches({**VISITS, "required": ["notes"]}, {"visits": [{}]})
    assert {breach.output for breach in found} == {"visits", "notes"}


def test_nothing_of_the_data_is_told() -> None:
    everything = {
        "type": "integer",
        "enum": [1],
        "const": 1,
        "pattern": "^x",
        "maxLength": 1,
        "not": {},
        "anyOf": [False],
    }
    [*told] = said({"properties": {"name": everything}}, {"name": "Ada Lovelace"})
    assert len(told) == len(everything)
    assert "Ada" not in " ".join(told)


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        ({"$ref": "#"}, {}),
        (
            {
                "$defs": {
                    **{f"d{i}": {"anyOf": [{"$ref": f"#/$defs/d{i + 1}"}] * 2} for i in range(40)},
                    "d40": {"type": "string"},
                },
                "$ref": "#/$defs/d0",
            },
            {},
        ),
        (VISITS, {"visits": [{}] * 2000}),
    ],
    ids=["a circle", "doubling", "many rows"],
)
def test_judging_ends(schema: dict[str, Any], values: dict[str, Any]) -> None:
    assert flaws(schema) == ()
    with pytest.raises(TooMuch):
        breaches(schema, values, most=2000)


def test_a_pattern_that_others_would_be_busy_with_for_years_takes_no_time() -> None:
    assert said({"properties": {"name": {"pattern": "^(a+)+$"}}}, {"name": "a" * 50_000 + "!"}) == [
        "name does not match ^(a+)+$"
    ]
