"""What a step asks for, as the fields that answers are judged by."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.support.builders import graph, node, workflow
from webmend.domain.action import Ask
from webmend.domain.workflow import InputType
from webmend.policy import asking, inputs
from webmend.policy.graph import problems


def ask(timeout: str = "15s", required: tuple[str, ...] = (), **properties: dict[str, Any]) -> Ask:
    schema = {"properties": properties, "required": list(required)} if properties else None
    return Ask.model_validate({"message": "How much?", "inputSchema": schema, "timeout": timeout})


def judged(value: str, **schema: Any) -> bool:
    """Whether a value is taken by a property of this schema."""
    return not inputs.wrong_values(asking.fields(ask(it=schema)), {"it": value})


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({}, "anything", None),
        ({"type": "integer"}, "12", "12.5"),
        ({"type": "number"}, "12.5", "twelve"),
        ({"type": "boolean"}, "true", "yes"),
        ({"type": "integer", "minimum": 3}, "3", "2"),
        ({"type": "number", "maximum": 3}, "3", "3.1"),
        ({"enum": ["pay", "wait"]}, "pay", "go"),
        ({"minLength": 2}, "ab", "a"),
        ({"maxLength": 2}, "ab", "abc"),
        ({"format": "date"}, "2026-11-30", "30.11.2026"),
        ({"pattern": "[0-9]{3}"}, "id 123 b", "id 12"),
        ({"pattern": "^[0-9]{3}$"}, "123", "1234"),
        ({"pattern": "^a|b$"}, "ax", "xa"),
        ({"pattern": "^a|b$"}, "xb", "bx"),
        ({"pattern": r"\$"}, "5 $ a day", "5"),
        ({"pattern": r"\$"}, "5$", "5"),
    ],
)
def test_a_value_is_judged_as_json_schema_says(schema: dict[str, Any], good: str, bad: str | None) -> None:
    assert judged(good, **schema)
    assert bad is None or not judged(bad, **schema)


def test_without_a_schema_one_text_is_asked_for() -> None:
    [field] = asking.fields(ask())
    assert (field.name, field.type, field.required) == ("answer", InputType.STRING, True)


@pytest.mark.parametrize(
    ("schema", "secret"), [({}, False), ({"writeOnly": True}, True), ({"format": "password"}, True)]
)
def test_what_is_only_written_is_secret(schema: dict[str, Any], secret: bool) -> None:
    assert asking.fields(ask(pin=schema))[0].secret is secret


def test_the_required_ones_are_required() -> None:
    fields = asking.fields(ask(required=("b",), a={}, b={}))
    assert [(field.name, field.required) for field in fields] == [("a", False), ("b", True)]


@pytest.mark.parametrize(
    ("properties", "required"),
    [
        ({}, ()),
        ({"a": {}}, ("b",)),
        ({"two words": {}}, ()),
        ({"a": {"type": "object"}}, ()),
        ({"a": {"type": "integer", "pattern": "1"}}, ()),
        ({"a": {"minimum": 1}}, ()),
    ],
)
def test_a_form_is_an_object_of_plain_values(properties: dict[str, Any], required: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        Ask.model_validate({"message": "?", "inputSchema": {"properties": properties, "required": list(required)}})


@pytest.mark.parametrize(("timeout", "fits"), [("5s", True), ("1h", True), ("4s", False), ("1h1s", False)])
def test_an_answer_is_waited_for_from_five_seconds_to_an_hour(timeout: str, fits: bool) -> None:
    asks = node("confirm", "ask", ask={"message": "Go on?", "timeout": timeout})
    assert [p.path for p in problems(workflow(graph(asks)).spec)] == ([] if fits else ["spec.graph.nodes[0].ask"])
